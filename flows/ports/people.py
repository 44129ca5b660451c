"""People, teams and what teams have set out to do."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from flows.teams.action_item import ActionItem
from flows.teams.person import Actor, Person
from flows.teams.team import Team


class Workspaces(Protocol):
    """Slack workspaces under Slack's own ids."""

    def add(self, workspace_id: str, *, now: datetime) -> None:
        """Add a workspace, unless it is there."""

    def list_away_words(self, workspace_id: str) -> Sequence[str]:
        """The words in somebody's status that mean being away; Slack's own until others are chosen."""

    def find_schedule_words(self, workspace_id: str) -> str | None:
        """How new teams are asked, in the words of /rung schedule; None for as usual."""

    def save_schedule_words(self, workspace_id: str, words: str) -> None:
        """Keep how new teams are asked; no words for as usual."""

    def save_away_words(self, workspace_id: str, words: Sequence[str]) -> None:
        """Keep other words that mean being away; none for those that Slack offers."""

    def find_compared_from(self, workspace_id: str) -> int:
        """From how many answers on a team is compared with others."""

    def save_compared_from(self, workspace_id: str, answers: int) -> None:
        """Keep from how many answers on a team is compared."""

    def list_ids(self) -> Sequence[str]:
        """All workspaces there are."""

    def lock(self, workspace_id: str) -> None:
        """Let nobody else who does this go on until the transaction ends."""


class People(Protocol):
    """People by workspace and Slack id."""

    def lock_or_add(self, actor: Actor, *, new_id: str, now: datetime) -> Person:
        """The person, added under `new_id` when new, whom nobody else acts for until the transaction ends."""

    def add(self, actor: Actor, *, new_id: str, now: datetime) -> None:
        """Add somebody with their workspace, unless they are there."""

    def add_nameless(self, workspace_id: str, new_id: str, *, now: datetime) -> None:
        """Add somebody whom nobody can name, nor reach."""

    def find(self, actor: Actor) -> Person | None:
        """The person, or None when they never used Rung."""

    def get(self, person_id: str) -> Person:
        """The person of that id; a LookupError when there is none."""

    def lock(self, person_id: str) -> Person:
        """The person of that id, whom nobody else acts for until the transaction ends."""

    def list_by_id(self, person_ids: Collection[str]) -> Sequence[Person]:
        """The people of the ids, in the order of the ids."""

    def list_admins(self, workspace_id: str) -> Sequence[Person]:
        """The people who look after a workspace's Rung."""

    def make_admin(self, person_id: str) -> None:
        """Have a person look after their workspace's Rung."""

    def save(self, person: Person) -> None:
        """Keep what is known of a person."""


class Teams(Protocol):
    """Teams with the people who are asked and the people who decide."""

    def add(self, team: Team) -> None:
        """Add a team; a StorageBusyError when another living team has its name or channel."""

    def save(self, before: Team, after: Team) -> None:
        """Keep what changed in a team; `before` is as it was read in this transaction."""

    def find(self, team_id: str) -> Team | None:
        """The team of that id."""

    def lock(self, team_id: str) -> Team:
        """The team of that id, which nobody else changes until the transaction ends; a LookupError without one."""

    def find_in_channel(self, workspace_id: str, channel_id: str) -> Team | None:
        """The living team of a channel."""

    def find_named(self, workspace_id: str, name_key: str) -> Team | None:
        """The living team of a name."""

    def list_all(self, workspace_id: str) -> Sequence[Team]:
        """All teams of a workspace by name, also the ones that have ended."""

    def list_of(self, person_id: str) -> Sequence[Team]:
        """The living teams in which a person is asked or decides, by name."""


class Actions(Protocol):
    """What teams have set out to do."""

    def add(self, action: ActionItem) -> None:
        """Add an action."""

    def save(self, action: ActionItem) -> None:
        """Keep how an action stands."""

    def count(self, team_id: str) -> int:
        """How many actions a team ever had."""

    def list_open(self, team_id: str) -> Sequence[ActionItem]:
        """A team's open actions, the oldest first."""

    def list_of(self, team_id: str) -> Sequence[ActionItem]:
        """All actions that a team ever had, the oldest first."""
