"""A team as its people see it: each with a conversation of their own, and the channel that all of them read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.app import admin_code
from flows.check_ins.check_in import CheckIn
from flows.teams.team import Team
from tests.support.talk import Element, Server, Talk, elements_of, label_of


@dataclass
class Teamwork:
    """A team in its channel. The first person owns it."""

    server: Server
    channel: str
    people: list[Talk]

    @property
    def owner(self) -> Talk:
        return self.people[0]

    @property
    def team(self) -> Team:
        with self.server.database.reading() as repositories:
            found = repositories.teams.find_in_channel(self.server.slack.workspace_id, self.channel)
        assert found is not None
        return found

    @property
    def check_in(self) -> CheckIn:
        """The last check-in."""
        with self.server.database.reading() as repositories:
            return repositories.check_ins.list_of(self.team.id)[0]

    @property
    def status(self) -> str:
        """Where the last check-in stands."""
        return str(self.check_in.status)

    def posts(self) -> list[str]:
        """All that stands in the channel, threads included."""
        return [each.text for each in self.server.slack.messages(self.channel)]

    def start(self) -> None:
        self.owner.command("/rung check-in start", self.channel)

    def answers(self, person: Talk, answers: Mapping[str, str] | str) -> None:
        """Start, and answer all that is asked or is to be confirmed: by practice with a label, Yes to the rest."""
        press(person, "Start")
        self.goes_on(person, answers)

    def goes_on(self, person: Talk, answers: Mapping[str, str] | str) -> None:
        """The same, having begun."""
        for _ in range(60):
            if "All still true" in person.labels():
                _confirm(person, answers)
            elif "Yes" in person.labels():
                person.click(_wanted(answers, person.element("Yes")["value"].partition(":")[2]))
            else:
                return
        raise AssertionError("no end of questions")

    def publish(self, answers: Mapping[str, str] | str) -> None:
        """Ask the team, have everybody answer so, and publish."""
        self.start()
        for each in self.people:
            self.answers(each, answers)
        press(self.owner, "Publish now")

    def pass_deadline(self) -> None:
        self.server.later(self.check_in.closes_at)

    def pass_publication(self) -> None:
        publish_at = self.check_in.publish_at
        assert isinstance(publish_at, datetime)
        self.server.later(publish_at)


def _wanted(answers: Mapping[str, str] | str, practice: str) -> str:
    return answers if isinstance(answers, str) else answers.get(practice, "Yes")


def _confirm(person: Talk, answers: Mapping[str, str] | str) -> None:
    """Choose the first answer of a category that has changed, or confirm them all."""
    for option in person.element("Something changed")["options"]:
        practice = option["value"].partition(":")[2]
        if f"{option['text']['text']}: {_wanted(answers, practice).lower()}." not in person.screen:
            person.click("Something changed", option["value"])
            return
    person.click("All still true")


def press(person: Talk, label: str, selected: str | None = None) -> None:
    """Press something on the newest message in the direct messages that has it."""
    for message in reversed(person.slack.messages(person.dm)):
        for element in elements_of(message.blocks):
            if label_of(element) == label:
                person.press(message, element, value_of(element, selected))
                person.server.wait()
                return
    raise AssertionError(f"{label} is nowhere: {[each.text for each in person.slack.messages(person.dm)]}")


def value_of(element: Element, label: str | None) -> str | None:
    """What stands for a menu's entry of that label; anything else as it is."""
    options = {each["text"]["text"]: str(each["value"]) for each in element.get("options", [])}
    return options.get(label or "", label)


def team_of(
    server: Server, size: int, name: str = "Fraud", channel_name: str = "ml-fraud", *, is_scheduled: bool = False
) -> Teamwork:
    """A team of so many people, made by typing; its owner starts its check-ins unless it has a schedule."""
    ids = [server.slack.add_person(f"ml_engineer_{number}") for number in range(size)]
    channel = server.slack.add_channel(channel_name, members=ids)
    people = [Talk(server, each, channel) for each in ids]
    others = " ".join(f"<@{each}>" for each in ids)
    people[0].command(f"/rung team new {name} {others}", channel)
    if not is_scheduled:
        people[0].command("/rung schedule pause", channel)
    return Teamwork(server, channel, people)


def live_labels(person: Talk) -> list[str]:
    """All that can be pressed in the direct messages with somebody."""
    messages = person.slack.messages(person.dm)
    return [label_of(element) for message in messages for element in elements_of(message.blocks)]


def claim(person: Talk) -> None:
    """Let somebody look after Rung, with the code that it prints."""
    gateway = person.server.gateway
    person.command(f"/rung claim {admin_code(gateway, gateway.identity())}")


def direct(person: Talk, part: str) -> list[str]:
    """What stands in somebody's direct messages with these words in it."""
    return [each.text for each in person.slack.messages(person.dm) if part in each.text]


def files(person: Talk) -> dict[str, bytes]:
    """The files of the last message in the direct messages."""
    messages = person.slack.messages(person.dm)
    return {each.name: each.content or b"" for each in messages[-1].files} if messages else {}
