"""Time zones as people type them. A city is enough; what can mean several places is asked back, never guessed."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import NoReturn
from zoneinfo import ZoneInfo

from flows.calendar.zones import ABBREVIATED, canonical, countries, country_named, country_of, places, zone_names
from flows.errors import FieldError
from flows.plain_text import listed, with_hyphens

LONGEST_ZONE = 64  # characters typed
_MOST_CITIES = 4  # that are named to choose from
_EXAMPLE = 'use one like "Europe/Berlin".'
_UTC = frozenset({"utc", "gmt", "gmt0", "z", "zulu", "uct", "universal", "greenwich"})
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?([0-5]\d))?")
_FURTHEST = {"+": 14, "-": 12}  # hours from UTC that have a zone of their own
_SURNAME = re.compile(r"(?:city|(?:standard|daylight)?time)$")  # New York City, Pacific Time
_LIKE = 0.75  # how alike a name is that may have been meant
# Words that are a zone only after a country's name, as in Australia/West.
_DIRECTIONS = frozenset({"east", "west", "north", "south", "general", "continental"})
_UNITED_STATES = ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"]
# What the database does not call so, or calls another place alone.
_ALSO = {
    "cordoba": ["Europe/Madrid"],
    "georgia": ["America/New_York"],
    "larioja": ["Europe/Madrid"],
    "petersburg": ["Europe/Moscow"],
    "sanjuan": ["America/Puerto_Rico"],
    "uk": ["Europe/London"],
    "unitedstates": _UNITED_STATES,
    "usa": _UNITED_STATES,
    "victoria": ["America/Vancouver", "Indian/Mahe"],
}
_YEAR = 2026  # of which the offsets of places are taken


def clean_zone(text: str) -> str:
    """The time zone that was typed, by the name of its place in the IANA database, or a difference from UTC by its own.

    `UTC+2` means two hours ahead of UTC, as people write it, and not behind as in the database's own Etc/GMT+2.
    """
    typed = " ".join(text.split())
    if len(typed) > LONGEST_ZONE:
        raise FieldError("zone", f"That is too long for a time zone; {_EXAMPLE} Nothing was changed.")
    word = with_hyphens(typed).replace(" ", "").casefold()
    if word in _UTC:
        return "UTC"
    if word in _abbreviations():
        _ask_back(typed, _abbreviations()[word])
    if offset := _OFFSET.fullmatch(word):
        return _at_offset(typed, offset)
    return _exact().get(typed.replace(" ", "_").casefold()) or _place(typed)


def _place(typed: str) -> str:
    """The zone of a place in any usual writing."""
    key = _key(typed)
    near = _by_place().get(key) or _by_place().get(_SURNAME.sub("", key))
    if near is None:
        close = next(iter(difflib.get_close_matches(key, _by_place(), n=1, cutoff=_LIKE)), None)
        hint = f'did you mean "{_by_place()[close][0]}"?' if close else _EXAMPLE
        raise FieldError("zone", f'"{typed}" is not a time zone I know; {hint} Nothing was changed.')
    if len(near) > 1:
        _ask_back(typed, near)
    return near[0]


def _at_offset(typed: str, offset: re.Match[str]) -> str:
    """The zone that is always so many hours from UTC; where there is none, the places that are."""
    sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
    if minutes == 0 and hours <= _FURTHEST[sign]:
        return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    cities = _cities_at(timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1))
    if cities and minutes:
        _ask_back(typed, cities)
    raise FieldError("zone", f'No place is at "{typed}"; {_EXAMPLE} Nothing was changed.')


@cache
def _cities_at(offset: timedelta) -> Sequence[str]:
    """The places that are so far from UTC in winter or in summer."""
    dates = [datetime(_YEAR, month, 1) for month in (1, 7)]  # noqa: DTZ001 - by clocks there
    return [zone for zone in places() if offset in {ZoneInfo(zone).utcoffset(date) for date in dates}]


def _ask_back(typed: str, zones: Sequence[str]) -> NoReturn:
    shown = zones[:_MOST_CITIES]
    where = list(dict.fromkeys(country_named(country_of(zone) or "") for zone in shown))
    asked = f'"{typed}" can mean {listed(where, "or")}: please choose'
    if len(where) == 1:
        asked = f'Please write "{typed}" as a city, such as'
    raise FieldError("zone", f"{asked} {listed(shown, 'or')}. Nothing was changed.")


@cache
def _abbreviations() -> Mapping[str, Sequence[str]]:
    lines = files("flows.calendar").joinpath("abbreviations.txt").read_text(encoding="ascii").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {name.casefold(): zones for name, *zones in rows}


@cache
def _exact() -> Mapping[str, str]:
    """Zones by their whole names, in small letters, by the names that their places have today."""
    return {name.casefold(): canonical(name) for name in zone_names() - ABBREVIATED}


@cache
def _by_place() -> Mapping[str, Sequence[str]]:
    """Zones by their names, by city and by country, in letters alone."""
    zones: dict[str, list[str]] = {key: list(others) for key, others in _ALSO.items()}
    for key, zone in _keyed():
        if key not in _DIRECTIONS and zone not in zones.setdefault(key, []):
            zones[key].append(zone)
    return zones


def _keyed() -> Iterable[tuple[str, str]]:
    named = sorted((name for name in zone_names() if country_of(name)), reverse=True)
    for name in [*places(), *named]:
        yield _key(name), canonical(name)
        yield _key(name.rpartition("/")[2]), canonical(name)
    for zone, country in places().items():
        yield _key(countries()[country]), zone


def _key(text: str) -> str:
    """The letters of a name, so that accents, blanks, hyphens and stops make no difference."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in bare if letter.isalnum() or letter == "/")
