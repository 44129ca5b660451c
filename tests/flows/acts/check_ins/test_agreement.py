"""The conversation, through the use cases and a database, and `rung place` say the same about the same answers."""

import json
from itertools import count
from random import Random

import pytest

from bot.messages.cards import render_card
from bot.result_json import result_as_json
from bot.slack.handles import Handle
from flows.acts.assessment.assess import assess
from flows.acts.assessment.card_click import Clicked, answer
from flows.acts.assessment.turn import Turn
from flows.acts.shared.act import Act
from flows.assessment.assessment import Length, View
from flows.cards.show_card import Viewer, notice_of
from flows.maturity.answer import Answer, Sheet
from flows.maturity.loading import decode
from flows.maturity.result import result_of
from flows.maturity.sheets import read_sheets
from flows.teams.person import Actor
from storage.database import open_database
from tests.fakes.block_kit import problems_of_message
from tests.support.answer_sheets import CAPABILITIES
from tests.support.clock import NOW

SHEETS = 500


@pytest.fixture
def sqlite(fresh_database):
    database = open_database(fresh_database("sqlite"))
    yield database
    database.close()


def test_on_500_random_sheets(sqlite, maturity):
    random, ids = Random(20261121), map(str, count())

    def interact(repositories, person: str) -> Act:
        return Act(repositories, maturity, NOW, lambda: f"id-{next(ids)}", Actor("T1", person))

    with sqlite.transaction() as repositories:  # one transaction: what is shown here is agreement, not durability
        for number in range(SHEETS):
            weights = [random.random() for _ in Answer]
            truth = {each: random.choices(list(Answer), weights)[0] for each in CAPABILITIES}
            turn = converse(interact(repositories, f"U{number}"), truth, random.choice(list(Length)))
            agrees(turn, maturity, {each: truth[each] for each in turn.assessment.entries})


def converse(act: Act, truth: dict[str, Answer], length: Length) -> Turn:
    turn = assess(act, length, None)
    while capability := turn.assessment.card.subject:
        turn = answer(act, Clicked(turn.assessment.id, capability, "1.1"), truth[capability])
    assert turn.assessment.card.view is View.RESULT
    return turn


def agrees(turn: Turn, maturity, answered: dict[str, Answer]) -> None:
    stored = turn.assessment.sheet_on(NOW.date())
    assert stored == Sheet(answered)
    written = json.dumps({"answers": answered})
    (placed,) = read_sheets(decode(written.encode(), "sheet"), "sheet", maturity.catalogue)
    expected = json.loads(result_as_json(result_of(placed, maturity, maturity.scales)))
    notice = notice_of(turn.assessment, Viewer("U1", NOW.date()), maturity)
    assert json.loads(result_as_json(notice.result)) == expected
    message = render_card(notice, Handle(turn.assessment.id, None))
    assert problems_of_message({"text": message.text, "blocks": message.blocks}) == []
    google = expected["placements"][0]
    assert google["settled"] == (
        f"Level {google['level']} of 2 on Google Cloud's scale: {google['name']}." in message.text
    )
    move = expected["next_step"] and expected["next_step"]["first_move"]
    assert move is None or move in answered
