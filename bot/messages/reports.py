"""Reports as documents: headings, sentences, tables and pictures, in the order in which they are read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from itertools import chain

from bot.messages.digests import digest_words
from bot.messages.leaderboards import in_own_direction, leaderboard_words, row_cells
from bot.pictures.direction import isolated, without_controls
from bot.pictures.pictures import svg_of, words_of
from bot.slack.rendering import Safe, day, plain, render_notice, render_template, render_words
from flows.acts.exports.report import TeamReport, WorkspaceReport
from flows.acts.results.pictures import Picture
from flows.acts.results.team_result import TeamResult
from flows.calendar.working_days import day_of
from flows.maturity.placement import Placement
from flows.maturity.scale import Scale

MOST_TEAMS = 400


@dataclass(frozen=True)
class Table:
    """A table of a report: cells of plain text. `here` is the number of the row to point out, if any."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    here: int | None = None


@dataclass(frozen=True)
class Part:
    """One part of a report; all text is plain. `svg` is a picture that `lines` say in words."""

    heading: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    svg: str | None = None

    @property
    def has_content(self) -> bool:
        """Whether there is more than a heading."""
        return bool(self.lines or self.svg or (self.table and self.table.rows))


@dataclass(frozen=True)
class Report:
    """A report before it is made into HTML or PDF. `web_page` is what to type for HTML."""

    title: str
    about: str
    parts: tuple[Part, ...]
    web_page: str = "/rung report html"

    @property
    def texts(self) -> Iterator[str]:
        """All that is written in it, except in pictures, which `lines` say in words."""
        yield from (self.title, self.about)
        for part in self.parts:
            yield from (part.heading, *part.lines)
            if part.table:
                yield from chain(part.table.header, *part.table.rows)


def report_of_team(report: TeamReport) -> Report:
    """Put a team's report together."""
    report = _isolated(report)
    result, level = report.result, report.result.result.headline
    words = render_notice(
        "team_report",
        report,
        level=level,
        published_on=_published_on(result),
        word=level.scale.level_word,
        practices=result.practices,
        trend_says=_said_by(report.trend),
        version=version("rung"),
    )
    part, way = words.parts, _drawn(report.trend)
    others = tuple((placement.scale.label, reached(placement)) for placement in result.result.others)
    return _report(
        part,
        (
            _part(part, "short", ""),
            _part(part, "holds", "holds_heading"),
            _part(part, "step", "step_heading"),
            _part(part, "trend_says", "trend_heading", _results(report), way),
            _part(part, "levels_intro", "levels_heading", _levels(level.scale, level.level.level)),
            _part(part, "others_intro", "others_heading", Table(("Scale", "Reached"), others)),
            _part(part, "actions", "actions_heading"),
            _part(part, "method", "method_heading"),
        ),
    )


def report_of_workspace(report: WorkspaceReport, fewest: int) -> Report:
    """Put the report of all teams together; `fewest` answers are needed to be compared."""
    digest, board = report.digest, in_own_direction(report.leaderboard)
    said, shown = digest_words(digest).parts, leaderboard_words(board).parts
    words = render_notice(
        "workspace_report",
        report,
        word=digest.scale.level_word,
        fewest=fewest,
        version=version("rung"),
        spread_says=_said_by(report.distribution),
        **{name: Safe(said[name]) for name in ("levels", "moved", "lacking", "following")},
        **{name: Safe(shown[name]) for name in ("news", "others")},
        left_out=max(0, len(board.rows) - MOST_TEAMS),
    )
    part, spread = words.parts, _drawn(report.distribution)
    teams = Table(*row_cells(board, board.rows[:MOST_TEAMS]))
    return _report(
        part,
        (
            _part(part, "short", ""),
            _part(part, "spread_says", "spread_heading", svg=spread),
            _part(part, "teams_intro", "teams_heading", teams),
            _part(part, "lacking_list", "lacking_heading"),
            _part(part, "levels_intro", "levels_heading", _levels(digest.scale)),
            _part(part, "method", "method_heading"),
        ),
        "/rung report workspace html",
    )


def report_html(report: Report) -> str:
    """Make a report into one HTML page that needs nothing else; it prints on A4 and reads on a phone."""
    parts = [{**vars(part), "svg": part.svg and Safe(part.svg)} for part in report.parts]
    page = render_template("report/page.html", title=report.title, about=report.about, parts=parts)
    return f"<!doctype html>\n{page}"


def _said_by(picture: Picture | None) -> str:
    """All numbers of a picture in words."""
    if picture is None:
        return ""
    return Safe(words_of(picture).parts["says"])


def _drawn(picture: Picture | None) -> str | None:
    if picture is None:
        return None
    return svg_of(picture)


def _isolated(report: TeamReport) -> TeamReport:
    """The report with what people wrote in a direction of its own."""
    team = replace(report.team, name=isolated(report.team.name))
    actions = tuple(replace(action, text=isolated(action.text)) for action in report.actions)
    trend = report.trend and replace(report.trend, team=team.name)
    return replace(report, team=team, actions=actions, trend=trend)


def _report(words: Mapping[str, str], parts: Iterable[Part], *web_page: str) -> Report:
    shown = tuple(part for part in parts if part.has_content)
    return Report(_read(words["title"]), _read(words["about"]), shown, *web_page)


def _read(text: str) -> str:
    """The text as it is read, without what would turn its line round."""
    return without_controls(plain(text))


def _part(
    words: Mapping[str, str], lines: str, heading: str, table: Table | None = None, svg: str | None = None
) -> Part:
    said = tuple(_read(line) for line in words[lines].split("\n") if line)
    return Part(_read(words.get(heading, "")), said, table, svg)


def _levels(scale: Scale, here: int | None = None) -> Table:
    rows = tuple((str(level.level), level.name, level.means) for level in scale.levels)
    place = next((place for place, level in enumerate(scale.levels) if level.level == here), None)
    return Table((scale.level_word.capitalize(), "Name", "Means that"), rows, place)


def _results(report: TeamReport) -> Table:
    rows = tuple(_result(result) for result in report.results)
    return Table(("Period", "Reached", "In place for the next", "Answered", "Published"), rows)


def _result(result: TeamResult) -> tuple[str, ...]:
    level, check_in = result.result.headline, result.check_in
    progress = ""
    if level.settled and level.progress:
        progress = f"{level.progress.in_place} of {level.progress.of}"
    return (
        check_in.period,
        reached(level),
        progress,
        f"{result.turnout.answered} of {result.turnout.asked}",
        day(_published_on(result)),
    )


def _published_on(result: TeamResult) -> date:
    """The day, in the team's time zone, on which a result was published."""
    check_in = result.check_in
    return day_of(check_in.ended_at or check_in.closes_at, check_in.time_zone)


def reached(placement: Placement) -> str:
    """The level of a placement with its name and what of it does not apply; or that it is not settled."""
    return plain(render_words("reached", placement=placement).text)
