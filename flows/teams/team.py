"""Teams: who is asked, who decides, and what they have chosen. Pure; each change gives a new team."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from flows.errors import FieldError, RefusedError
from flows.maturity.loading import DEFAULT_HEADLINE, Maturity
from flows.maturity.wording import did_you_mean

LONGEST_NAME = 80  # characters
MOST_PEOPLE = 100  # who are asked, as many as one message can name
MOST_OWNERS = 10
# Signs that join letters in some scripts and are part of a name there.
_JOINERS = "\u200c\u200d"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Team:
    """The people who build and run ML together and are assessed together, linked to at most one channel.

    `roster` are the ids of those who are asked, `owners` of those who decide; an owner need not be asked. Without
    `scales`, results show all there are. On leaderboards it is from `leaderboard_from` on, None until an owner has been
    shown its row, which is on its way when it `was_announced`; with `shows_lowest` also at the lowest level. A team
    that has ended keeps its past.
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

    @property
    def name_key(self) -> str:
        """What two names of one workspace may not have in common."""
        return name_key(self.name)


@dataclass(frozen=True)
class TeamChoices:
    """All that a form asks about a team beside its people."""

    name: str
    headline_scale: str
    scales: tuple[str, ...]
    time_zone: str
    on_leaderboard: bool = False
    shows_lowest: bool = False
    has_open_answers: bool = False


def clean_name(text: str) -> str:
    """A team's name as it is kept: trimmed, on one line, in any script."""
    name = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not any(character.isalnum() for character in name):
        raise FieldError("name", "A team needs a name with at least one letter or digit: /rung team new Fraud.")
    if len(name) > LONGEST_NAME:
        raise FieldError("name", f"That name has {len(name)} characters; {LONGEST_NAME} fit. Please shorten it.")
    if not all(character.isprintable() or character in _JOINERS for character in name):
        raise FieldError("name", "That name holds a character that cannot be shown. Please type it anew.")
    return name


def name_key(name: str) -> str:
    """The same for names that people would take for the same."""
    bare = unicodedata.normalize("NFKC", name).translate(dict.fromkeys(map(ord, _JOINERS)))
    return unicodedata.normalize("NFKC", bare.casefold())


def with_people(team: Team, people: tuple[str, ...]) -> Team:
    """Ask these, each once; those who were asked before stay in their order."""
    wanted = tuple(dict.fromkeys(people))
    if len(wanted) > MOST_PEOPLE:
        raise FieldError("roster", f"That would be {len(wanted)} people to ask; {MOST_PEOPLE} is the most.")
    kept = tuple(each for each in team.roster if each in wanted)
    return replace(team, roster=kept + tuple(each for each in wanted if each not in kept))


def without_people(team: Team, people: Collection[str]) -> Team:
    """Ask these no more."""
    return replace(team, roster=tuple(each for each in team.roster if each not in people))


def with_owners(team: Team, people: tuple[str, ...]) -> Team:
    """Let these decide; at least one."""
    wanted = tuple(dict.fromkeys(people))
    if not wanted:
        raise FieldError(
            "owners", f"{team.name} needs an owner. Name another one first: /rung team owner add and their @name."
        )
    if len(wanted) > MOST_OWNERS:
        raise FieldError("owners", f"That would be {len(wanted)} owners; {MOST_OWNERS} is the most.")
    kept = tuple(each for each in team.owners if each in wanted)
    owners = kept + tuple(each for each in wanted if each not in kept)
    # Of those who were there before nobody may have been reached; whoever comes new is shown the team's rows too.
    was_announced = team.was_announced and (owners == team.owners or team.leaderboard_from is not None)
    return replace(team, owners=owners, was_announced=was_announced)


def with_scales(team: Team, headline: str, scales: tuple[str, ...], maturity: Maturity) -> Team:
    """Show these scales, none standing for all there are, with the headline scale among them."""
    for name in (headline, *scales):
        if name not in maturity.by_name:
            hint = did_you_mean(name, maturity.by_name) or f"; there are {', '.join(maturity.by_name)}."
            raise FieldError("headline", f'"{name}" is not a scale I know{hint}')
    shown = {*scales, headline}
    everything = not scales or shown == set(maturity.by_name)
    chosen = () if everything else tuple(each for each in maturity.by_name if each in shown)
    return replace(team, headline_scale=headline, scales=chosen)


def with_leaderboard(team: Team, *, on: bool, lowest: bool = False) -> Team:
    """Be on leaderboards or not; a team that comes back is shown its row again before others see it."""
    return replace(
        team,
        on_leaderboard=on,
        shows_lowest=on and lowest,
        was_announced=on and team.was_announced,
        leaderboard_from=team.leaderboard_from if on else None,
    )


def with_choices(team: Team, choices: TeamChoices, maturity: Maturity) -> Team:
    """The team as a form has it; the time zone is taken as it is."""
    chosen = replace(
        with_leaderboard(team, on=choices.on_leaderboard, lowest=choices.shows_lowest),
        name=clean_name(choices.name),
        has_open_answers=choices.has_open_answers,
        time_zone=choices.time_zone,
    )
    return with_scales(chosen, choices.headline_scale, choices.scales, maturity)


def check_living(team: Team) -> None:
    """Refuse what is asked of a team that has ended."""
    if team.ended_at:
        raise RefusedError(f"{team.name} has ended as a team. Its past results are kept; /rung team begins anew.")
