"""Teams side by side as it is read, in a channel or by one person, before it has words."""

from dataclasses import dataclass
from datetime import date, datetime

from flows.delivery import Delivery
from flows.digest import Around, Digest, digest_of
from flows.errors import RefusedError
from flows.leaderboard import (
    Leaderboard,
    LeaderboardRow,
    Selection,
    TakingPart,
    Terms,
    compare,
    leaderboard_of,
    rows_of,
)
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
class DigestDetails:
    """What stands in the thread below a digest."""

    digest: Digest


@dataclass(frozen=True)
class Side:
    """All that is needed to put teams side by side: the content of today, and the moment."""

    repositories: Repositories
    maturity: Maturity
    now: datetime


def leaderboard_on(side: Side, workspace_id: str, selection: Selection, on: date) -> Leaderboard:
    """A workspace's leaderboard of a selection, of a day."""
    teams = side.repositories.standings.list_taking_part(workspace_id, selection.scale, side.now)
    return leaderboard_of(teams, selection, terms_of(side, workspace_id, selection.scale, on))


def terms_of(side: Side, workspace_id: str, scale: str, on: date) -> Terms:
    """On what a workspace compares teams."""
    return Terms(side.maturity.by_name[scale], side.repositories.workspaces.find_compared_from(workspace_id), on)


def digest_on(side: Side, workspace_id: str, selection: Selection, on: date) -> Digest:
    """A workspace's digest of a selection, of a day."""
    standings, terms = side.repositories.standings, terms_of(side, workspace_id, selection.scale, on)
    teams = standings.list_taking_part(workspace_id, selection.scale, side.now)
    gaps = standings.count_gaps(workspace_id, selection.scale, terms.fewest, side.now)
    following = standings.list_following(workspace_id, side.now)
    return digest_of(teams, Around(side.maturity.catalogue, gaps, following), selection, terms)


def digest_for(delivery: Delivery, side: Side) -> Digest | None:
    """What a channel reads; None as above."""
    found = _selected(delivery, side)
    return digest_on(side, delivery.key.workspace_id, *found) if found else None


def digest_details_for(delivery: Delivery, side: Side) -> DigestDetails | None:
    """What stands below it."""
    found = digest_for(delivery, side)
    return DigestDetails(found) if found else None


def leaderboard_for(delivery: Delivery, side: Side) -> Leaderboard | None:
    """What a channel reads: its delivery names the selection. None when its scale is not there any more."""
    found = _selected(delivery, side)
    return leaderboard_on(side, delivery.key.workspace_id, *found) if found else None


def _selected(delivery: Delivery, side: Side) -> tuple[Selection, date] | None:
    try:
        selection = read_selection(delivery.key.subject_id, side.maturity.by_name, side.maturity.headline)
    except RefusedError:
        return None
    return selection, day_of(side.now, _zone_of_post(delivery, side.repositories))


def _zone_of_post(delivery: Delivery, repositories: Repositories) -> str:
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
    terms = terms_of(side, team.workspace_id, scale.scale, day_of(side.now, owner.time_zone))
    standing = repositories.standings.list_of(team.id).get(scale.scale)
    found = compare([TakingPart(team.name, team.shows_lowest, standing)], terms)
    return LeaderboardPreview(
        team=team,
        scale=scale,
        shown_from=local(team.leaderboard_from, owner.time_zone),
        row=next(iter(rows_of(((each, None) for each in found.named), terms)), None),
        is_lowest=bool(found.lowest),
        fewest=terms.fewest,
    )
