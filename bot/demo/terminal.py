"""`rung try`: the conversation in the terminal, through the listeners that Slack reaches, in plain text alone."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

from bot.listeners.listening import Listening, new_listening
from bot.listeners.routes import ALLOWED, RUNG, handle, handle_command, handle_press
from bot.process.acting import new_runner
from bot.process.settings import Settings
from bot.run import begin
from bot.slack.attachments import Attachment
from bot.slack.blocks import Block, Message
from bot.slack.errors import PermanentSlackError
from bot.slack.gateway_port import Channel
from bot.slack.handles import Handle
from bot.slack.ids import EventId
from bot.slack.inbound import Command, DirectMessage, Inbound, Pressed
from bot.slack.rendering import plain
from flows.acts.assessment.typed_reply import Typed
from flows.assessment.typed_replies import FreeText, NearMiss, read_reply
from flows.errors import FlowError
from flows.learning.loading import load_learning
from flows.maturity.loading import load_maturity
from flows.teams.person import Actor, Profile
from storage.database import open_database

Say = Callable[[str], None]
YOU = Actor("terminal", "you")
CHANNEL = "D0TERMINAL"
PATIENCE = 30.0  # seconds
WELCOME = (
    "Type as you would in Slack: /rung assess, /rung help, yes, partly, no, not sure, back, why, or the name of a "
    "button such as Compare the scales. Ctrl-D ends; your answers are kept."
)


class Screen:
    """Stands in for Slack: prints each message's text, and remembers the buttons of the last message that had any."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._ids = (f"{number:020d}" for number in count(int(datetime.now(UTC).timestamp() * 1000)))
        self.buttons: dict[str, Block] = {}
        self.card: str | None = None

    def post(
        self,
        channel_id: str,
        message: Message,
        delivery_id: str | None = None,  # noqa: ARG002 - nothing is looked up
        below: str | None = None,  # noqa: ARG002 - there are no threads
    ) -> str:
        """Print a message."""
        if channel_id != CHANNEL:
            self._say(f"(posted in {channel_id})")
        self._show(message, next(self._ids))
        return self.card or next(self._ids)

    def find_posted(self, channel_id: str, delivery_id: str, since: datetime) -> None:
        """Nothing: what a terminal has shown is not looked up."""

    def update(self, channel_id: str, message_id: str, message: Message) -> None:  # noqa: ARG002 - a terminal keeps
        """Print what has changed on the card; an old card that shrinks is gone from sight already."""
        if message_id == self.card:
            self._show(message, message_id)

    def respond(self, response_url: str, message: Message, *, replace: bool) -> None:
        """Print a reply."""
        if replace:
            self.update(CHANNEL, response_url, message)
        else:
            self._say(f"\n{plain(message.text)}")

    def open_direct_messages(self, slack_id: str) -> str:  # noqa: ARG002 - there is one conversation
        """The terminal."""
        return CHANNEL

    def profile(self, slack_id: str) -> Profile:
        """Somebody of the workspace."""
        return Profile(slack_id)

    def channel(self, channel_id: str) -> Channel:  # noqa: ARG002 - there is one conversation
        """Nothing: a terminal has no channels."""
        raise PermanentSlackError("channel_not_found")

    def members(self, channel_id: str, most: int) -> tuple[str, ...]:
        """Nobody: a terminal has no channels."""
        raise NotImplementedError

    def group_members(self, group_id: str) -> tuple[str, ...]:
        """Nobody: a terminal has no groups."""
        raise NotImplementedError

    def link_to(self, channel_id: str, message_id: str) -> str:
        """Nowhere: the card is right here."""
        raise NotImplementedError

    def open_form(self, trigger_id: str, view: Block) -> str:  # noqa: ARG002 - as in Slack
        """Say how to do without a form."""
        self._say("\nForms are for Slack. Here, just type the note or the link.")
        return "form"

    def upload(self, channel_id: str, files: Sequence[Attachment], comment: str) -> None:  # noqa: ARG002
        """Write the files into this folder."""
        for file in files:
            Path(file.name).write_bytes(file.content)
        self._say(f"\n{plain(comment)} In this folder: {', '.join(file.name for file in files)}.")

    def update_form(self, view_id: str, view: Block) -> None:
        """Nothing is open."""

    def publish_home(self, slack_id: str, view: Block) -> None:
        """A terminal has no pages."""

    def show(self, message: Message) -> None:
        """Print the reply to a command; what can be pressed on it takes the place of what could be pressed before."""
        if next(_buttons(message), None):
            self._show(message, self.card or "reply")
        else:
            self._say(f"\n{plain(message.text)}")

    def _show(self, message: Message, message_id: str) -> None:
        self._say(f"\n{plain(message.text)}")
        buttons = {_label(button).casefold(): button for button in _buttons(message)}
        if buttons or message_id == self.card:
            self.buttons, self.card = buttons, message_id


def converse(settings: Settings, say: Say) -> None:
    """Talk until the input ends."""
    database = open_database(settings.database_url)
    try:
        say(f"database {database.where}: {database.upgrade().sentence}")
        maturity = load_maturity(settings.scales_dir)
        begin(database, maturity, YOU.workspace_id)
        screen = Screen(say)
        runner = new_runner(database, maturity, load_learning(maturity))
        listening = new_listening(runner, screen, YOU.workspace_id, ALLOWED)
        listening.sender.start()
        say(WELCOME)
        for line in sys.stdin:
            _answer(listening, screen, line.strip(), say)
            _wait(listening)
        listening.sender.stop(PATIENCE)
        listening.replies.drain(PATIENCE)
    finally:
        database.close()


def _wait(listening: Listening) -> None:
    """Wait until all has been said, so that the next line is read with everything on the screen."""
    listening.replies.wait_until_sent(PATIENCE)
    listening.sender.wait_until_idle(PATIENCE)
    listening.replies.wait_until_sent(PATIENCE)


def _answer(listening: Listening, screen: Screen, line: str, say: Say) -> None:
    try:
        if line.casefold().startswith(RUNG):
            reply = handle_command(listening, Command(**vars(_inbound(screen)), marked=line[len(RUNG) :].strip()))
            if reply:
                screen.show(reply)
        elif line.casefold() in screen.buttons and isinstance(read_reply(line), FreeText | NearMiss):
            _press(listening, screen, screen.buttons[line.casefold()])
        elif line:
            handle(listening, EventId.MESSAGE, DirectMessage(**vars(_inbound(screen)), typed=Typed(line)))
    except FlowError as error:
        say(f"\n{error}")


def _press(listening: Listening, screen: Screen, button: Block) -> None:
    handle_of_button = Handle.read(str(button.get("value") or ""))
    handle_press(listening, Pressed(**vars(_inbound(screen)), action=button["action_id"], handle=handle_of_button))


def _inbound(screen: Screen) -> Inbound:
    return Inbound(YOU, str(uuid4()), screen.card, CHANNEL, screen.card, "trigger")


def _buttons(message: Message) -> Iterator[Block]:
    for block in message.blocks:
        if block["type"] == "actions":
            yield from (element for element in block["elements"] if element["type"] == "button")


def _label(button: Block) -> str:
    return str(button["text"]["text"])
