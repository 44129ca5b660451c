"""Leaderboards as they are read, in a channel or by one person, before they have words."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.delivery import Delivery
from flows.errors import RefusedError
from flows.leaderboard import Leaderboard, LeaderboardRow, Selection, TakingPart, compare, leaderboard_of
from flows.leaderboard_words import read_selection
from flows.maturity.loading import Maturity
from flows.maturity.scale import Scale
from flows.ports import Repositories
from flows.team import Team
from flows.working_days import day_of, local


@dataclass(frozen=True)
class LeaderboardPreview:
    """What an owner reads before others see the team on leaderboards, from `shown_from` on where the owner is.

    `row` is None where the team is counted and not named: `is_lowest` says that this is for its level, else it has
    fewer than `fewest` answers, or no level on the scale.
    """

    team: Team
    scale: Scale
    shown_from: datetime
    row: LeaderboardRow | None
    is_lowest: bool
    fewest: int


@dataclass(frozen=True)
class Side:
    """All that is needed to put teams side by side: the content of today, and the moment."""

    repositories: Repositories
    maturity: Maturity
    now: datetime


def leaderboard_on(side: Side, workspace_id: str, selection: Selection, on: date) -> Leaderboard:
    """A workspace's leaderboard of a selection, of a day."""
    repositories = side.repositories
    teams = repositories.standings.list_taking_part(workspace_id, selection.scale, side.now)
    fewest = repositories.workspaces.find_compared_from(workspace_id)
    return leaderboard_of(teams, side.maturity.by_name[selection.scale], selection, fewest, on)


def leaderboard_for(delivery: Delivery, side: Side) -> Leaderboard | None:
    """What a channel reads: its delivery names the selection. None when its scale is not there any more."""
    try:
        selection = read_selection(delivery.key.subject_id, side.maturity.by_name, side.maturity.headline)
    except RefusedError:
        return None
    on = day_of(side.now, zone_of_post(delivery, side.repositories))
    return leaderboard_on(side, delivery.key.workspace_id, selection, on)


def zone_of_post(delivery: Delivery, repositories: Repositories) -> str:
    """By whose calendar a message to a channel is dated: that of whoever shared it, or of its posting."""
    if delivery.asked_by:
        return repositories.people.get(delivery.asked_by).time_zone
    postings = repositories.postings.list_of(delivery.key.workspace_id)
    return next((each.time_zone for each in postings if each.channel_id == delivery.key.recipient), "UTC")


def leaderboard_preview(delivery: Delivery, side: Side) -> LeaderboardPreview | None:
    """What an owner reads about their team; None when it is on none any more."""
    repositories = side.repositories
    team = repositories.teams.find(delivery.key.subject_id)
    if team is None or team.ended_at or not team.on_leaderboard or team.leaderboard_from is None:
        return None
    owner = repositories.people.get(delivery.key.recipient)
    scale = side.maturity.by_name.get(team.headline_scale) or side.maturity.scales[0]
    fewest = repositories.workspaces.find_compared_from(team.workspace_id)
    standing = repositories.standings.list_of(team.id).get(scale.scale)
    taking_part = TakingPart(team.id, team.name, team.name_key, team.shows_lowest, standing)
    found = compare([taking_part], scale, fewest, day_of(side.now, owner.time_zone))
    return LeaderboardPreview(
        team=team,
        scale=scale,
        shown_from=local(team.leaderboard_from, owner.time_zone),
        row=next(iter(found.named), None),
        is_lowest=bool(found.lowest),
        fewest=fewest,
    )
