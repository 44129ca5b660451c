"""A conversation as a screenplay: each step, and all that is then new, changed or gone, wherever somebody sees it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from storage.rows import CheckInRow, DeliveryLaneRow, ScheduleRow, table_of
from tests.fakes.values import Message
from tests.support.screen import Names, lines_of, lines_of_form
from tests.support.talk import BEGINS, Element, Server, Talk, elements_of, label_of
from tests.support.teamwork import press, value_of

STEP = timedelta(minutes=2)  # more than a card in a channel waits before it changes again
HERE = ZoneInfo("Europe/Berlin")  # where the people of the fake Slack are
_DUE = [table_of(each).c.due_at for each in (DeliveryLaneRow, CheckInRow, ScheduleRow)]
Seen = dict[tuple[str, str], list[str]]


@dataclass
class Transcript:
    """Takes down what everybody sees. The clock stands at a whole minute when a step begins, in every run."""

    server: Server
    lines: list[str] = field(default_factory=list)
    moment: datetime = BEGINS
    _seen: Seen = field(default_factory=dict)

    @property
    def names(self) -> Names:
        return Names(self.server.slack)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines).lstrip("\n") + "\n"

    def person(self, name: str, channel: str) -> "Actor":
        """Somebody new in the workspace, who types in that channel."""
        slack = self.server.slack
        person = slack.add_person(name)
        slack.channels[channel].members.add(person)
        return Actor(self, name, Talk(self.server, person, channel))

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Something that somebody does, and what has come of it when all is sent and the clock has ticked."""
        self._set(self.moment + STEP)
        yield
        self.server.wait()
        self.server.tick()
        self._take_down(self.names.stable(what))

    def wait_until(self, moment: datetime) -> None:
        """Let time go by; what becomes due is done, and taken down, when it is due."""
        while (due := self._next_due()) and due <= moment:
            self._let_it_be(due)
        self._let_it_be(moment)

    def _next_due(self) -> datetime | None:
        with self.server.database.backend.reading.connect() as connection:
            found = [connection.execute(select(func.min(each)).where(each > self.moment)).scalar() for each in _DUE]
        return min((each for each in found if each), default=None)

    def _let_it_be(self, moment: datetime) -> None:
        self._set(moment)
        self.server.tick()
        self._take_down(f"{moment.astimezone(HERE):%A %-d %B %Y, %H:%M}", only_if_seen=True)

    def _set(self, moment: datetime) -> None:
        assert self.server.clock is not None
        self.moment = moment
        self.server.clock.shift = moment - datetime.now(UTC)

    def _take_down(self, what: str, *, only_if_seen: bool = False) -> None:
        seen = dict(self._look())
        changes = [*self._changes(seen)]
        self._seen = seen
        if changes or not only_if_seen:
            self.lines += ["", what, *(changes or ["  (nothing to see)"])]

    def _changes(self, seen: Seen) -> Iterator[str]:
        """What is new or otherwise than before, by place and in order there, and then what is gone."""
        for (place, message), lines in seen.items():
            before = self._seen.get((place, message))
            if before != lines:
                yield f"  {place}{', edited' if before else ''}:"
                yield from (f"    {each}".rstrip() for each in lines)
        for (place, message), lines in self._seen.items():
            if (place, message) not in seen:
                yield f"  {place}, gone: {lines[0]}"

    def _look(self) -> Iterator[tuple[tuple[str, str], list[str]]]:
        """All that stands in the workspace."""
        slack, names = self.server.slack, self.names
        for place, messages in self._places():
            for each in messages:
                if each.author == slack.bot_id:
                    lines = [names.stable(line) for line in lines_of(each)]
                    yield (place + self._thread(each, messages), each.ts), lines
        for person in slack.people:
            view = slack.open_view(person)
            if view:
                yield (f"before {names.of(person)}", view["id"]), [names.stable(each) for each in lines_of_form(view)]

    def _places(self) -> Iterator[tuple[str, list[Message]]]:
        """The direct messages, then the channels; after each what single people see there."""
        slack, names = self.server.slack, self.names
        for channel in sorted(slack.channels.values(), key=lambda act: (act.id[0] != "D", act.name)):
            is_direct = channel.id.startswith("D")
            whose = names.of(channel.name.removeprefix("dm ")) if is_direct else channel.name
            place = f"DM of {whose}" if is_direct else f"#{whose}"
            yield place, slack.messages(channel.id)
            for person in slack.people:
                yield f"{place}, only {names.of(person)} sees", slack.ephemerals(channel.id, person)

    def _thread(self, message: Message, messages: list[Message]) -> str:
        parent = next((each for each in messages if each.ts == message.thread_ts), None)
        return f', thread of "{self.names.stable(parent.text)[:30]}…"' if parent else ""


@dataclass(frozen=True)
class Actor:
    """Somebody whose every act is a step of the transcript."""

    transcript: Transcript
    name: str
    talk: Talk

    def types(self, words: str) -> None:
        """A command, in their channel."""
        with self.transcript.step(f"{self.name} types {words} in <#{self.talk.channel}>"):
            self.talk.command(words)

    def says(self, text: str) -> None:
        """A message to Rung."""
        with self.transcript.step(f'{self.name} says "{text}"'):
            self.talk.says(text)

    def presses(self, label: str, choice: str | None = None) -> None:
        """A button, or an entry of a menu, on the newest message to them that has it."""
        with self.transcript.step(f"{self.name} presses {label}{f': {choice}' if choice else ''}"):
            press(self.talk, label, choice)

    def presses_in_channel(self, label: str, choice: str | None = None) -> None:
        """The same on what only they see in the channel."""
        with self.transcript.step(f"{self.name} presses {label}{f': {choice}' if choice else ''} in the channel"):
            elements = elements_of(self.talk.whispered().blocks)
            chosen = next((value_of(each, choice) for each in elements if label_of(each) == label), None)
            self.talk.press_whispered(label, chosen)

    def sends(self, **fields: Any) -> None:
        """The form that is open."""
        shown = ", ".join(map(str, fields.values()))
        with self.transcript.step(f"{self.name} sends the form: {shown}"):
            self.talk.send_fields(fields)

    def goes_on(self, answers: Mapping[str, str] | None = None) -> None:
        """Answer one by one all that is asked: by practice with a label, Yes to the rest; and confirm what can be."""
        while (seen := self._live()).keys() & {"Yes", "All still true"}:
            if "Yes" in seen:
                practice = str(seen["Yes"]["value"]).partition(":")[2]
                self.presses((answers or {}).get(practice, "Yes"))
            else:
                self.presses("All still true")

    def _live(self) -> dict[str, Element]:
        """What can be pressed in the direct messages, by label; of several the newest."""
        messages = self.talk.slack.messages(self.talk.dm)
        return {label_of(element): element for each in messages for element in elements_of(each.blocks)}
