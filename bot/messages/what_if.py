"""Replies to `/rung what-if`."""

from collections.abc import Iterable

from bot.slack.blocks import Message, actions, bold, context, menu, message, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import render_notice
from flows.acts.learning.what_if import WhatIfAnswer, WhichPractice
from flows.maturity.capability import Capability
from flows.maturity.placement import Placement
from flows.maturity.what_if import WhatIf

MOST_BREAKAGES = 3
ASKED = Handle("practice")


def what_if_answer(answer: WhatIfAnswer) -> Message:
    """Say what would break if a practice were taken on now, what comes first, and which levels it moves."""
    found, practices = answer.found, answer.practices
    first = [practices[each.capability] for each in found.first]
    coming = {each.short for each in first}
    is_known = bool(answer.check_in or answer.is_own)
    alone = _moved((each.now, each.alone) for each in found.effects)
    in_order = _moved((each.now, each.in_order) for each in found.effects)
    words = render_notice(
        "what_if",
        answer,
        practice=found.practice,
        first=found.first,
        is_known=is_known,
        broken=[each for each in found.breakages if each.is_known or not is_known][:MOST_BREAKAGES],
        doubtful=found.breakages[:MOST_BREAKAGES],
        together=sorted({practices[each].short for broken in found.breakages for each in broken.alongside} - coming),
        alone=alone,
        in_order=in_order,
        helps_more=_levels(alone) != _levels(in_order),
        begin_with=_begin_with(found, first),
    )
    part = words.parts
    return message(
        words.text,
        sections(f"{bold(part['name'])} {part['seen']}", part["breaks"], part["first"]),
        sections("\n".join(filter(None, [part["together"], part["levels"]]))),
        context(part["begin"]),
    )


def _begin_with(found: WhatIf, first: list[Capability]) -> Capability | None:
    if first:
        return first[0]
    if found.is_in_place:
        return None
    return found.practice


def _moved(pairs: Iterable[tuple[Placement, Placement]]) -> list[tuple[Placement, Placement]]:
    """The pairs in which the level, settled before and after, is another one."""
    return [(now, then) for now, then in pairs if now.settled and then.settled and now.level != then.level]


def _levels(moved: list[tuple[Placement, Placement]]) -> list[tuple[str, int]]:
    return [(then.scale.scale, then.level.level) for _, then in moved]


def which_practice(question: WhichPractice) -> Message:
    """Ask which of several practices is meant."""
    words = render_notice("which_practice", question)
    options = [(practice.name, ASKED.about(practice.id).value) for practice in question.choices]
    return message(
        words.text, sections(words.parts["question"]), actions(menu("A practice", ActionId.WHAT_IF, options))
    )
