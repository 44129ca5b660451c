"""Teams that take part in leaderboards, without a database."""

from datetime import UTC, date, datetime, time
from typing import Any

from flows.leaderboards.who_is_named import TakingPart, Terms
from flows.maturity.loading import load_maturity
from flows.results.standing import Standing

MATURITY = load_maturity()
GOOGLE = MATURITY.by_name["google"]
ON = date(2027, 1, 20)
MIDNIGHT = datetime.combine(ON, time(), UTC)
TERMS = Terms(GOOGLE, 3, ON)


def standing(level: int = 1, **more: Any) -> Standing:
    """A settled row of five people on Google's scale, published this month."""
    top = level == GOOGLE.highest
    usual: dict[str, Any] = {
        "scale_hash": GOOGLE.content_hash,
        "level": level,
        "settled": True,
        "in_place": None if top else 8,
        "of": None if top else 12,
        "not_applicable": 0,
        "level_before": level,
        "highest_before": level,
        "in_place_before": None if top else 8,
        "newly": 0,
        "answered": 5,
        "asked": 5,
        "published_on": date(2027, 1, 12),
        "is_lowest": level == 0,
    }
    values = usual | more
    return Standing(**{"published_at": datetime.combine(values["published_on"], time(9), UTC)} | values)


def taking_part(name: str, row: Standing | None = None, *, lowest: bool = False, is_low: bool = False) -> TakingPart:
    """A team of that name."""
    return TakingPart(name, lowest, is_low, row)
