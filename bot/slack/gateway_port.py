"""What Rung asks of Slack; the real gateway and those of tests implement it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.slack.attachments import Attachment
from bot.slack.blocks import Block, Message
from flows.teams.person import Profile


@dataclass(frozen=True)
class Channel:
    """What Rung asks about a channel. `members` counts people and bots; `has_rung`: Rung is in it and may post."""

    name: str
    members: int
    has_rung: bool


class Gateway(Protocol):
    """The only way to Slack. Each method raises a SlackError when Slack does not do it; nothing is done twice."""

    def post(self, channel_id: str, message: Message, delivery_id: str | None = None, below: str | None = None) -> str:
        """Post a message, or a reply `below` another one, and return its id; a delivery's is found again by its id."""

    def find_posted(self, channel_id: str, delivery_id: str, since: datetime) -> str | None:
        """The id of the message that was posted for a delivery; None when it is not there.

        A PermanentSlackError means that Rung cannot look there.
        """

    def update(self, channel_id: str, message_id: str, message: Message) -> None:
        """Put something else in a message's place."""

    def respond(self, response_url: str, message: Message, *, replace: bool) -> None:
        """Answer a command or a click: in place of the message clicked, or so that only that person sees it."""

    def upload(self, channel_id: str, files: Sequence[Attachment], comment: str) -> None:
        """Put files into a channel, with a sentence about them."""

    def open_direct_messages(self, slack_id: str) -> str:
        """The channel in which Rung talks with a person."""

    def profile(self, slack_id: str) -> Profile:
        """What Slack says about a person."""

    def channel(self, channel_id: str) -> Channel:
        """What Slack says about a channel; a PermanentSlackError when Rung cannot see it."""

    def members(self, channel_id: str, most: int) -> tuple[str, ...]:
        """The Slack ids of the people in a channel, at most so many."""

    def group_members(self, group_id: str) -> tuple[str, ...]:
        """The Slack ids of the people in a group; a PermanentSlackError when Rung may not see it."""

    def link_to(self, channel_id: str, message_id: str) -> str:
        """A link that opens a message."""

    def open_form(self, trigger_id: str, view: Block) -> str:
        """Open a modal and return its id."""

    def update_form(self, view_id: str, view: Block) -> None:
        """Put another form in an open modal's place."""

    def publish_home(self, slack_id: str, view: Block) -> None:
        """Show a view on a person's page of Rung."""
