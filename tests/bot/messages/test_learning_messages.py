"""What is read in `/rung learn` and `/rung quiz`: golden files, and every topic and scale within Slack's limits."""

from dataclasses import replace
from typing import Any

import pytest

from bot.messages.learning import scale_lesson, topic_card, topic_list
from bot.messages.quizzes import quiz_card
from bot.slack.blocks import LEFT_OUT
from flows.acts.learning.learn import ScaleLesson, TopicCard, TopicList
from flows.acts.learning.quiz import QuizFeedback, QuizQuestion, QuizResult
from flows.acts.learning.viewpoint import Viewpoint
from flows.learning.lessons import lessons_of
from flows.learning.quiz import Mix, Quiz, QuizAsked
from flows.maturity.answer import Sheet
from flows.maturity.loading import load_maturity
from tests.bot.messages.test_check_in_messages import OPEN
from tests.support.clock import NOW
from tests.support.talk import taught
from tests.support.wording import check_message, check_text_says_all

MATURITY = load_maturity()
TOPICS = taught().topics.topics
UNKNOWN = Viewpoint(MATURITY, Sheet())


def listed(**more: Any) -> TopicList:
    usual: dict[str, Any] = {"topics": TOPICS, "first": (), "viewpoint": UNKNOWN}
    return TopicList(**usual | more)


def one(number: int) -> TopicCard:
    following = TOPICS[number] if number < len(TOPICS) else None
    return TopicCard(TOPICS[number - 1], number, len(TOPICS), MATURITY.catalogue.by_id, following)


CARDS = {
    "topic_list/all": topic_list(listed()),
    "topic_list/team": topic_list(
        listed(first=TOPICS[4:6], viewpoint=Viewpoint(MATURITY, Sheet(), team="<Fraud>", check_in=OPEN))
    ),
    "topic_list/own": topic_list(listed(first=TOPICS[:1], viewpoint=Viewpoint(MATURITY, Sheet(), is_own=True))),
    "topic_list/several": topic_list(listed(topics=TOPICS[2:4], typed="automation", fits=True)),
    "topic_list/unknown": topic_list(listed(typed="<k8s> & more")),
    **{f"topic_card/{topic.id}": topic_card(one(number)) for number, topic in enumerate(TOPICS, 1)},
    **{
        f"scale_lesson/{scale.scale}": scale_lesson(
            ScaleLesson(scale, lessons_of(scale, MATURITY), MATURITY.catalogue.by_id, MATURITY.scales[:2])
        )
        for scale in MATURITY.scales
    },
}
LONGEST = max(taught().by_id.values(), key=lambda each: len(each.model_dump_json()))
ASKED = tuple(QuizAsked(topic="data", question=each) for each in (*taught().questions["levels"][:9], LONGEST))
BEGUN = Quiz("00000000-quiz", "T1", "p1", Mix.HARD, ASKED, NOW)
RIGHT = BEGUN.answered(ASKED[0].question.right, NOW)
WRONG = BEGUN.answered((ASKED[0].question.right + 1) % 3, NOW)
LAST = replace(BEGUN, chosen=tuple(each.question.right for each in ASKED))
CARDS |= {
    "quiz_question/first": quiz_card(QuizQuestion(BEGUN)),
    "quiz_question/hint": quiz_card(QuizQuestion(RIGHT, shows_hint=True)),
    "quiz_question/longest": quiz_card(QuizQuestion(replace(LAST, chosen=LAST.chosen[:-1]))),
    "quiz_feedback/right": quiz_card(QuizFeedback(RIGHT, 0, TOPICS[0])),
    "quiz_feedback/wrong": quiz_card(QuizFeedback(WRONG, 0, None)),
    "quiz_feedback/again": quiz_card(QuizFeedback(WRONG, 0, TOPICS[0], was_before=True)),
    "quiz_feedback/longest": quiz_card(QuizFeedback(LAST, 9, TOPICS[8])),
    "quiz_result/to_read": quiz_card(QuizResult(WRONG, (TOPICS[5], None))),
    "quiz_result/all_right": quiz_card(QuizResult(LAST, ())),
    "quiz_result/easy": quiz_card(QuizResult(replace(LAST, mix=Mix.EASY), ())),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_message_is_as_it_was_read_and_agreed(name, golden):
    check_message(CARDS[name], name, golden)
    check_text_says_all(CARDS[name])
    assert LEFT_OUT not in CARDS[name].text
