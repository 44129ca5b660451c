"""Leaderboards and digests as they are read, in a channel or by one person, before they have words."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.acts.shared.act import Act
from flows.calendar.working_days import day_of, instant, local, working_days_after
from flows.deliveries.delivery import Delivery
from flows.errors import RefusedError
from flows.leaderboards.digest import Digest, DigestContext, digest_of
from flows.leaderboards.leaderboard import Leaderboard, LeaderboardRow, Selection, leaderboard_of, rows_of
from flows.leaderboards.typed_selection import read_selection
from flows.leaderboards.who_is_named import TakingPart, Terms, sort_out_who_is_named
from flows.maturity.scale import Scale
from flows.teams.team import Team

NOTICE = 2  # working days between an owner seeing the team's row and others seeing it


@dataclass(frozen=True)
class LeaderboardPreview:
    """The rows that an owner reads before others see the team on leaderboards, at `shown_from` where the owner is.

    `rows` has the scales on which it is named. On none it is counted: `is_lowest` says that this is for its level, else
    it has fewer than `fewest` answers, or no level on any scale.
    """

    team: Team
    rows: tuple[tuple[Scale, LeaderboardRow], ...]
    shown_from: datetime
    on: date
    is_lowest: bool
    fewest: int


@dataclass(frozen=True)
class DigestDetails:
    """The details in the thread below a digest."""

    digest: Digest


def leaderboard_in(act: Act, workspace_id: str, selection: Selection, zone: str) -> Leaderboard:
    """The leaderboard of a workspace for a selection, dated as it is in a time zone."""
    teams = act.repositories.standings.list_taking_part(workspace_id, selection.scale, act.now)
    return leaderboard_of(teams, selection, terms_of(act, workspace_id, selection.scale, zone))


def terms_of(act: Act, workspace_id: str, scale: str, zone: str) -> Terms:
    """The terms on which a workspace compares teams, on the day that it is in a time zone."""
    fewest = act.repositories.workspaces.find_compared_from(workspace_id)
    return Terms(act.maturity.by_name[scale], fewest, day_of(act.now, zone), zone)


def digest_in(act: Act, workspace_id: str, selection: Selection, zone: str) -> Digest:
    """The digest of a workspace for a selection, dated as it is in a time zone."""
    standings, terms = act.repositories.standings, terms_of(act, workspace_id, selection.scale, zone)
    teams = standings.list_taking_part(workspace_id, selection.scale, act.now)
    gaps = standings.count_gaps(workspace_id, selection.scale, terms.fewest, act.now)
    following = standings.list_following(workspace_id, act.now)
    return digest_of(teams, DigestContext(act.maturity.catalogue, gaps, following), selection, terms)


def leaderboard_for(delivery: Delivery, act: Act) -> Leaderboard | None:
    """The leaderboard that a delivery brings a channel; None when its scale is not there any more."""
    selection = _selection_for(delivery, act)
    if selection is None:
        return None
    return leaderboard_in(act, delivery.key.workspace_id, selection, _zone_for(delivery, act))


def digest_for(delivery: Delivery, act: Act) -> Digest | None:
    """The digest that a delivery brings a channel; None when its scale is not there any more."""
    selection = _selection_for(delivery, act)
    if selection is None:
        return None
    return digest_in(act, delivery.key.workspace_id, selection, _zone_for(delivery, act))


def digest_details_for(delivery: Delivery, act: Act) -> DigestDetails | None:
    """The details that a delivery brings below a digest; None when its scale is not there any more."""
    digest = digest_for(delivery, act)
    return DigestDetails(digest) if digest else None


def _selection_for(delivery: Delivery, act: Act) -> Selection | None:
    """The selection that a delivery names; None when its scale is not there any more."""
    try:
        return read_selection(delivery.key.subject_id, act.maturity.by_name, act.maturity.headline)
    except RefusedError:
        return None


def _zone_for(delivery: Delivery, act: Act) -> str:
    """The time zone by which a message to a channel is dated: that of the person who shared it, or of its posting."""
    if delivery.asked_by:
        return act.repositories.people.get(delivery.asked_by).time_zone
    postings = act.repositories.postings.list_of(delivery.key.workspace_id)
    return next((posting.time_zone for posting in postings if posting.channel_id == delivery.key.recipient), "UTC")


def shown_from(team: Team, now: datetime) -> datetime:
    """The moment from which others see a team whose owners see its row now: two working days later."""
    here = local(now, team.time_zone)
    day = working_days_after(here.date(), NOTICE, team.time_zone)
    return instant(day, here.time().replace(second=0, microsecond=0), team.time_zone)


def leaderboard_preview_for(delivery: Delivery, act: Act) -> LeaderboardPreview | None:
    """The rows that a delivery shows an owner of a team; None when the team is on no leaderboard any more."""
    repositories = act.repositories
    team = repositories.teams.find(delivery.key.subject_id)
    if team is None or team.ended_at or not team.was_announced:
        return None
    zone = repositories.people.get(delivery.key.recipient).time_zone
    here = terms_of(act, team.workspace_id, act.maturity.headline, zone)
    standings = repositories.standings.list_of(team.id)
    headline = standings.get(team.headline_scale)
    is_low = headline is not None and headline.settled and headline.is_lowest
    rows: list[tuple[Scale, LeaderboardRow]] = []
    is_lowest = False
    for scale in sorted(act.maturity.scales, key=lambda scale: scale.scale != team.headline_scale):
        terms = replace(here, scale=scale)
        compared = sort_out_who_is_named(
            [TakingPart(team.name, team.shows_lowest, is_low, standings.get(scale.scale))], terms
        )
        rows += [(scale, row) for row in rows_of([(named, None) for named in compared.named], terms)]
        is_lowest = is_lowest or bool(compared.lowest or compared.low)
    return LeaderboardPreview(
        team=team,
        rows=tuple(rows),
        shown_from=local(team.leaderboard_from or shown_from(team, act.now), zone),
        on=here.on,
        is_lowest=is_lowest,
        fewest=here.fewest,
    )
