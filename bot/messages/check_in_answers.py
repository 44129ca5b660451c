"""Replies to commands and clicks about check-ins."""

from bot.pictures.pictures import chart, image
from bot.slack.blocks import Message, actions, bold, button, context, divider, menu, message, or_else, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import day, render_notice
from flows.acts.check_ins.see_check_ins import CheckInState, History, TeamLevel
from flows.acts.check_ins.take_part import WantsRevision, WhichOne
from flows.acts.results.pictures import trend_of_results
from flows.check_ins.check_in import CheckInStatus


def check_in_status(state: CheckInState) -> Message:
    """How a check-in stands, with what the person can do about it."""
    words = render_notice("check_in_status", state)
    return message(words.text, sections(words.parts["state"]), _row(state), context(words.parts["how"]))


def check_in_done(state: CheckInState, what: str) -> Message:
    """What has just been done to a check-in."""
    text = render_notice("check_in_done", state, what=what).text
    return message(text, sections(text))


def which_check_in(which: WhichOne) -> Message:
    """Which of several is meant."""
    words = render_notice("which_check_in", which)
    options = [(f"{each.team_name}, {each.period}", Handle(each.id).value) for each in which.check_ins]
    row = actions(
        menu("Choose a check-in", ActionId.JOIN, options),
        button("Just my own view", ActionId.ASSESS_PRIVATELY, "private"),
    )
    return message(words.text, sections(words.text), row)


def wants_revision(wants: WantsRevision) -> Message:
    """Whether to ask again in the same period."""
    words = render_notice("wants_revision", wants)
    row = actions(Handle(wants.team.id).button("Start a revision", ActionId.START_REVISION))
    return message(words.text, sections(words.text), row)


def team_level(level: TeamLevel) -> Message:
    """A team's last published result."""
    headline = level.result.result.headline if level.result else None
    words = render_notice("team_level", level, level=headline)
    part = words.parts
    return message(
        words.text,
        sections("\n".join(filter(None, [bold(part["level"]), part["means"]])), f"{part['step']}\n{part['beginning']}"),
        sections(part["said"]),
        context(part["others"]),
        context(part["how"]),
    )


def history(found: History) -> Message:
    """A team's results, the newest first, with the way to each as it was."""
    # The way it went, from the first result shown to the last, as far as it was told on one scale.
    newest = found.results[0].result.headline.scale if found.results else None
    told = [each.result.headline for each in reversed(found.results)]
    same = [each for each in told if newest and each.scale.scale == newest.scale and each.settled]
    words = render_notice("history", found, told=same)
    options = [
        (f"{each.check_in.period}, {day(each.check_in.closed_on)}", Handle(each.check_in.id).value)
        for each in found.results
    ]
    row = actions(menu("Show one as it was", ActionId.SHOW_PAST, options)) if options else None
    way, results = (sections(words.parts[each]) for each in ("trend", "results"))
    trend = trend_of_results(found.team.name, found.results)
    if trend is None:
        return message(words.text, way, results, row)
    rich = message(words.text, way, chart(trend), results, row)
    return or_else(rich, message(words.text, way, image(trend), results, row))


def past(summary: Message, details: Message) -> Message:
    """A result as it was, with what stood below it."""
    return message(f"{summary.text}\n{details.text}", summary.blocks, divider(), details.blocks)


def _row(state: CheckInState) -> dict[str, object] | None:
    check_in, handle = state.check_in, Handle(state.check_in.id if state.check_in else "")
    if check_in is None or not check_in.status.is_running:
        start = Handle(state.team.id).button("Start a check-in", ActionId.START_CHECK_IN)
        return actions(start) if state.can_decide else None
    mine = handle.button("Answer", ActionId.JOIN) if state.is_asked else None
    owners = []
    if state.can_decide and check_in.status is CheckInStatus.OPEN:
        owners = [handle.button("Close now", ActionId.CLOSE_CHECK_IN)]
    elif state.can_decide:
        owners = [handle.button("Publish now", ActionId.PUBLISH), handle.button("Discuss first", ActionId.DISCUSS)]
    found = [each for each in (mine, *owners) if each]
    return actions(*found) if found else None
