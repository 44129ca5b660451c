"""A workspace's teams in a few numbers: how many at which level, what moved, and what they lack most often. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.calendar.working_days import day_of
from flows.leaderboards.leaderboard import (
    Headlines,
    Selection,
    TakingPart,
    Terms,
    compare,
    headlines_of,
    news_since,
    rows_of,
)
from flows.maturity.capability import Capability, Catalogue
from flows.maturity.scale import Level, Scale

LACKS_FROM = 3  # teams compared: of fewer, each would know what the others lack
MOST_LACKED = 3


@dataclass(frozen=True)
class Digest:
    """All that is said, of a day, about the teams that take part in leaderboards.

    `levels` counts teams, the highest level first; `not_compared` have too few answers or no level on the scale. What
    is news is so `since` a day: `fresh` teams have a result since then, for which `answered` of `asked` people have
    answered, `risen` of them have a higher level by it, and `newly` practices are newly in place. `lacking` has the
    practices that teams lack most often, with how many. `following` are the days of the next check-ins, with how many.
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
class Around:
    """What belongs to a digest beside teams' rows: what those compared lack, and when they are asked next."""

    catalogue: Catalogue
    gaps: Mapping[str, int]
    following: Sequence[tuple[date, int]]


def digest_of(teams: Sequence[TakingPart], around: Around, selection: Selection, terms: Terms) -> Digest:
    """The digest of a workspace."""
    compared = compare(teams, terms)
    standings, since = compared.all, news_since(selection, terms)
    fresh = [each for each in standings if each.published_at > since]
    counts = Counter(each.level for each in standings)
    return Digest(
        scale=terms.scale,
        selection=selection,
        on=terms.on,
        since=day_of(since, terms.zone),
        takes_part=len(teams),
        compared=len(standings),
        levels=tuple((each, counts[each.level]) for each in reversed(terms.scale.levels) if counts[each.level]),
        not_compared=compared.not_compared,
        fresh=len(fresh),
        answered=sum(each.answered for each in fresh),
        asked=sum(each.asked for each in fresh),
        risen=sum(bool(each.up) for each in fresh),
        newly=sum(each.newly for each in fresh),
        lacking=_lacking(around) if len(standings) >= LACKS_FROM else (),
        following=tuple(around.following),
        headlines=headlines_of(rows_of(((each, None) for each in compared.named), terms), since, standings),
    )


def _lacking(around: Around) -> tuple[tuple[Capability, int], ...]:
    """The practices that most teams lack; of equal ones those first that are asked first."""
    gaps = {each.id: around.gaps.get(each.id, 0) for each in around.catalogue.capabilities}
    ordered = sorted(around.catalogue.capabilities, key=lambda each: -gaps[each.id])
    return tuple((each, gaps[each.id]) for each in ordered[:MOST_LACKED] if gaps[each.id] > 1)
