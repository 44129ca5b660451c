from collections.abc import Iterable
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from flows.maturity.gate import Gate, Requirement, Threshold
from flows.maturity.loading import load_maturity
from flows.maturity.placement import smallest_raise

CATALOGUE = load_maturity().catalogue
FEW = ["data_version", "exp_tracking", "vcs_code", "lineage", "cicd", "slo"]
requirements = st.builds(Requirement, st.sampled_from(FEW), st.sampled_from(list(Threshold)))
gates = st.lists(requirements, min_size=1, max_size=3, unique_by=lambda each: each.capability).map(
    lambda each: Gate(tuple(each))
)


def meets_all(chosen: dict[str, Threshold], wanted: list[Gate]) -> bool:
    return all(any(chosen.get(each.capability, 0) >= each.threshold for each in gate.alternatives) for gate in wanted)


@given(st.lists(gates, max_size=5))
def test_no_smaller_or_cheaper_set_would_do(wanted):
    """Against every subset of the capabilities, which the function does not look at."""
    raised = {each.capability: each.threshold for each in smallest_raise(tuple(wanted), CATALOGUE)}
    assert meets_all(raised, wanted)
    subsets = chain.from_iterable(combinations(FEW, size) for size in range(len(FEW) + 1))
    enough = [each for each in subsets if meets_all(dict.fromkeys(each, Threshold.YES), wanted)]

    def rank(subset: Iterable[str]) -> tuple[int, int, list[int]]:
        effort = sum(CATALOGUE.by_id[each].effort for each in subset)
        places = sorted(CATALOGUE.position[each] for each in subset)
        return len(places), effort, places

    assert tuple(raised) == CATALOGUE.in_order(min(enough, key=rank))


@given(st.lists(gates, max_size=5))
def test_no_threshold_is_higher_than_needed(wanted):
    raised = {each.capability: each.threshold for each in smallest_raise(tuple(wanted), CATALOGUE)}
    for capability, threshold in raised.items():
        if threshold is Threshold.YES:
            assert not meets_all({**raised, capability: Threshold.PARTIAL}, wanted)
