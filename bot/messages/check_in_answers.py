"""Replies to commands and clicks about check-ins."""

from bot.pictures.pictures import chart, image
from bot.slack.blocks import Block, Message, actions, bold, button, context, divider, menu, message, or_else, sections
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import day, render_notice
from flows.acts.check_ins.see_check_ins import CheckInState, History, TeamLevel
from flows.acts.check_ins.take_part import WantsRevision, WhichOne
from flows.acts.results.pictures import trend_of_results


def check_in_status(state: CheckInState) -> Message:
    """How a check-in stands, with what the person can do about it."""
    words = render_notice("check_in_status", state)
    return message(words.text, sections(words.parts["state"]), _row(state), context(words.parts["how"]))


def check_in_done(state: CheckInState, what: str) -> Message:
    """Say what has just been done to a check-in."""
    text = render_notice("check_in_done", state, what=what).text
    return message(text, sections(text))


def which_check_in(which: WhichOne) -> Message:
    """Ask which of several open check-ins is meant."""
    words = render_notice("which_check_in", which)
    options = [(f"{each.team_name}, {each.period}", Handle(each.id).value) for each in which.check_ins]
    row = actions(
        menu("Choose a check-in", ActionId.JOIN, options),
        button("Just my own view", ActionId.ASSESS_PRIVATELY, "private"),
    )
    return message(words.text, sections(words.text), row)


def wants_revision(wants: WantsRevision) -> Message:
    """Ask an owner whether to ask the team again in a period that has a result."""
    words = render_notice("wants_revision", wants)
    row = actions(Handle(wants.team.id).button("Start a revision", ActionId.START_REVISION))
    return message(words.text, sections(words.text), row)


def team_level(level: TeamLevel) -> Message:
    """A team's last published result."""
    words = render_notice("team_level", level, level=level.result and level.result.result.headline)
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
    headlines = [result.result.headline for result in reversed(found.results)]
    told = [level for level in headlines if level.settled and level.scale.scale == headlines[-1].scale.scale]
    words = render_notice("history", found, told=told)
    check_ins = [result.check_in for result in found.results]
    options = [(f"{one.period}, {day(one.closed_on)}", Handle(one.id).value) for one in check_ins]
    row = actions(menu("Show one as it was", ActionId.SHOW_PAST, options))
    way, results = sections(words.parts["trend"]), sections(words.parts["results"])
    trend = trend_of_results(found.team.name, found.results)
    if trend is None:
        return message(words.text, way, results, row)
    rich = message(words.text, way, chart(trend), results, row)
    return or_else(rich, message(words.text, way, image(trend), results, row))


def past(summary: Message, details: Message) -> Message:
    """Show a published result as it was, with the details that stood in its thread."""
    return message(f"{summary.text}\n{details.text}", summary.blocks, divider(), details.blocks)


def _row(state: CheckInState) -> Block | None:
    """What the person can do now."""
    check_in, row = state.check_in, []
    if check_in is None or not check_in.status.is_running:
        if state.can_decide:
            row.append(Handle(state.team.id).button("Start a check-in", ActionId.START_CHECK_IN))
        return actions(*row)
    handle = Handle(check_in.id)
    if state.is_asked:
        row.append(handle.button("Answer", ActionId.JOIN))
    if state.can_decide and check_in.is_open:
        row.append(handle.button("Close now", ActionId.CLOSE_CHECK_IN))
    elif state.can_decide:
        row += [handle.button("Publish now", ActionId.PUBLISH), handle.button("Discuss first", ActionId.DISCUSS)]
    return actions(*row)
