"""A workspace's teams in a few numbers: how many at which level, what moved, and what they lack most often. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.calendar.working_days import day_of
from flows.leaderboards.leaderboard import Headlines, Selection, headlines_of, news_since, rows_of
from flows.leaderboards.who_is_named import TakingPart, Terms, sort_out_who_is_named
from flows.maturity.capability import Capability, Catalogue
from flows.maturity.scale import Level, Scale

LACKS_FROM = 3  # teams compared: of fewer, each would know what the others lack
MOST_LACKED = 3


@dataclass(frozen=True)
class Digest:
    """The digest of a day about the teams that take part in leaderboards.

    `levels` counts teams, the highest level first; `not_compared` have too few answers or no level on the scale. News
    is what happened `since` a day: `fresh` teams have a result since then, for which `answered` of `asked` people have
    answered; `risen` of these teams have a higher level by it, and `newly` practices are newly in place. `lacking` are
    the practices that most teams lack, with how many teams; `following` the days of the next check-ins, with how many.
    """

    scale: Scale
    selection: Selection
    on: date
    since: date
    takes_part: int
    compared: int
    levels: tuple[tuple[Level, int], ...]
    not_compared: int
    fresh: int
    answered: int
    asked: int
    risen: int
    newly: int
    lacking: tuple[tuple[Capability, int], ...]
    following: tuple[tuple[date, int], ...]
    headlines: Headlines


@dataclass(frozen=True)
class DigestContext:
    """What belongs to a digest beside teams' rows: what the compared teams lack, and when teams are asked next."""

    catalogue: Catalogue
    gaps: Mapping[str, int]
    following: Sequence[tuple[date, int]]


def digest_of(teams: Sequence[TakingPart], around: DigestContext, selection: Selection, terms: Terms) -> Digest:
    """The digest of a workspace."""
    compared = sort_out_who_is_named(teams, terms)
    standings, since = compared.all, news_since(selection, terms)
    fresh = [standing for standing in standings if standing.published_at > since]
    counts = Counter(standing.level for standing in standings)
    rows = rows_of(((team, None) for team in compared.named), terms)
    return Digest(
        scale=terms.scale,
        selection=selection,
        on=terms.on,
        since=day_of(since, terms.zone),
        takes_part=len(teams),
        compared=len(standings),
        levels=tuple((level, counts[level.level]) for level in reversed(terms.scale.levels) if counts[level.level]),
        not_compared=compared.not_compared,
        fresh=len(fresh),
        answered=sum(standing.answered for standing in fresh),
        asked=sum(standing.asked for standing in fresh),
        risen=sum(bool(standing.up) for standing in fresh),
        newly=sum(standing.newly for standing in fresh),
        lacking=_lacking(around, len(standings)),
        following=tuple(around.following),
        headlines=headlines_of(rows, since, standings),
    )


def _lacking(around: DigestContext, compared: int) -> tuple[tuple[Capability, int], ...]:
    """The practices that most of the compared teams lack; equal ones in the order in which they are asked."""
    if compared < LACKS_FROM:
        return ()
    gaps = [(practice, around.gaps.get(practice.id, 0)) for practice in around.catalogue.capabilities]
    most_lacked = sorted(gaps, key=lambda gap: -gap[1])[:MOST_LACKED]
    return tuple((practice, teams) for practice, teams in most_lacked if teams > 1)
