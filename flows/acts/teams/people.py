"""Who is asked for a team, and who decides for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flows.acts.shared.act import Act
from flows.acts.teams.teams import TeamNews, change_team, ids_of, meet
from flows.teams.person import Person, Profile
from flows.teams.team import (
    Team,
    check_living,
    check_room,
    check_room_of_owners,
    with_owners,
    with_people,
    without_people,
)


@dataclass(frozen=True)
class ChosenPeople:
    """All people whom a team is to ask and all its owners, as Slack ids; `newcomers` are those who are neither yet."""

    roster: Sequence[str]
    owners: Sequence[str]
    newcomers: tuple[Profile, ...] = ()


def check_more_people(act: Act, team: Team, slack_ids: Iterable[str]) -> None:
    """Refuse more people than a team has room for, before Slack is asked about each of them."""
    check_living(team)
    check_room(len(_slack_ids_of(act, team.roster) | set(slack_ids)))


def check_more_owners(act: Act, team: Team, slack_ids: Iterable[str]) -> None:
    """Refuse more owners than a team has room for, before Slack is asked about each of them."""
    check_living(team)
    check_room_of_owners(len(_slack_ids_of(act, team.owners) | set(slack_ids)))


def add_people(act: Act, team: Team, people: tuple[Profile, ...]) -> TeamNews:
    """Put people on the list of a team, who are asked from now on."""
    met, left_out = meet(act, people)
    news = change_team(act, team, lambda before: with_people(before, before.roster + ids_of(met)))
    return replace(news, left_out=left_out)


def remove_people(act: Act, team: Team, slack_ids: Iterable[str]) -> TeamNews:
    """Take people off the list of a team, who are asked no more."""
    gone = _ids_among(act, team.roster, slack_ids)
    return change_team(act, team, lambda before: without_people(before, gone))


def add_owners(act: Act, team: Team, people: tuple[Profile, ...]) -> TeamNews:
    """Make people owners of a team; guests cannot be."""
    able, left_out = _meet_owners(act, people)
    news = change_team(act, team, lambda before: with_owners(before, before.owners + able))
    return replace(news, left_out=left_out)


def remove_owners(act: Act, team: Team, slack_ids: Iterable[str]) -> TeamNews:
    """Let people be owners of a team no more."""
    gone = _ids_among(act, team.owners, slack_ids)
    left = tuple(owner_id for owner_id in team.owners if owner_id not in gone)
    return change_team(act, team, lambda before: with_owners(before, left))


def check_chosen(chosen: ChosenPeople) -> None:
    """Refuse more people, or owners, than a team has room for."""
    check_room(len(set(chosen.roster)))
    check_room_of_owners(len(set(chosen.owners)))


def set_people(act: Act, team: Team, chosen: ChosenPeople) -> TeamNews:
    """Choose all people whom a team asks, and all its owners, as far as they can be."""
    met, _ = meet(act, chosen.newcomers)
    there = act.repositories.people.list_by_id((*team.roster, *team.owners))
    askable = {person.slack_id or "": person for person in (*there, *met) if not person.is_gone}
    asked, left_out = _chosen_of(askable, chosen.roster)
    able, also_out = _chosen_of({name: one for name, one in askable.items() if not one.is_guest}, chosen.owners)
    news = change_team(act, team, lambda before: with_owners(with_people(before, asked), able))
    return replace(news, left_out=tuple(dict.fromkeys((*left_out, *also_out))))


def _chosen_of(able: Mapping[str, Person], slack_ids: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of those chosen who are able, and the Slack ids of the others."""
    ids = tuple(able[slack_id].id for slack_id in slack_ids if slack_id in able)
    return ids, tuple(slack_id for slack_id in slack_ids if slack_id not in able)


def _meet_owners(act: Act, profiles: Iterable[Profile]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of people who can be owners, and the Slack ids of any who cannot, guests among them."""
    met, left_out = meet(act, profiles)
    guests = tuple(person.slack_id or "" for person in met if person.is_guest)
    return ids_of(person for person in met if not person.is_guest), left_out + guests


def _ids_among(act: Act, person_ids: tuple[str, ...], slack_ids: Iterable[str]) -> tuple[str, ...]:
    """Those of these people who have one of the Slack ids, of which there may be many."""
    wanted = frozenset(slack_ids)
    return ids_of(person for person in act.repositories.people.list_by_id(person_ids) if person.slack_id in wanted)


def _slack_ids_of(act: Act, person_ids: tuple[str, ...]) -> set[str]:
    return {person.slack_id for person in act.repositories.people.list_by_id(person_ids) if person.slack_id}
