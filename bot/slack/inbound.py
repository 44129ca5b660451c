"""What comes in: who sent it, where a reply goes, and what was typed, pressed or sent in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.slack.handles import Handle
from bot.slack.ids import FORM_INPUT
from bot.slack.typed_text import as_seen
from flows.acts.assessment.card_click import Clicked
from flows.acts.assessment.typed_reply import Typed
from flows.acts.teams.teams import Where
from flows.plain_text import bare_words
from flows.teams.person import Actor


@dataclass(frozen=True)
class Inbound:
    """Who sent a request, and where a reply to it goes.

    `request_id` is the same when the same request comes again. `from_elsewhere`: the person belongs to another
    workspace than the one the request came from. `route` is the id of the route on which it is handled.
    """

    actor: Actor
    request_id: str
    response_url: str | None = None
    channel_id: str | None = None
    message_id: str | None = None
    trigger_id: str | None = None
    from_elsewhere: bool = False
    route: str = ""

    @property
    def in_direct_messages(self) -> bool:
        """Whether it came from the conversation with Rung, or another direct message."""
        return (self.channel_id or "").startswith("D")

    @property
    def shared_channel_id(self) -> str | None:
        """The channel it came from, where others read too; None for direct messages."""
        return None if self.in_direct_messages else self.channel_id

    @property
    def place(self) -> Where:
        """The team that is meant where the request came from."""
        return Where(channel_id=self.shared_channel_id)

    @property
    def team(self) -> Where:
        """The team that the request is about."""
        return self.place

    @property
    def check_in_id(self) -> str | None:
        """The check-in that the request is about; None when none is named."""
        return None


@dataclass(frozen=True, kw_only=True)
class Command(Inbound):
    """A slash command with the words after it; on its route, with those that are not the route's own.

    `marked` has people and groups as Slack's markup, for those who look for people.
    """

    marked: str

    @property
    def typed(self) -> str:
        """What was typed, as the person saw it: names, and whatever is kept."""
        return as_seen(self.marked)

    @property
    def words(self) -> str:
        """What was typed, where words stand for something known."""
        return bare_words(self.typed)


@dataclass(frozen=True, kw_only=True)
class Pressed(Inbound):
    """A button pressed or a menu entry chosen. `chosen` is a channel from a menu of channels."""

    action: str
    handle: Handle
    chosen: str | None = None

    @property
    def words(self) -> str:
        """What is asked for, as it would be typed after a command."""
        return self.handle.subject or ""

    @property
    def team(self) -> Where:
        """The team whose id the button carries."""
        return Where(team_id=self.handle.id)

    @property
    def check_in_id(self) -> str:
        """The check-in whose id the button carries."""
        return self.handle.id

    @property
    def clicked(self) -> Clicked:
        """What was clicked, and on which message."""
        return Clicked(self.handle.id, self.handle.subject, self.message_id)


@dataclass(frozen=True, kw_only=True)
class SentForm(Inbound):
    """A form sent in. `fields` has what was written or chosen, by the name of its input."""

    form: str
    handle: Handle
    fields: Mapping[str, tuple[str, ...]]

    def one(self, field: str) -> str:
        """What stands in an input that takes one thing; empty when nothing does."""
        return next(iter(self.fields.get(field, ())), "")

    @property
    def written(self) -> str:
        """What was written in the one input of a form that has only one."""
        return self.one(FORM_INPUT)

    @property
    def team(self) -> Where:
        """The team whose id the form carries."""
        return Where(team_id=self.handle.id)

    @property
    def clicked(self) -> Clicked:
        """What the form is about; a form stands on no message."""
        return Clicked(self.handle.id, self.handle.subject, None)

    @property
    def opener(self) -> "SentForm":
        """The request as from the message that the form was opened from, which the answer replaces."""
        return replace(self, response_url=self.handle.subject, message_id=self.handle.id)


@dataclass(frozen=True, kw_only=True)
class DirectMessage(Inbound):
    """Words typed to Rung in the direct messages."""

    typed: Typed


@dataclass(frozen=True, kw_only=True)
class Edited(Inbound):
    """A message in the direct messages that somebody has changed; `before` is what was read."""

    before: str


@dataclass(frozen=True, kw_only=True)
class Joined(Inbound):
    """Somebody is in a channel now; who invited them is acting, if anybody did."""

    slack_id: str

    @property
    def was_invited(self) -> bool:
        """Whether somebody else brought them there."""
        return self.actor.slack_id != self.slack_id
