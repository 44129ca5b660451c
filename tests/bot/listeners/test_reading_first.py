"""What is typed about a schedule is read, within bounds, before any transaction begins: a list of the ways in."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.listeners.listening import Listening
from bot.listeners.own_time import handle_usual_schedule
from bot.listeners.schedules import handle_form, handle_move, handle_words
from bot.slack.handles import Handle
from bot.slack.ids import Field, FormId
from bot.slack.inbound import Command, SentForm
from flows.errors import FieldError, RefusedError
from flows.teams.person import Actor
from tests.support.steps import most_steps

ACTOR = Actor("T1", "U1")
LISTENING = cast("Listening", SimpleNamespace())  # anything that needs a transaction is an AttributeError
MOST_STEPS = 200_000
LONG = "9" * 5000  # as a number, an error of Python
FORM = {Field.EVERY: "rule", Field.DAY: "second tuesday", Field.HOUR: "10:00", Field.YEAR: "january"}
RULES = (
    "FREQ=MONTHLY;INTERVAL=0;BYMONTH=4;BYDAY=2TU",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=4;BYDAY=2TU",
    "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
    f"FREQ=WEEKLY;INTERVAL={LONG}",
)


def typed(handler: Callable[..., Any], words: str) -> Callable[[], Any]:
    return lambda: handler(LISTENING, Command(actor=ACTOR, request_id="1", marked=words))


def filled(**fields: str) -> Callable[[], Any]:
    chosen = {name: (value,) for name, value in (FORM | fields).items()}
    return lambda: handle_form(
        LISTENING, SentForm(actor=ACTOR, request_id="1", form=FormId.SCHEDULE, handle=Handle("t"), fields=chosen)
    )


RULES_TYPED = [
    *(typed(handle_words, f"rule {rule}") for rule in RULES),
    *(typed(handle_usual_schedule, f"monthly rule {rule}") for rule in RULES),
    *(filled(own_rule=rule) for rule in RULES),
]
NUMBERS_TYPED = [
    typed(handle_words, f"every {LONG} weeks"),
    typed(handle_words, f"for {LONG} days"),
    typed(handle_words, f"at {LONG}"),
    typed(handle_words, f"at 1:{LONG}"),
    typed(handle_words, LONG),
    typed(handle_usual_schedule, f"every {LONG} weeks"),
    typed(handle_usual_schedule, f"for {LONG} days"),
    typed(handle_move, LONG),
    typed(handle_move, f"{LONG}-01-01"),
    filled(every="weeks", weeks=LONG),
    filled(every="month", lasts=LONG),
    filled(every="month", hour=LONG),
]


@pytest.mark.parametrize("send", RULES_TYPED)
def test_a_rule_is_read_within_bounds_and_before_a_transaction(send):
    with most_steps(MOST_STEPS), pytest.raises(FieldError) as refused:
        send()
    assert refused.value.field in {"rule_of_own", Field.RULE}


@pytest.mark.parametrize("send", NUMBERS_TYPED)
def test_a_number_of_any_length_is_a_sentence(send):
    with most_steps(MOST_STEPS), pytest.raises(RefusedError):
        send()
