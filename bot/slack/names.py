"""Names for the people and channels of a note that Slack has sent as ids alone."""

from collections.abc import Callable
from functools import cache

from bot.slack.errors import SlackError
from bot.slack.gateway_port import Gateway
from bot.slack.typed_text import SOMEBODY, by_ids
from flows.exports.documents import OwnAnswers, OwnAssessment, OwnEntry

MOST_ASKED = 50  # people and channels; more calls to Slack no file is worth


def with_names(text: str, gateway: Gateway) -> str:
    """A note with names for ids."""
    return by_ids(text, _names(gateway))


def answers_with_names(answers: OwnAnswers, gateway: Gateway) -> OwnAnswers:
    """Somebody's own answers with names for ids in their notes; each is looked up once."""
    name = _names(gateway)

    def named(entry: OwnEntry) -> OwnEntry:
        return entry.model_copy(update={"note": entry.note and by_ids(entry.note, name)})

    def all_named(assessment: OwnAssessment) -> OwnAssessment:
        return assessment.model_copy(update={"entries": tuple(map(named, assessment.entries))})

    return answers.model_copy(update={"assessments": tuple(map(all_named, answers.assessments))})


def _names(gateway: Gateway) -> Callable[[str], str]:
    asked: set[str] = set()

    @cache
    def name(slack_id: str) -> str:
        sign, bare = slack_id[0], slack_id[1:]
        asked.add(bare)
        if len(asked) > MOST_ASKED:
            return SOMEBODY[sign]
        try:
            called = gateway.profile(bare).name if sign == "@" else gateway.channel(bare).name
        except SlackError:
            return SOMEBODY[sign]
        return f"{sign}{called}" if called else SOMEBODY[sign]

    return name
