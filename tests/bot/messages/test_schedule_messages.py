"""Every message about schedules and reminders, word for word."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.messages.check_ins import render_nudge_over, render_over
from bot.messages.own_time import absence_card, absence_form, preferences_card, upcoming
from bot.messages.schedules import schedule_card, schedule_form
from bot.sending.delivery_messages import render_delivery
from bot.slack.handles import Handle
from flows.acts.check_ins.check_in_notices import Invitation, OverLine
from flows.acts.check_ins.nudge_notices import ChannelReminder, NotStarted, Nudge, NudgeItem
from flows.acts.own_time.preferences import Preferences
from flows.acts.own_time.time_off import AbsenceCard
from flows.acts.own_time.upcoming import Coming, Failed, Upcoming
from flows.acts.schedules.schedules import ScheduleCard
from flows.calendar.periods import Every
from flows.calendar.rhythm import Rhythm
from flows.cards.cards import CardProgress
from flows.check_ins.check_in import Nudging
from flows.deliveries.kinds import DeliveryKind
from flows.schedules.schedule import SchedulePlan, moved_to, new_schedule
from flows.teams.good_moment import AWAY_WORDS, Absence
from flows.teams.person import Person
from tests.bot.messages.test_check_in_messages import LOCAL, OPEN, OPENED, TEAM
from tests.fakes.block_kit import problems_of_view
from tests.support.wording import check_message, check_text_says_all

EVE = LOCAL.date() - timedelta(days=1)
ITEM = NudgeItem(OPEN, LOCAL, CardProgress(3, 5, 2), is_last=True)
RANKING = replace(OPEN, id="00000000-other", team_name="<Ranking>", nudging=Nudging.NORMAL)
OTHER = NudgeItem(RANKING, LOCAL, None, is_last=False)
BERLIN = Rhythm("Europe/Berlin")
SCHEDULE = new_schedule(TEAM.id, "T1", BERLIN, OPENED)
OWN = replace(BERLIN, every=Every.RULE, rule_of_own="FREQ=MONTHLY;BYMONTHDAY=1")


def card(schedule=SCHEDULE, **more):
    following = schedule.next() if schedule else ()
    usual = {"running": None, "can_decide": True}
    return schedule_card(ScheduleCard(**{"team": TEAM, "schedule": schedule, "following": following} | usual | more))


MESSAGES = {
    "invitation/scheduled": render_delivery(Invitation(OPEN, LOCAL, 8, 3, rhythm=BERLIN)),
    "nudge/begun": render_delivery(Nudge((ITEM,), EVE)),
    "nudge/not_begun": render_delivery(Nudge((replace(ITEM, progress=None),), LOCAL.date())),
    "nudge/not_the_last": render_delivery(Nudge((OTHER,), EVE - timedelta(days=2))),
    "nudge/several": render_delivery(Nudge((ITEM, OTHER), EVE)),
    "nudge_over": render_nudge_over(),
    "channel_reminder": render_delivery(ChannelReminder(OPEN, OPEN.turnout(3), LOCAL)),
    "not_started/nobody": render_delivery(NotStarted("Fraud", has_channel=True, has_people=False)),
    "not_started/no_channel": render_delivery(NotStarted("<Fraud>", has_channel=False, has_people=True)),
    "not_started/other": render_delivery(NotStarted("Fraud", has_channel=True, has_people=True)),
    "schedule_card/none": card(None),
    "schedule_card/usual": card(),
    "schedule_card/others": card(can_decide=False),
    "schedule_card/changed": card(has_changed=True),
    "schedule_card/changed_while_running": card(has_changed=True, running=OPEN),
    "schedule_card/paused": card(replace(SCHEDULE, is_paused=True)),
    "schedule_card/moved": card(moved_to(SCHEDULE, date(2027, 4, 20), OPENED)),
    "schedule_card/own_rule": card(
        replace(new_schedule(TEAM.id, "T1", OWN, OPENED), nudging=Nudging.NORMAL, reminds_channel=False)
    ),
    "schedule_card/weeks": card(
        replace(new_schedule(TEAM.id, "T1", replace(BERLIN, every=Every.WEEKS, weeks=6), OPENED), nudging=Nudging.OFF)
    ),
}
AWAY = (
    Absence("p1", date(2027, 2, 1), date(2027, 2, 12), "p1"),
    Absence("p1", date(2027, 3, 5), date(2027, 3, 5), "p1"),
)
COMING = (Coming("invitation", "<Fraud>", LOCAL), Coming("reminder", "Fraud and Search", LOCAL))
PLANNED = tuple(Coming(what, None, LOCAL) for what in ("card", "channel reminder", "closes", "result", "begins"))
FAILED = (
    Failed("00000000-1", DeliveryKind.INVITATION, "U1", "ekm_access_denied"),
    Failed("00000000-2", DeliveryKind.CHECK_IN_CARD, "C0FRAUD", "is_archived"),
)
PLAN = SchedulePlan(BERLIN, 5, Nudging.GENTLE, reminds_channel=True)
PERSON = Person("p1", "T1", "U1", time_zone="Europe/Berlin")
MESSAGES |= {
    "over_line/again": render_over(
        OverLine(DeliveryKind.INVITATION, OPEN, has_declined=False, has_begun=False, again=LOCAL)
    ),
    "absence_card/none": absence_card(AbsenceCard(())),
    "absence_card/some": absence_card(AbsenceCard(AWAY)),
    "absence_card/others": absence_card(AbsenceCard(AWAY[:1], "U2")),
    "absence_card/others_none": absence_card(AbsenceCard((), "U2")),
    "upcoming/nothing": upcoming(Upcoming((), ())),
    "upcoming/team": upcoming(Upcoming(COMING, (), "<Fraud>", PLANNED)),
    "upcoming/team_nothing": upcoming(Upcoming((), (), "Fraud")),
    "upcoming/failed": upcoming(Upcoming(COMING, FAILED)),
    "preferences_card/mine": preferences_card(
        Preferences(PERSON, LOCAL, is_admin=False, away_words=AWAY_WORDS, plan=PLAN)
    ),
    "preferences_card/admin": preferences_card(
        Preferences(
            replace(PERSON, zone_is_own=True, works_from=8),
            LOCAL,
            is_admin=True,
            away_words=(":airplane:", "<b>"),
            plan=PLAN,
        )
    ),
}
FORMS = {
    "absence_form": absence_form("https://hooks.slack.com/1"),
    "schedule_form/usual": schedule_form(Handle(TEAM.id, "https://hooks.slack.com/1"), PLAN, OPENED.date()),
    "schedule_form/own_rule": schedule_form(Handle(TEAM.id), replace(PLAN, rhythm=OWN), OPENED.date()),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_as_it_was_read_and_agreed(name, golden):
    check_message(MESSAGES[name], name, golden)


@pytest.mark.parametrize("name", MESSAGES)
def test_the_text_says_all_that_the_blocks_say(name):
    check_text_says_all(MESSAGES[name])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_as_it_was_read_and_agreed(name, golden):
    assert problems_of_view(FORMS[name]) == []
    golden(f"slack/{name}.json", json.dumps(FORMS[name], indent=1, ensure_ascii=False) + "\n")
