"""The kinds of messages that leave without a click, and the rules for each: one row a kind.

What a kind says stands in `flows/acts/deliveries/delivery_notices.py`, its words in `bot/templates/<notice>/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class DeliveryKind(StrEnum):
    """What kind of message a delivery is."""

    SHARED_RESULT = "shared_result"
    WELCOME = "welcome"
    UNDELIVERED = "undelivered"
    INVITATION = "invitation"
    CHECK_IN_CARD = "check_in_card"
    PREVIEW = "preview"
    SUMMARY = "summary"
    SUMMARY_DETAILS = "summary_details"
    INCOMPLETE = "incomplete"
    DISCUSSION = "discussion"
    NUDGE = "nudge"
    CHANNEL_REMINDER = "channel_reminder"
    NOT_STARTED = "not_started"
    LEADERBOARD = "leaderboard"
    LEADERBOARD_PREVIEW = "leaderboard_preview"
    DIGEST = "digest"
    DIGEST_DETAILS = "digest_details"

    @property
    def rules(self) -> "KindRules":
        """The row of the kind."""
        return KINDS[self]


@dataclass(frozen=True)
class KindRules:
    """The rules for one kind of message.

    A message goes to a person's direct messages if `to_person`, else to a channel. Later than `useful_for` after it
    was due it is dropped. `may_repeat` decides about a message that may have been posted where nobody can look: it is
    sent once more, or left. `of_check_in`: its subject is a check-in, whose team's owners hear when it does not arrive.

    `asks` somebody for something, and so waits for a good moment of theirs. `is_awaited`: somebody hears of each one
    that does not arrive, not only of the first in a row. `is_told`: somebody hears at all. `is_result`: it is sent
    again as it was written, the others as things are by then. `written_anew` for each attempt: a team that has left
    must not be seen any more. It stands in the thread of the kind `below`.
    """

    useful_for: timedelta
    to_person: bool = False
    may_repeat: bool = False
    of_check_in: bool = False
    asks: bool = False
    is_awaited: bool = False
    is_told: bool = True
    is_result: bool = False
    written_anew: bool = False
    below: DeliveryKind | None = None


KINDS: Mapping[DeliveryKind, KindRules] = {
    DeliveryKind.SHARED_RESULT: KindRules(timedelta(hours=12), may_repeat=True, is_awaited=True, is_result=True),
    DeliveryKind.WELCOME: KindRules(timedelta(hours=4)),
    DeliveryKind.UNDELIVERED: KindRules(timedelta(days=7), to_person=True, is_told=False),
    DeliveryKind.INVITATION: KindRules(timedelta(days=7), to_person=True, may_repeat=True, of_check_in=True, asks=True),
    DeliveryKind.CHECK_IN_CARD: KindRules(timedelta(days=2), of_check_in=True),
    DeliveryKind.PREVIEW: KindRules(timedelta(days=3), to_person=True, may_repeat=True, of_check_in=True),
    DeliveryKind.SUMMARY: KindRules(timedelta(days=7), of_check_in=True, is_awaited=True, is_result=True),
    DeliveryKind.SUMMARY_DETAILS: KindRules(
        timedelta(days=7), of_check_in=True, is_result=True, below=DeliveryKind.SUMMARY
    ),
    DeliveryKind.INCOMPLETE: KindRules(timedelta(days=2), of_check_in=True, is_awaited=True),
    DeliveryKind.DISCUSSION: KindRules(timedelta(days=2), of_check_in=True),
    DeliveryKind.NUDGE: KindRules(timedelta(hours=6), to_person=True, asks=True, is_told=False),
    DeliveryKind.CHANNEL_REMINDER: KindRules(timedelta(hours=8), of_check_in=True),
    DeliveryKind.NOT_STARTED: KindRules(timedelta(days=7), to_person=True, may_repeat=True, is_told=False),
    DeliveryKind.LEADERBOARD: KindRules(timedelta(days=2), is_awaited=True, written_anew=True),
    DeliveryKind.LEADERBOARD_PREVIEW: KindRules(timedelta(days=3), to_person=True, may_repeat=True),
    DeliveryKind.DIGEST: KindRules(timedelta(days=2), is_awaited=True, written_anew=True),
    DeliveryKind.DIGEST_DETAILS: KindRules(
        timedelta(days=2), is_told=False, written_anew=True, below=DeliveryKind.DIGEST
    ),
}
