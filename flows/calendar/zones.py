"""Time zones and where they are: from the copy of the IANA time zone database that the tzdata package brings."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

# Older names whose link leads to a place in another country, and the place that is meant.
_STAYS = {
    "Africa/Asmera": "Africa/Asmara",
    "Africa/Timbuktu": "Africa/Bamako",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Virgin": "America/St_Thomas",
    "Antarctica/South_Pole": "Antarctica/McMurdo",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Iceland": "Atlantic/Reykjavik",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
}
# Names that are abbreviations: the database links some to a place, which nobody means by them.
ABBREVIATED = frozenset({"CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET"})
_NOWHERE = frozenset({"Factory"})
_ARTICLE = ("United ", "Philippines", "Netherlands")


@cache
def places() -> Mapping[str, str]:
    """The country (ISO 3166) of each zone that is a place."""
    return {zone: country for country, _, zone, *_ in _rows("zone.tab")}


@cache
def countries() -> Mapping[str, str]:
    """The short name of each country by its code."""
    return {code: name.partition(" (")[0] for code, name, *_ in _rows("iso3166.tab")}


def country_named(code: str) -> str:
    """A country as it is named in a sentence."""
    name = countries()[code]
    return f"the {name}" if name.startswith(_ARTICLE) else name


@cache
def regions() -> Mapping[str, str]:
    """The region of its country that a zone tells, by its code in the holidays library."""
    lines = files("flows.calendar").joinpath("regions.txt").read_text(encoding="ascii").splitlines()
    return dict(line.split() for line in lines if not line.startswith("#"))


@cache
def zone_names() -> frozenset[str]:
    """All names of zones, older ones included, that mean the same on every machine."""
    whole = frozenset(line.split()[1] for line in _lines("tzdata.zi") if line.startswith("Z "))
    return (whole | _links().keys() | places().keys()) - _NOWHERE


def canonical(zone: str) -> str:
    """The name that the zone's place has today; a name that is no place's, or tells a region, stays as it is."""
    return zone if zone in regions() else _place(zone)


def region_of(zone: str) -> str | None:
    """The code of the region whose holidays a zone has; None where it has those of its country alone."""
    return regions().get(canonical(zone))


def country_of(zone: str) -> str | None:
    """The code of the country that a zone is in; None where it is in none, or is not known."""
    return places().get(_place(zone))


def _place(zone: str) -> str:
    name = zone
    while name not in places() and name in _links() and name not in ABBREVIATED:
        name = _STAYS.get(name) or _links()[name]
    return name if name in places() else zone


@cache
def _links() -> Mapping[str, str]:
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {name: target for _, target, name in links}


def _rows(name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(name) if not line.startswith("#"))


def _lines(name: str) -> list[str]:
    return files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()
