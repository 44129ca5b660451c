"""Leaderboards and digests as a person sees and shares them, and when a team appears there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.acts.leaderboards.leaderboard_reading import digest_in, leaderboard_in
from flows.acts.shared.act import Act
from flows.acts.teams.teams import change_team
from flows.deliveries.delivery import DeliveryKey
from flows.deliveries.kinds import DeliveryKind
from flows.errors import RefusedError
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard, Selection, Sort
from flows.leaderboards.typed_selection import read_selection, words_of
from flows.teams.team import Team, with_leaderboard


@dataclass(frozen=True)
class LeaderboardSeen:
    """A leaderboard as a person sees it. `mine` is a team of theirs that is not on it and that they could put there."""

    leaderboard: Leaderboard
    mine: Team | None = None


def see_leaderboard(act: Act, words: str) -> LeaderboardSeen:
    """The leaderboard that the acting person asks for."""
    person = act.lock_person()
    leaderboard = leaderboard_in(act, person.workspace_id, selection_of(act, words), person.time_zone)
    owned = (team for team in act.repositories.teams.list_of(person.id) if person.id in team.owners)
    return LeaderboardSeen(leaderboard, next((team for team in owned if not team.on_leaderboard), None))


def see_digest(act: Act, words: str) -> Digest:
    """The digest that the acting person asks for."""
    person = act.lock_person()
    return digest_in(act, person.workspace_id, digest_selection(act, words), person.time_zone)


def digest_selection(act: Act, words: str) -> Selection:
    """The selection that was typed for a digest, which counts all teams."""
    selection = selection_of(act, words)
    if selection.is_part or selection.sort is not Sort.LEVEL:
        raise RefusedError("The digest counts all teams that take part. It takes --scale and --since.")
    return selection


def selection_of(act: Act, words: str) -> Selection:
    """The selection that was typed for a leaderboard."""
    return read_selection(words, act.maturity.by_name, act.maturity.headline)


def share(act: Act, kinds: Sequence[DeliveryKind], words: str, channel_id: str) -> str:
    """Send a leaderboard, or a digest with its details, to a channel, and return which."""
    person, subject = act.lock_person(), words_of(selection_of(act, words))
    minute = act.now.isoformat(timespec="minutes")  # pressed twice is meant once
    for kind in kinds:
        act.send(DeliveryKey(person.workspace_id, kind, subject, channel_id, minute), asked_by=person.id)
    return channel_id


def announce_newcomer(act: Act, team_id: str) -> None:
    """Let a team's owners see its row, and others two working days after one of them could; the clock is acting."""
    team = act.repositories.teams.lock(team_id)
    if not team.on_leaderboard or team.was_announced or team.ended_at:
        return
    act.repositories.teams.save(team, replace(team, was_announced=True))
    kind, occurrence = DeliveryKind.LEADERBOARD_PREVIEW, act.now.isoformat()
    for owner in sorted(team.owners):
        act.send(DeliveryKey(team.workspace_id, kind, team.id, owner, occurrence))


def leave_leaderboard(act: Act, team: Team) -> Team:
    """Take a team whose row is locked off all leaderboards, at once."""
    return change_team(act, team, lambda before: with_leaderboard(before, on=False)).team
