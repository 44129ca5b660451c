"""Teams: who is asked, who decides, and what was chosen. Pure; each change gives a new team."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from flows.errors import FieldError, RefusedError
from flows.maturity.loading import DEFAULT_HEADLINE, Maturity
from flows.maturity.wording import did_you_mean
from flows.plain_text import JOINERS, composed, one_line, unquoted

LONGEST_NAME = 80  # characters
MOST_PEOPLE = 100  # who are asked, as many as one message can name
MOST_OWNERS = 10


@dataclass(frozen=True)
class Team:
    """The people who build and run ML together and are assessed together, linked to at most one channel.

    `roster` are the ids of the people asked, `owners` of the people who decide; an owner need not be asked. Without
    `scales`, results show all there are. Others see the team on leaderboards from `leaderboard_from` on: that is None
    until an owner has been shown its row, and the row is on its way to them when the team `was_announced`. With
    `shows_lowest` a team is named at the lowest level too. A team that has ended keeps its past.
    """

    id: str
    workspace_id: str
    name: str
    channel_id: str | None
    time_zone: str
    roster: tuple[str, ...]
    owners: tuple[str, ...]
    created_at: datetime
    headline_scale: str = DEFAULT_HEADLINE
    scales: tuple[str, ...] = ()
    on_leaderboard: bool = False
    shows_lowest: bool = False
    was_announced: bool = False
    leaderboard_from: datetime | None = None
    has_open_answers: bool = False
    ended_at: datetime | None = None

    def check(self) -> None:
        """Raise a FieldError where a field holds what nobody can choose."""
        if clean_name(self.name) != self.name:
            raise FieldError(
                "name", "A team's name has one blank between words, none around it, and nothing that cannot be seen."
            )
        if with_people(self, self.roster).roster != self.roster:
            raise FieldError("roster", "Somebody is there twice.")
        if with_owners(self, self.owners).owners != self.owners:
            raise FieldError("owners", "Somebody is there twice.")
        if (self.shows_lowest or self.leaderboard_from) and not self.on_leaderboard:
            raise FieldError("on_leaderboard", "A team that is seen on leaderboards is on them.")

    @property
    def name_key(self) -> str:
        """The form of the name that no two teams of a workspace may share."""
        return name_key(self.name)


@dataclass(frozen=True)
class TeamOption:
    """A field of a team that is on or off, and how people type it: `/rung team <word> <on or off>`.

    The word names it in the form too, and in the words of both (`bot/templates/team_options`).
    """

    field: str
    word: str
    on: str = "on"
    off: str = "off"

    def of(self, team: Team) -> bool:
        """Whether it is on for a team."""
        return bool(getattr(team, self.field))


OPTIONS = (TeamOption("has_open_answers", "answers", on="open", off="private"),)


@dataclass(frozen=True)
class TeamChoices:
    """All that the form about a team asks, beside its people; `options` has the words of those that are on."""

    name: str
    headline_scale: str
    scales: tuple[str, ...]
    time_zone: str
    on_leaderboard: bool = False
    shows_lowest: bool = False
    options: frozenset[str] = frozenset()


def choices_of(team: Team) -> TeamChoices:
    """What is chosen for a team now."""
    return TeamChoices(
        name=team.name,
        headline_scale=team.headline_scale,
        scales=team.scales,
        time_zone=team.time_zone,
        on_leaderboard=team.on_leaderboard,
        shows_lowest=team.shows_lowest,
        options=frozenset(option.word for option in OPTIONS if option.of(team)),
    )


def clean_name(text: str) -> str:
    """A team's name as it is kept: trimmed, on one line, in any script, without what cannot be seen."""
    name = one_line(text)
    if not any(character.isalnum() for character in name):
        raise FieldError("name", "A team needs a name with at least one letter or digit: /rung team new Fraud.")
    if len(name) > LONGEST_NAME:
        raise FieldError("name", f"That name has {len(name)} characters; {LONGEST_NAME} fit. Please shorten it.")
    if not all(character.isprintable() or character in JOINERS for character in name):
        raise FieldError("name", "That name holds a character that cannot be shown. Please type it anew.")
    return name


def typed_name(text: str) -> str:
    """The name that was typed, perhaps in quotes, as it is kept."""
    return clean_name(unquoted(one_line(text)))


def name_key(name: str) -> str:
    """The form of a team's name in which names that people would mix up are equal."""
    bare = unicodedata.normalize("NFKC", composed(name)).translate(dict.fromkeys(map(ord, JOINERS)))
    return unicodedata.normalize("NFKC", bare.casefold())


def with_people(team: Team, people: tuple[str, ...]) -> Team:
    """The team with these people to ask; people asked before keep their order."""
    roster = _in_order(team.roster, people)
    check_room(len(roster))
    return replace(team, roster=roster)


def check_room(count: int) -> None:
    """Refuse more people to ask than a team has room for."""
    if count > MOST_PEOPLE:
        raise FieldError(
            "roster", f"That would be {count} people to ask; {MOST_PEOPLE} is the most. Nothing was changed."
        )


def check_room_of_owners(count: int) -> None:
    """Refuse more owners than a team has room for."""
    if count > MOST_OWNERS:
        raise FieldError("owners", f"That would be {count} owners; {MOST_OWNERS} is the most. Nothing was changed.")


def without_people(team: Team, people: Collection[str]) -> Team:
    """The team without these people to ask."""
    return replace(team, roster=tuple(person for person in team.roster if person not in people))


def with_owners(team: Team, people: tuple[str, ...]) -> Team:
    """The team with these owners, at least one."""
    if not people:
        raise FieldError(
            "owners", f"{team.name} needs an owner. Name another one first: /rung team owner add and their @name."
        )
    owners = _in_order(team.owners, people)
    check_room_of_owners(len(owners))
    # While the team's row is on its way to the earlier owners, perhaps to none of them, other owners are shown it too.
    was_announced = team.was_announced and (owners == team.owners or team.leaderboard_from is not None)
    return replace(team, owners=owners, was_announced=was_announced)


def _in_order(before: tuple[str, ...], people: tuple[str, ...]) -> tuple[str, ...]:
    """The people once each: first the ones there before, in their order."""
    kept = tuple(person for person in before if person in people)
    return tuple(dict.fromkeys(kept + people))


def with_scales(team: Team, headline: str, scales: tuple[str, ...], maturity: Maturity) -> Team:
    """The team with these scales to show, none standing for all there are; the headline scale is always shown."""
    for name in (headline, *scales):
        if name not in maturity.by_name:
            hint = did_you_mean(name, maturity.by_name) or f"; there are {', '.join(maturity.by_name)}."
            raise FieldError("headline", f'"{name}" is not a scale I know{hint}')
    shown = tuple(name for name in maturity.by_name if name == headline or name in scales)
    if not scales or len(shown) == len(maturity.by_name):
        shown = ()
    return replace(team, headline_scale=headline, scales=shown)


def with_leaderboard(team: Team, *, on: bool, lowest: bool = False) -> Team:
    """The team on leaderboards, or off them; one that comes back is shown its row again before others see it."""
    if on:
        return replace(team, on_leaderboard=True, shows_lowest=lowest)
    return replace(team, on_leaderboard=False, shows_lowest=False, was_announced=False, leaderboard_from=None)


def with_option(team: Team, option: TeamOption, *, on: bool) -> Team:
    """The team with an option on or off."""
    return replace(team, **{option.field: on})  # type: ignore[arg-type]  # a field that is on or off


def with_choices(team: Team, choices: TeamChoices, maturity: Maturity) -> Team:
    """The team as the form about it has it; the time zone is taken as it is."""
    chosen = replace(
        with_leaderboard(team, on=choices.on_leaderboard, lowest=choices.shows_lowest),
        name=typed_name(choices.name),
        time_zone=choices.time_zone,
    )
    for option in OPTIONS:
        chosen = with_option(chosen, option, on=option.word in choices.options)
    return with_scales(chosen, choices.headline_scale, choices.scales, maturity)


def check_living(team: Team) -> None:
    """Refuse to act on a team that has ended."""
    if team.ended_at:
        raise RefusedError(f"{team.name} has ended as a team. Its past results are kept; /rung team begins anew.")
