from collections.abc import Iterable
from itertools import product

from flows.maturity.capability import Catalogue
from flows.maturity.gate import Gate, Requirement, Threshold


def smallest_raise(unmet: tuple[Gate, ...], catalogue: Catalogue) -> tuple[Requirement, ...]:
    """The smallest set of capabilities that meets all of these unmet gates, each at the lowest threshold that does.

    Exact: every combination of alternatives is compared. Ties go to the least total effort, then to catalogue order.
    The set is in catalogue order, and empty when there are no gates.
    """

    def rank(needed: dict[str, Threshold]) -> tuple[int, int, list[int], list[Threshold]]:
        ordered = catalogue.in_order(needed)
        effort = sum(catalogue.by_id[capability].effort for capability in ordered)
        return (
            len(ordered),
            effort,
            [catalogue.position[capability] for capability in ordered],
            [needed[capability] for capability in ordered],
        )

    combinations = product(*(gate.alternatives for gate in unmet))
    best = min((_merged(each) for each in combinations), key=rank)
    return tuple(Requirement(capability, best[capability]) for capability in catalogue.in_order(best))


def _merged(requirements: Iterable[Requirement]) -> dict[str, Threshold]:
    merged: dict[str, Threshold] = {}
    for each in requirements:
        merged[each.capability] = max(each.threshold, merged.get(each.capability, each.threshold))
    return merged
