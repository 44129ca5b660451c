"""Every message about schedules and reminders, word for word."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.handles import Handle
from bot.letters import render_letter
from bot.nudges import render_nudge_over
from bot.schedules import schedule_card, schedule_form
from flows.check_in import Nudging
from flows.check_in_notices import Invitation
from flows.notices import Going
from flows.nudges import ChannelReminder, NotStarted, Nudge, NudgeItem
from flows.periods import Every
from flows.rhythm import Rhythm
from flows.schedule import SchedulePlan, moved_to, new_schedule
from flows.use_cases.scheduling import ScheduleCard
from tests.bot.test_check_in_messages import LOCAL, OPEN, OPENED, TEAM
from tests.fakes.block_kit import problems_of_view
from tests.support.wording import check_message, check_text_says_all

EVE = LOCAL.date() - timedelta(days=1)
ITEM = NudgeItem(OPEN, LOCAL, Going(3, 5, 2), is_last=True)
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
    "invitation/scheduled": render_letter(Invitation(OPEN, LOCAL, 8, 3, rhythm=BERLIN)),
    "nudge/begun": render_letter(Nudge((ITEM,), EVE)),
    "nudge/not_begun": render_letter(Nudge((replace(ITEM, going=None),), LOCAL.date())),
    "nudge/not_the_last": render_letter(Nudge((OTHER,), EVE - timedelta(days=2))),
    "nudge/several": render_letter(Nudge((ITEM, OTHER), EVE)),
    "nudge_over": render_nudge_over(),
    "channel_reminder": render_letter(ChannelReminder(OPEN, OPEN.turnout(3), LOCAL)),
    "not_started/nobody": render_letter(NotStarted("Fraud", has_channel=True)),
    "not_started/no_channel": render_letter(NotStarted("<Fraud>", has_channel=False)),
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
PLAN = SchedulePlan(BERLIN, 5, Nudging.GENTLE, reminds_channel=True)
FORMS = {
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
