"""Reports as people read them: golden pages, the same words in the PDF, and nothing that can run in either."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdfium2 import PdfDocument

from bot.messages.exports import report_comment
from bot.messages.report_pdf import report_pdf
from bot.messages.reports import Part, Report, Table, report_html, report_of_team, report_of_workspace
from bot.pictures.pictures import svg_of
from flows.acts.exports.report import TeamReport, WorkspaceReport
from flows.acts.results.pictures import Trend, TrendPoint, distribution_of, trend_of_results
from flows.acts.results.team_result import TeamResult, combined
from flows.check_ins.check_in import CheckInStatus
from flows.leaderboards.digest import digest_of
from flows.leaderboards.leaderboard import Selection, leaderboard_of
from flows.leaderboards.who_is_named import TakingPart
from flows.maturity.answer import Answer, Sheet
from flows.maturity.result import jump_warnings
from flows.results.causes_of_change import CheckInSide
from flows.teams.action_item import ActionItem
from flows.teams.team import Team
from tests.bot.messages.test_check_in_messages import OPEN, TEAM
from tests.bot.messages.test_leaderboard_messages import AROUND, HOSTILE, TWELVE, by_name
from tests.support.standings import MATURITY, ON, TERMS, standing, taking_part

HOSTILE_TEAM = replace(TEAM, name='<script>alert("x")</script> & {{ team }}')
USUAL = Selection("google")


def result(
    *missing: str,
    period: str = "Q1 2027",
    team: Team = TEAM,
    agreed: dict[str, Answer | None] | None = None,
    headline: str = "google",
) -> TeamResult:
    """What three people say who answer yes to all else."""
    answers = {each: Answer.NO if each in missing else Answer.YES for each in MATURITY.catalogue.by_id}
    check_in = replace(
        OPEN,
        period=period,
        team_name=team.name,
        status=CheckInStatus.PUBLISHED,
        ended_at=datetime(2027, 1, 20, 9, tzinfo=UTC),
        roster=("p1", "p2", "p3"),
        answered=3,
    )
    sheets = {each: Sheet(answers) for each in check_in.roster}
    side = CheckInSide(MATURITY.told_on(headline, ()), frozenset(check_in.roster), sheets, agreed or {})
    return combined(check_in, check_in.turnout(3), side, {}, {})


def report(*results: TeamResult, team: Team = TEAM, actions: tuple[ActionItem, ...] = ()) -> Report:
    newest = results[0]
    return report_of_team(
        TeamReport(
            team=team,
            on=date(2027, 1, 21),
            result=newest,
            results=results,
            trend=trend_of_results(team.name, results),
            breakages=jump_warnings(newest.result, newest.sheet, MATURITY.jumps),
            actions=actions,
            next_on=date(2027, 4, 13),
        )
    )


def of_workspace(teams: list[TakingPart]) -> Report:
    teams = by_name(teams)
    digest = digest_of(teams, AROUND, USUAL, TERMS)
    board = leaderboard_of(teams, USUAL, TERMS)
    return report_of_workspace(WorkspaceReport(ON, digest, board, distribution_of(digest)), 3)


LOW, HIGH = ("auto_train", "auto_pipeline", "cicd", "ci_tests"), ("cicd", "ci_tests")
ACTION = ActionItem(
    "a1", "t1", "c1", 3, "Write <b>tests</b>", ON_AT := datetime(2027, 1, 20, tzinfo=UTC), ON_AT, due_on=ON
)
REPORTS = {
    "first": report(result(*LOW)),
    "second": report(result(*HIGH), result(*LOW, period="Q4 2026"), actions=(ACTION,)),
    "top": report(result()),
    "not_applicable": report(result(*HIGH, agreed={"data_pipeline": None}, headline="azure")),
    "hostile": report(
        result(*HIGH, team=HOSTILE_TEAM), result(*LOW, period="Q4 2026", team=HOSTILE_TEAM), team=HOSTILE_TEAM
    ),
    "workspace": of_workspace(TWELVE),
    "workspace_none": of_workspace([]),
    "workspace_hostile": of_workspace([*TWELVE, taking_part(HOSTILE, standing(2))]),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_as_it_was_read_and_agreed(name, golden):
    page = report_html(REPORTS[name])
    golden(f"reports/{name}.html", page)
    assert "!" not in re.sub(r"<!doctype html>|<&?[^>]*>|&lt;.*?&gt;", "", page)
    assert "<script" not in page
    assert "http" not in re.sub(r"https?://[^\s<]+", "", page.replace('xmlns="http://www.w3.org/2000/svg"', ""))


def text_of(pdf: bytes) -> str:
    """All that is written in a PDF, without spaces, which depend on where lines end."""
    document = PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("name", REPORTS)
def test_as_pdf_it_says_the_same_in_the_same_bytes_each_time(name):
    pdf, found = report_pdf(REPORTS[name]), REPORTS[name]
    assert report_pdf(found) == pdf
    assert b"/JavaScript" not in pdf
    written = text_of(pdf)
    for line in (found.title, found.about, *(each for part in found.parts for each in (part.heading, *part.lines))):
        assert "".join(line.split()) in written, line
    for cell in (each for part in found.parts if part.table for row in part.table.rows for each in row):
        assert all(word in written for word in cell.split()), cell


def test_a_long_report_goes_on_over_pages_and_breaks_long_words():
    rows = tuple((str(place), "w" * 300, "<&>" * 50) for place in range(200))
    pdf = report_pdf(Report("t" * 200, "about", (Part("h" * 150, ("l" * 3000,), Table(("a", "b", "c"), rows, 3)),)))
    assert len(re.findall(rb"/Type /Page\b", pdf)) > 5


def test_a_scale_with_many_levels_fits_on_the_page():
    scale = MATURITY.by_name["google"]
    level = scale.levels[-1]
    many = scale.model_copy(update={"levels": tuple(level.model_copy(update={"level": each}) for each in range(60))})
    trend = Trend("Fraud", many, (TrendPoint("Q1", 0), TrendPoint("Q2", 59)))
    assert report_pdf(Report("t", "a", (Part("h", ("a line",), svg=svg_of(trend)),))).startswith(b"%PDF-")


def test_more_teams_than_a_page_should_have_are_counted():
    found = of_workspace([taking_part(f"Team {each}", standing(1)) for each in range(403)])
    teams = next(each for each in found.parts if each.heading == "Teams")
    assert teams.table
    assert len(teams.table.rows) == 400
    assert teams.lines[-1] == "3 further teams that may be named are left out here; /rung leaderboard shows all."


def test_what_stands_beside_a_report():
    assert report_comment(of_team=True, as_html=False) == (
        "The report of the team, for people who were not there. /rung report html makes a web page of it."
    )
    assert report_comment(of_team=False, as_html=True) == (
        "The report of all teams, for people who were not there. "
        "Slack shows the page as source; download it to open it."
    )


def test_a_level_is_never_told_without_what_does_not_apply():
    page = report_html(REPORTS["not_applicable"])
    assert "with 1 not applicable" in page
    assert "that the team says will never apply to it: " in page
    assert "Level 1 of 4 on Azure&#39;s scale, with 1 not applicable: DevOps but no MLOps" in page
