"""Every message about check-ins as people get it: golden files, and the strict rules of Slack."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.listeners.action_items import action_list
from bot.messages.cards import render_card
from bot.messages.check_ins import check_in_done, check_in_status, render_over, wants_revision, which_check_in
from bot.messages.results import history, past, render_details, render_summary, team_level
from bot.sending.delivery_messages import render_delivery
from bot.slack.handles import Handle
from flows.acts.check_ins.check_in_notices import (
    CheckInCard,
    Discussion,
    IncompleteNote,
    Invitation,
    OverLine,
    ResultPreview,
)
from flows.acts.check_ins.see_check_ins import CheckInState, History, TeamLevel
from flows.acts.check_ins.take_part import WantsRevision, WhichOne
from flows.acts.deliveries.delivery_notices import Undelivered
from flows.acts.results.level_change import level_change
from flows.acts.results.team_result import TeamResult, WhoSaid, combined
from flows.acts.teams.action_items import ActionList
from flows.assessment.assessment import Entry, Length
from flows.assessment.conversation import begin, record_answer, show_current
from flows.calendar.working_days import zone_of
from flows.cards.cards import CardProgress, Confirmation, Remark, RemarkKind
from flows.cards.show_card import Viewer, notice_of
from flows.check_ins.check_in import CheckIn, CheckInStatus, first_deadline
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.answer import Answer
from flows.maturity.capability import Capability
from flows.maturity.loading import load_maturity
from flows.results.causes_of_change import Cause, CheckInSide
from flows.teams.action_item import ActionItem
from flows.teams.team import Team
from tests.support.answer_sheets import answered
from tests.support.wording import check_message, check_text_says_all

MATURITY = load_maturity()
OPENED = datetime(2027, 1, 12, 9, tzinfo=UTC)
CLOSES = first_deadline(OPENED.date(), 5, "Europe/Berlin")
PUBLISHES = datetime(2027, 1, 20, 10, tzinfo=zone_of("Europe/Berlin"))
TEAM = Team("00000000-team", "T1", "Fraud", "C0FRAUD", "Europe/Berlin", ("p1", "p2"), ("p1",), OPENED)
OPEN = CheckIn(
    id="00000000-check-in",
    team_id=TEAM.id,
    workspace_id="T1",
    team_name="Fraud",
    channel_id="C0FRAUD",
    time_zone="Europe/Berlin",
    headline_scale="google",
    jumps_hash="j",
    occurrence_on=date(2027, 1, 1),
    revision=0,
    period="Q1 2027",
    scale_hashes=(),
    catalogue_hash="c",
    has_open_answers=False,
    roster=("p1", "p2", "p3", "p4", "p5"),
    opened_at=OPENED,
    asks_on=OPENED.date(),
    closes_at=CLOSES,
)
IN_REVIEW = replace(OPEN, status=CheckInStatus.IN_REVIEW, closed_at=CLOSES, publish_at=PUBLISHES, answered=5)
PUBLISHED = replace(IN_REVIEW, status=CheckInStatus.PUBLISHED, ended_at=PUBLISHES)
BEFORE = replace(PUBLISHED, id="00000000-before", period="Q4 2026", opened_at=OPENED - timedelta(days=91))
LOCAL = CLOSES.astimezone(zone_of("Europe/Berlin"))
PRACTICES = MATURITY.catalogue.by_id

ZERO = "auto_train:y auto_pipeline:n cicd:n ci_tests:n data_version:n"
ONE = "auto_train:y auto_pipeline:y cicd:n ci_tests:n"


def result(check_in: CheckIn, *sheets: str, agreed=None, evidence=None, notes=None) -> TeamResult:
    """The result of five people who said this; the last sheet stands for all who are left."""
    said = [*sheets, *[sheets[-1]] * (5 - len(sheets))]
    side = CheckInSide(
        MATURITY,
        frozenset(OPEN.roster),
        {person: answered(each) for person, each in zip(OPEN.roster, said, strict=True)},
        agreed or {},
    )
    return combined(check_in, check_in.turnout(5), side, evidence or {}, notes or {})


def changed(now: TeamResult, before: TeamResult | None = None, *causes: tuple[str, int], same: int | None = None):
    return level_change(now, before, same, causes)


AT_0, AT_1 = result(BEFORE, ZERO), result(PUBLISHED, ONE)
CLOSER = result(PUBLISHED, "auto_train:y auto_pipeline:p cicd:n ci_tests:y data_version:y")
SPLIT = result(
    IN_REVIEW,
    f"{ONE} slo:y",
    "auto_train:y auto_pipeline:n cicd:n slo:n",
    "auto_train:y auto_pipeline:n cicd:n slo:n",
    ONE,
)
AGREED = result(
    PUBLISHED,
    *(ONE, "auto_train:y auto_pipeline:n cicd:n"),
    agreed={"auto_pipeline": Answer.YES, "slo": None},
    evidence={"cicd": ("https://ci.example.org/7",)},
    notes={"cicd": ("Only the scoring model.", "Since May,\nfor <all> models.")},
)
TOP = result(PUBLISHED, "auto_train:y auto_pipeline:y cicd:y ci_tests:y")
UNSETTLED = result(PUBLISHED, "auto_train:y")
SAID = (WhoSaid(PRACTICES["cicd"], ((Answer.YES, ("U1",)), (Answer.NO, ("U2", "U3")))),)


def state(check_in: CheckIn | None, **more) -> CheckInState:
    turnout = check_in.turnout(3) if check_in else None
    publishes = PUBLISHES if check_in and check_in.publish_at else None
    usual = {"closes": LOCAL if check_in else None, "publishes": publishes, "can_decide": True, "is_asked": False}
    return CheckInState(**{"team": TEAM, "check_in": check_in, "turnout": turnout} | usual | more)


def card_of(*remarks: Remark, sheet: str = "", check_in: CheckIn = OPEN, to_the_end: bool = False):
    assessment = begin("00000000-assessment", "p1", Length.STANDARD, MATURITY, OPENED)
    for name, answer in answered(sheet).answers.items():
        assessment = record_answer(assessment, name, answer, now=OPENED)
    assessment = show_current(assessment, MATURITY, OPENED)
    while to_the_end and assessment.card.subject:
        answered_no = record_answer(assessment, assessment.card.subject, Answer.NO, now=OPENED)
        assessment = show_current(answered_no, MATURITY, OPENED)
    notice = notice_of(assessment, Viewer("U1", OPENED.date(), "Europe/Berlin"), MATURITY, check_in)
    return render_card(notice, Handle(assessment.id, assessment.card.subject), remarks)


def entry(name: str, answer: Answer) -> tuple[Capability, Entry]:
    return PRACTICES[name], Entry(name, answer, answered_at=OPENED, confirmed_at=OPENED, place=1)


CONFIRMATION = Confirmation(
    ("training", "cicd"), (entry("auto_train", Answer.YES), entry("cicd", Answer.PARTIAL)), CardProgress(1, 2, 1), OPEN
)
MESSAGES = {
    "invitation/first": render_delivery(Invitation(OPEN, LOCAL, 8, 3)),
    "invitation/again": render_delivery(Invitation(OPEN, LOCAL, 3, 1, 8, 3)),
    "invitation/two": render_delivery(Invitation(replace(OPEN, roster=("p1", "p2")), LOCAL, 8, 3)),
    "invitation/one": render_delivery(Invitation(replace(OPEN, roster=("p1",)), LOCAL, 8, 3)),
    "invitation/open_answers": render_delivery(Invitation(replace(OPEN, has_open_answers=True), LOCAL, 8, 3)),
    **{
        f"check_in_card/{name}": render_delivery(CheckInCard(check_in, check_in.turnout(3), LOCAL, PUBLISHES))
        for name, check_in in {
            "open": OPEN,
            "extended": replace(OPEN, was_extended=True, declined=frozenset({"p5"})),
            "away": replace(OPEN, away_days=2),
            "in_review": IN_REVIEW,
            "published": PUBLISHED,
            "incomplete": replace(OPEN, status=CheckInStatus.INCOMPLETE, answered=1),
            "cancelled": replace(OPEN, status=CheckInStatus.CANCELLED),
        }.items()
    },
    "result_preview/split": render_delivery(ResultPreview(SPLIT, PUBLISHES, 212)),
    "result_preview/agree": render_delivery(ResultPreview(replace(AT_1, check_in=IN_REVIEW), PUBLISHES)),
    "result_preview/discussed": render_delivery(
        ResultPreview(replace(SPLIT, check_in=replace(IN_REVIEW, was_discussed=True)), PUBLISHES, 1, SAID)
    ),
    "incomplete_note": render_delivery(IncompleteNote(OPEN, OPEN.turnout(1))),
    "discussion/split": render_delivery(Discussion(SPLIT, PUBLISHES)),
    "discussion/agree": render_delivery(Discussion(AT_1, PUBLISHES)),
    **{
        f"over_line/{name}": render_over(line)
        for name, line in {
            "published": OverLine(DeliveryKind.PREVIEW, PUBLISHED, has_declined=False, has_begun=False),
            "begun": OverLine(DeliveryKind.INVITATION, OPEN, has_declined=False, has_begun=True),
            "closed": OverLine(DeliveryKind.INVITATION, IN_REVIEW, has_declined=False, has_begun=False),
            "declined": OverLine(DeliveryKind.INVITATION, OPEN, has_declined=True, has_begun=False),
            "cancelled": OverLine(
                DeliveryKind.INVITATION,
                replace(OPEN, status=CheckInStatus.CANCELLED),
                has_declined=False,
                has_begun=False,
            ),
        }.items()
    },
    "level_change_summary/first": render_summary(changed(AT_1)),
    "level_change_summary/up": render_summary(changed(AT_1, AT_0, (Cause.ANSWERS, 1), same=5)),
    "level_change_summary/scheduled": render_summary(
        replace(changed(AT_1, AT_0, (Cause.ANSWERS, 1), same=5), next_on=date(2027, 4, 13))
    ),
    "level_change_summary/closer": render_summary(changed(CLOSER, AT_0)),
    "level_change_summary/unchanged": render_summary(changed(AT_1, replace(AT_1, check_in=BEFORE))),
    "level_change_summary/down": render_summary(
        changed(result(PUBLISHED, ZERO), result(BEFORE, ONE), (Cause.PEOPLE, -1))
    ),
    "level_change_summary/several_causes": render_summary(
        changed(AT_1, AT_0, (Cause.SCALE, -1), (Cause.ROSTER, 1), (Cause.WHO_ANSWERED, 0), (Cause.AGREED, 1))
    ),
    "level_change_summary/split": render_summary(changed(replace(SPLIT, check_in=PUBLISHED))),
    "level_change_summary/top": render_summary(changed(TOP, AT_1, (Cause.ANSWERS, 1), same=5)),
    "level_change_summary/unsettled": render_summary(changed(UNSETTLED)),
    "summary_details/level_1": render_details(changed(AT_1)),
    "summary_details/agreed": render_details(changed(AGREED)),
    "summary_details/split": render_details(changed(replace(SPLIT, check_in=PUBLISHED))),
    "check_in_status/none": check_in_status(state(None)),
    "check_in_status/none_for_others": check_in_status(state(None, can_decide=False)),
    "check_in_status/open": check_in_status(state(OPEN, is_asked=True)),
    "check_in_status/in_review": check_in_status(state(IN_REVIEW)),
    "check_in_status/published": check_in_status(state(PUBLISHED)),
    **{
        f"check_in_done/{what}": check_in_done(state(IN_REVIEW), what)
        for what in ("opened", "closed", "cancelled", "published", "discussed", "declined", "stopped", "over")
    },
    "which_check_in": which_check_in(WhichOne((OPEN, replace(OPEN, id="00000000-other", team_name="Search")))),
    "wants_revision": wants_revision(WantsRevision(TEAM, PUBLISHED)),
    "team_level/none": team_level(TeamLevel(TEAM, None)),
    "team_level/level_1": team_level(TeamLevel(TEAM, AT_1)),
    "team_level/open_answers": team_level(TeamLevel(TEAM, AT_1, SAID)),
    "team_level/unsettled": team_level(TeamLevel(TEAM, UNSETTLED)),
    "history/none": history(History(TEAM, ())),
    "history/one": history(History(TEAM, (AT_1,))),
    "history/two": history(History(TEAM, (AT_1, AT_0))),
    "action_list/no_result": action_list(ActionList(TEAM, (), {}, (), has_result=False)),
    "action_list/none": action_list(ActionList(TEAM, (), {}, (PRACTICES["cicd"],), has_result=True)),
    "action_list/some": action_list(
        ActionList(
            TEAM,
            (
                ActionItem("a1", TEAM.id, OPEN.id, 2, PRACTICES["ci_tests"].do, OPENED, OPENED, "ci_tests", "p1"),
                ActionItem(
                    "a2", TEAM.id, OPEN.id, 3, "Agree on who may release", OPENED, OPENED, due_on=date(2027, 3, 31)
                ),
            ),
            {"p1": "U1"},
            (PRACTICES["cicd"],),
            has_result=True,
        )
    ),
    "past": past(render_summary(changed(AT_1)), render_details(changed(AT_1))),
    "confirmation": render_card(CONFIRMATION, Handle("00000000-assessment", "training"), ()),
    "question_card/check_in": card_of(sheet="auto_pipeline:y"),
    "private_result/check_in": card_of(
        to_the_end=True, sheet="auto_pipeline:y auto_train:y cicd:n ci_tests:n environments:y monitor_model:n"
    ),
    "private_result/check_in_closed": card_of(
        Remark(RemarkKind.LATE, on=date(2027, 1, 19)),
        to_the_end=True,
        sheet="auto_pipeline:n auto_train:n cicd:n ci_tests:n environments:n",
        check_in=IN_REVIEW,
    ),
    **{
        f"undelivered/{kind}_{reason}": render_delivery(
            Undelivered(kind, "U0GONE" if kind.rules.to_person else "C0FRAUD", reason, is_asked_for=False, team="Fraud")
        )
        for kind, reason in (
            (DeliveryKind.INVITATION, "user_disabled"),
            (DeliveryKind.PREVIEW, "user_disabled"),
            (DeliveryKind.CHECK_IN_CARD, "not_in_channel"),
            (DeliveryKind.SUMMARY, "is_archived"),
            (DeliveryKind.SUMMARY, "perhaps_sent"),
            (DeliveryKind.INCOMPLETE, "is_archived"),
            (DeliveryKind.DISCUSSION, "restricted_action"),
        )
    },
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_as_it_was_read_and_agreed(name, golden):
    check_message(MESSAGES[name], name, golden)


@pytest.mark.parametrize("name", MESSAGES)
def test_the_text_says_all_that_the_blocks_say(name):
    check_text_says_all(MESSAGES[name])
