"""Teams side by side as it is read, in a channel or by one person, before it has words."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.acts.shared.act import Act
from flows.calendar.working_days import day_of, instant, local, working_days_after
from flows.deliveries.delivery import Delivery
from flows.errors import RefusedError
from flows.leaderboards.digest import Around, Digest, digest_of
from flows.leaderboards.leaderboard import Leaderboard, LeaderboardRow, Selection, leaderboard_of, rows_of
from flows.leaderboards.standing import TakingPart, Terms, compare
from flows.leaderboards.typed_selection import read_selection
from flows.maturity.loading import Maturity
from flows.maturity.scale import Scale
from flows.ports import Repositories
from flows.teams.team import Team

NOTICE = 2  # working days between an owner seeing the team's row and others seeing it


@dataclass(frozen=True)
class LeaderboardPreview:
    """What an owner reads before others see the team on leaderboards, from `shown_from` on where the owner is.

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
    """What stands in the thread below a digest."""

    digest: Digest


def leaderboard_in(act: Act, workspace_id: str, selection: Selection, zone: str) -> Leaderboard:
    """A workspace's leaderboard of a selection, dated as it is in a time zone."""
    teams = act.repositories.standings.list_taking_part(workspace_id, selection.scale, act.now)
    return leaderboard_of(teams, selection, terms_of(act, workspace_id, selection.scale, zone))


def terms_of(act: Act, workspace_id: str, scale: str, zone: str) -> Terms:
    """On what a workspace compares teams, on the day that it is in a time zone."""
    fewest = act.repositories.workspaces.find_compared_from(workspace_id)
    return Terms(act.maturity.by_name[scale], fewest, day_of(act.now, zone), zone)


def digest_in(act: Act, workspace_id: str, selection: Selection, zone: str) -> Digest:
    """A workspace's digest of a selection, dated likewise."""
    standings, terms = act.repositories.standings, terms_of(act, workspace_id, selection.scale, zone)
    teams = standings.list_taking_part(workspace_id, selection.scale, act.now)
    gaps = standings.count_gaps(workspace_id, selection.scale, terms.fewest, act.now)
    following = standings.list_following(workspace_id, act.now)
    return digest_of(teams, Around(act.maturity.catalogue, gaps, following), selection, terms)


def digest_for(delivery: Delivery, act: Act) -> Digest | None:
    """What a channel reads; None as above."""
    found = _selected(delivery, act)
    return digest_in(act, delivery.key.workspace_id, *found) if found else None


def digest_details_for(delivery: Delivery, act: Act) -> DigestDetails | None:
    """What stands below it."""
    found = digest_for(delivery, act)
    return DigestDetails(found) if found else None


def leaderboard_for(delivery: Delivery, act: Act) -> Leaderboard | None:
    """What a channel reads: its delivery names the selection. None when its scale is not there any more."""
    found = _selected(delivery, act)
    return leaderboard_in(act, delivery.key.workspace_id, *found) if found else None


def _selected(delivery: Delivery, act: Act) -> tuple[Selection, str] | None:
    try:
        selection = read_selection(delivery.key.subject_id, act.maturity.by_name, act.maturity.headline)
    except RefusedError:
        return None
    return selection, _zone_of_post(delivery, act.repositories)


def _zone_of_post(delivery: Delivery, repositories: Repositories) -> str:
    """By whose calendar a message to a channel is dated: that of whoever shared it, or of its posting."""
    if delivery.asked_by:
        return repositories.people.get(delivery.asked_by).time_zone
    postings = repositories.postings.list_of(delivery.key.workspace_id)
    return next((each.time_zone for each in postings if each.channel_id == delivery.key.recipient), "UTC")


def shown_from(team: Team, now: datetime) -> datetime:
    """From when on others see a team whose owners see its row now: two working days later."""
    here = local(now, team.time_zone)
    day = working_days_after(here.date(), NOTICE, team.time_zone)
    return instant(day, here.time().replace(second=0, microsecond=0), team.time_zone)


def leaderboard_preview_for(delivery: Delivery, act: Act) -> LeaderboardPreview | None:
    """What an owner reads about their team; None when it is on none any more."""
    repositories = act.repositories
    team = repositories.teams.find(delivery.key.subject_id)
    if team is None or team.ended_at or not team.was_announced:
        return None
    zone = repositories.people.get(delivery.key.recipient).time_zone
    here = terms_of(act, team.workspace_id, act.maturity.headline, zone)
    standings = repositories.standings.list_of(team.id)
    headline = standings.get(team.headline_scale)
    is_low = headline is not None and headline.settled and headline.is_lowest
    terms = [replace(here, scale=each) for each in _told_first(act.maturity, team.headline_scale)]
    compared = [
        (each, compare([TakingPart(team.name, team.shows_lowest, is_low, standings.get(each.scale.scale))], each))
        for each in terms
    ]
    return LeaderboardPreview(
        team=team,
        rows=tuple(
            (each.scale, row) for each, found in compared for row in rows_of([(one, None) for one in found.named], each)
        ),
        shown_from=local(team.leaderboard_from or shown_from(team, act.now), zone),
        on=here.on,
        is_lowest=any(found.lowest or found.low for _, found in compared),
        fewest=here.fewest,
    )


def _told_first(maturity: Maturity, headline: str) -> list[Scale]:
    return sorted(maturity.scales, key=lambda each: each.scale != headline)
