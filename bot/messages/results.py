"""What people read about results: the summary in the channel, its details, and results past and present."""

from bot.pictures.pictures import chart, image
from bot.slack.blocks import Message, actions, bold, context, divider, menu, message, or_else, sections, write
from bot.slack.handles import Handle
from bot.slack.ids import ActionId
from bot.slack.rendering import day, render_notice
from flows.acts.check_ins.see_check_ins import History, TeamLevel
from flows.acts.results.level_change import LevelChange
from flows.acts.results.pictures import trend_of_results
from flows.acts.results.team_result import TeamResult, WrittenNotes
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.maturity.result import jump_warnings

MOST_LINKS = 10
MOST_NOTES = 10


def render_summary(change: LevelChange) -> Message:
    """Make the summary that a team's channel reads when a result is published."""
    others = [practice for practice in change.rose if practice != change.step_taken]
    full = [practice for practice in others if change.now.sheet.says(practice.id, Answer.YES)]
    words = render_notice(
        "level_change_summary",
        change,
        level=change.now.result.headline,
        word=change.now.result.headline.scale.level_word,
        is_unchanged=change.is_unchanged,
        closer=_is_closer(change),
        others_rose=[practice.short for practice in full],
        partly_rose=[practice.short for practice in others if practice not in full],
    )
    part = words.parts
    return message(
        words.text,
        sections("\n".join(filter(None, [bold(part["level"]), part["means"], part["work"], part["causes"]]))),
        sections("\n".join(filter(None, [part["step"], part["talk"]]))),
        context(part["turnout"]),
    )


def render_details(change: LevelChange) -> Message:
    """Make the details that stand in the thread below a summary."""
    breakages = jump_warnings(change.now.result, change.now.sheet, change.now.maturity.jumps)
    links, notes = _by_practice(change.now, change.now.evidence), _by_practice(change.now, change.now.notes)
    words = render_notice(
        "summary_details",
        change,
        breakages=breakages,
        evidence=links[:MOST_LINKS],
        links_left=len(links[MOST_LINKS:]),
        notes=notes[:MOST_NOTES],
        notes_left=len(notes[MOST_NOTES:]),
    )
    part = words.parts
    return message(
        words.text,
        sections(
            part["proof"],
            part["beginning"],
            part["jump"],
            part["others"],
            part["views"],
            part["evidence"],
            part["notes"],
            part["doubts"],
        ),
        context(part["privacy"]),
    )


def _by_practice(result: TeamResult, written: WrittenNotes) -> list[tuple[Capability, str]]:
    return [(result.practices[practice], line) for practice, lines in written.items() for line in lines]


def write_summary(change: LevelChange) -> tuple[str, str]:
    """Write a summary and its details as deliveries keep them."""
    return write(render_summary(change)), write(render_details(change))


def _is_closer(change: LevelChange) -> bool:
    now, before = change.now.result.headline.progress, change.before and change.before.result.headline.progress
    return bool(now and before and now.in_place > before.in_place)


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


def history(past: History) -> Message:
    """A team's results, the newest first, with the way to each as it was."""
    # The way it went, from the first result shown to the last, as far as it was told on one scale.
    headlines = [result.result.headline for result in reversed(past.results)]
    told = [level for level in headlines if level.settled and level.scale.scale == headlines[-1].scale.scale]
    words = render_notice("history", past, told=told)
    check_ins = [result.check_in for result in past.results]
    options = [(f"{one.period}, {day(one.closed_on)}", Handle(one.id).value) for one in check_ins]
    row = actions(menu("Show one as it was", ActionId.SHOW_PAST, options))
    way, results = sections(words.parts["trend"]), sections(words.parts["results"])
    trend = trend_of_results(past.team.name, past.results)
    if trend is None:
        return message(words.text, way, results, row)
    rich = message(words.text, way, chart(trend), results, row)
    return or_else(rich, message(words.text, way, image(trend), results, row))


def past(summary: Message, details: Message) -> Message:
    """Show a published result as it was, with the details that stood in its thread."""
    return message(f"{summary.text}\n{details.text}", summary.blocks, divider(), details.blocks)
