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
    what_if, practices = answer.found, answer.practices
    first = [practices[requirement.capability] for requirement in what_if.first]
    coming = {practice.short for practice in first}
    is_known = bool(answer.check_in or answer.is_own)
    alone = _moved((effect.now, effect.alone) for effect in what_if.effects)
    in_order = _moved((effect.now, effect.in_order) for effect in what_if.effects)
    alongside = {practice for breakage in what_if.breakages for practice in breakage.alongside}
    words = render_notice(
        "what_if",
        answer,
        practice=what_if.practice,
        first=what_if.first,
        is_known=is_known,
        broken=[breakage for breakage in what_if.breakages if breakage.is_known or not is_known][:MOST_BREAKAGES],
        doubtful=what_if.breakages[:MOST_BREAKAGES],
        together=sorted({practices[practice].short for practice in alongside} - coming),
        alone=alone,
        in_order=in_order,
        helps_more=_levels(alone) != _levels(in_order),
        begin_with=_begin_with(what_if, first),
    )
    part = words.parts
    return message(
        words.text,
        sections(f"{bold(part['name'])} {part['seen']}", part["breaks"], part["first"]),
        sections("\n".join(filter(None, [part["together"], part["levels"]]))),
        context(part["begin"]),
    )


def _begin_with(what_if: WhatIf, first: list[Capability]) -> Capability | None:
    if first:
        return first[0]
    if what_if.is_in_place:
        return None
    return what_if.practice


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
