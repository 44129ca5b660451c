"""Teams side by side: what somebody sees, what they show a channel, and when a team appears there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.acts.leaderboards.leaderboard_reading import Side, digest_in, leaderboard_in
from flows.acts.shared.act import Interaction
from flows.acts.teams.teams import change_team
from flows.deliveries.delivery import DeliveryKey, DeliveryKind, new_delivery
from flows.errors import RefusedError
from flows.leaderboards.digest import Digest
from flows.leaderboards.leaderboard import Leaderboard, Selection, Sort
from flows.leaderboards.typed_selection import read_selection, words_of
from flows.teams.team import Team, with_leaderboard


@dataclass(frozen=True)
class LeaderboardSeen:
    """A leaderboard as somebody sees it. `mine` is a team of theirs that is not on it and that they could put there."""

    leaderboard: Leaderboard
    mine: Team | None = None


def see_leaderboard(interaction: Interaction, words: str) -> LeaderboardSeen:
    """The leaderboard that somebody asks for."""
    person, repositories = interaction.claim_person(), interaction.repositories
    side = Side(repositories, interaction.maturity, interaction.now)
    found = leaderboard_in(side, person.workspace_id, selection_of(interaction, words), person.time_zone)
    owned = (each for each in repositories.teams.list_of(person.id) if person.id in each.owners)
    return LeaderboardSeen(found, next((each for each in owned if not each.on_leaderboard), None))


def see_digest(interaction: Interaction, words: str) -> Digest:
    """The digest that somebody asks for."""
    person = interaction.claim_person()
    side = Side(interaction.repositories, interaction.maturity, interaction.now)
    return digest_in(side, person.workspace_id, digest_selection(interaction, words), person.time_zone)


def digest_selection(interaction: Interaction, words: str) -> Selection:
    """What somebody has typed about a digest, which counts all teams."""
    selection = selection_of(interaction, words)
    if selection.is_part or selection.sort is not Sort.LEVEL:
        raise RefusedError("The digest counts all teams that take part. It takes --scale and --since.")
    return selection


def selection_of(interaction: Interaction, words: str) -> Selection:
    """What somebody has typed."""
    return read_selection(words, interaction.maturity.by_name, interaction.maturity.headline)


def share(interaction: Interaction, kinds: Sequence[DeliveryKind], words: str, channel_id: str) -> str:
    """Have a channel read a leaderboard, or a digest with its details, and say which."""
    person, subject = interaction.claim_person(), words_of(selection_of(interaction, words))
    minute = interaction.now.isoformat(timespec="minutes")  # pressed twice is meant once
    for kind in kinds:
        key = DeliveryKey(person.workspace_id, kind, subject, channel_id, minute)
        shared = new_delivery(interaction.new_id(), key, interaction.now, asked_by=person.id)
        interaction.repositories.deliveries.add(shared)
    return channel_id


def announce_newcomer(interaction: Interaction, team_id: str) -> None:
    """Let a team's owners see its row, and others two working days after one of them could; the clock is acting."""
    team = interaction.repositories.teams.lock(team_id)
    if not team.on_leaderboard or team.was_announced or team.ended_at:
        return
    interaction.repositories.teams.save(team, replace(team, was_announced=True))
    for owner in sorted(team.owners):
        kind, occurrence = DeliveryKind.LEADERBOARD_PREVIEW, interaction.now.isoformat()
        key = DeliveryKey(team.workspace_id, kind, team.id, owner, occurrence)
        interaction.repositories.deliveries.add(new_delivery(interaction.new_id(), key, interaction.now))


def leave_leaderboard(interaction: Interaction, team: Team) -> Team:
    """Take a team whose row is locked off all leaderboards, at once."""
    return change_team(interaction, team, lambda found: with_leaderboard(found, on=False)).team
