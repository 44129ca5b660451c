"""What a leaderboard and a digest of many teams cost, next to hand-written SQL for the same rows.

The past is there too, check-ins with their placements: neither message may look at it. What is compared takes turns.
"""

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, event, text

from bot.messages.digests import render_digest
from bot.messages.leaderboards import render_leaderboard
from bot.run import begin, keep_what_is_loaded
from flows.acts.leaderboards.leaderboard_reading import digest_in, leaderboard_in
from flows.acts.shared.act import Act
from flows.leaderboards.leaderboard import Selection
from flows.maturity.loading import Maturity, load_maturity
from flows.teams.person import clock_of
from storage.database import SqlDatabase, open_database
from tests.support.databases import created, postgresql_server

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
GOOGLE = Selection("google")
# The numbered rows of a leaderboard, as one would ask for them by hand, and what is counted beside them.
ROWS = text(
    "SELECT rank() OVER (ORDER BY it.level DESC, 1.0 * coalesce(it.in_place, 0) / coalesce(it.of, 1) DESC), name, "
    "it.level, it.in_place, it.of, it.in_place_before, it.level_before, it.highest_before, it.newly, it.not_applicable, "
    "it.answered, it.asked, it.published_on "
    "FROM team JOIN standing AS it ON it.team_id = team.id AND it.scale = 'google' "
    "LEFT JOIN standing AS headline "
    "ON headline.team_id = team.id AND headline.scale = team.headline_scale AND headline.settled "
    "WHERE team.workspace_id = 'T1' AND on_leaderboard AND ended_at IS NULL AND leaderboard_from <= :now "
    "AND it.settled AND it.answered >= 3 "
    "AND (shows_lowest OR (it.level > 0 AND NOT coalesce(headline.is_lowest, FALSE))) "
    "ORDER BY it.level DESC, 1.0 * coalesce(it.in_place, 0) / coalesce(it.of, 1) DESC, name_key"
)
COUNTS = text(
    "SELECT level, settled AND answered >= 3, count(*), sum(newly), sum(answered), sum(asked) "
    "FROM team LEFT JOIN standing ON standing.team_id = team.id AND standing.scale = 'google' "
    "WHERE team.workspace_id = 'T1' AND on_leaderboard AND ended_at IS NULL AND leaderboard_from <= :now "
    "GROUP BY 1, 2"
)
GAPS = text(
    "SELECT capability, count(*) FROM team JOIN standing ON standing.team_id = team.id AND standing.scale = 'google' "
    "JOIN team_gap ON team_gap.team_id = team.id "
    "WHERE team.workspace_id = 'T1' AND on_leaderboard AND ended_at IS NULL AND leaderboard_from <= :now "
    "AND settled AND answered >= 3 GROUP BY capability"
)
FOLLOWING = text(
    "SELECT next_on, count(*) FROM team JOIN schedule ON schedule.team_id = team.id "
    "WHERE team.workspace_id = 'T1' AND on_leaderboard AND team.ended_at IS NULL AND leaderboard_from <= :now "
    "AND next_on >= '2027-01-20' GROUP BY next_on ORDER BY next_on LIMIT 3"
)
BY_HAND = {"leaderboard": (ROWS, COUNTS), "digest": (ROWS, COUNTS, GAPS, FOLLOWING)}
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {most} - 1) "


def main() -> None:
    """Measure, and print Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--teams", type=int, default=10_000)
    parser.add_argument("--check-ins", type=int, default=20, help="of each team")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    _say(f"{options.teams:,} teams with {options.check_ins} check-ins each; the median of {options.rounds} rounds\n")
    _say("| database | message | queries | Rung | by hand | ratio | in words | memory |")
    _say("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind in options.kinds:
        with _filled(kind, options.teams, options.check_ins) as (database, maturity):
            for name in BY_HAND:
                _report(kind, name, database, maturity, options.rounds)


def _report(kind: str, name: str, database: SqlDatabase, maturity: Maturity, rounds: int) -> None:
    ours, by_hand, words = [], [], []
    for _ in range(rounds):
        seconds, found = _timed(lambda: seen(name, database, maturity))
        ours.append(seconds)
        by_hand.append(_timed(lambda: ask(name, database))[0])
        words.append(_timed(partial(_render, name, found))[0])
    middle = [statistics.median(each) * 1000 for each in (ours, by_hand, words)]
    ratio = middle[0] / middle[1]
    queries = counted(database, lambda: seen(name, database, maturity))
    _say(
        f"| {kind} | {name} | {queries} | {middle[0]:.0f} ms | {middle[1]:.0f} ms | {ratio:.1f} "
        f"| {middle[2]:.0f} ms | {_memory(lambda: seen(name, database, maturity)):.0f} MB |"
    )


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a report for whoever runs it


def seen(name: str, database: SqlDatabase, maturity: Maturity) -> Any:
    """Look at one as Rung does."""
    look: Callable[..., Any] = leaderboard_in if name == "leaderboard" else digest_in
    with database.reading() as repositories:
        return look(Act(repositories, maturity, NOW, str, clock_of("T1")), "T1", GOOGLE, "UTC")


def ask(name: str, database: SqlDatabase) -> list[Any]:
    """The same rows by hand."""
    with database.backend.read() as connection:
        return [connection.execute(each, {"now": _now(connection)}).all() for each in BY_HAND[name]]


def counted(database: SqlDatabase, act: Callable[[], object]) -> int:
    """How many queries something takes."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(database.backend.reading, "before_cursor_execute", note)
    act()
    event.remove(database.backend.reading, "before_cursor_execute", note)
    return count


def _render(name: str, found: Any) -> object:
    return render_leaderboard(found) if name == "leaderboard" else render_digest(found)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def _memory(act: Callable[[], object]) -> float:
    """The most that Python has at once for it, in MB."""
    tracemalloc.start()
    act()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1_000_000


def _now(connection: Connection) -> Any:
    return NOW if connection.dialect.name == "postgresql" else NOW.strftime("%Y-%m-%d %H:%M:%S.%f")


@contextmanager
def _filled(kind: str, teams: int, check_ins: int) -> Iterator[tuple[SqlDatabase, Maturity]]:
    maturity = load_maturity()
    with TemporaryDirectory() as folder, postgresql_server() as server, created(server, None) as url:
        database = open_database(url if kind == "postgresql" else f"sqlite:///{Path(folder) / 'rung.db'}")
        try:
            database.upgrade()
            begin(database, maturity, "T1")
            fill(database, maturity, teams, check_ins)
            keep_what_is_loaded()
            yield database, maturity
        finally:
            database.close()


def fill(database: SqlDatabase, maturity: Maturity, teams: int, check_ins: int) -> None:
    """Make teams with a past and a present; two in a hundred take no part, and one in ten has too few answers."""
    google, catalogue = maturity.by_name["google"], maturity.catalogue
    hashes = {
        "scale": google.content_hash,
        "catalogue": catalogue.content_hash,
        "jumps": maturity.jumps.content_hash,
    }
    practices = ", ".join(f"({place}, '{each.id}')" for place, each in enumerate(catalogue.capabilities))
    numbers, both = _NUMBERS.format(most=teams), _NUMBERS.format(most=teams * check_ins)
    with database.backend.migrating() as connection:  # which has no time-out
        for statement in (
            TEAMS.format(numbers=numbers),
            CHECK_INS.format(numbers=both, each=check_ins, **hashes),
            PLACEMENTS.format(**hashes),
            STANDINGS.format(numbers=numbers, **hashes),
            GAPS_OF.format(numbers=numbers, practices=practices),
            SCHEDULES.format(numbers=numbers),
        ):
            connection.execute(text(statement.replace(":", "\\:")))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))


TEAMS = """
INSERT INTO team (id, workspace_id, name, name_key, headline_scale, scales, on_leaderboard, leaderboard_from,
    has_open_answers, time_zone, created_at)
{numbers}SELECT 'team ' || n, 'T1', 'Team ' || n, 'team ' || n, 'google', '[]', n % 50 > 0, '2026-01-01 00:00:00.000000',
    FALSE, 'UTC', '2026-01-01 00:00:00.000000' FROM numbers
"""
CHECK_INS = """
INSERT INTO check_in (id, team_id, workspace_id, occurrence_on, revision, period, team_name, channel_id, time_zone,
    headline_scale, scale_hashes, catalogue_hash, jumps_hash, has_open_answers, status, opened_at, closes_at,
    was_extended, was_discussed, causes, answered, asks_on, lasts, nudging, reminds_channel, away_days, card_is_stale,
    card_shown_at)
{numbers}SELECT 'check-in ' || n, 'team ' || (n / {each}), 'T1', '2026-01-01', n % {each}, 'Q1 2026', 'Team', 'C1', 'UTC',
    'google', '["{scale}"]', '{catalogue}', '{jumps}', FALSE, 'published', '2026-01-01 00:00:00.000000',
    '2026-01-06 00:00:00.000000', FALSE, FALSE, '[]', 5, '2026-01-01', 5, 'gentle', FALSE, 0, FALSE,
    '2026-01-01 00:00:00.000000' FROM numbers
"""
PLACEMENTS = """
INSERT INTO placement (check_in_id, scale_hash, catalogue_hash, level, best_case, settled, proof, placed_at)
SELECT id, '{scale}', '{catalogue}', 1, 1, TRUE, '{{"held_by": ["cicd:y"]}}', opened_at FROM check_in
"""
STANDINGS = """
INSERT INTO standing (team_id, scale, scale_hash, level, settled, in_place, of, not_applicable,
    level_before, highest_before, in_place_before, newly, answered, asked, published_on, published_at,
    is_lowest)
{numbers}SELECT 'team ' || n, 'google', '{scale}', n % 3, TRUE,
    CASE WHEN n % 3 < 2 THEN n % 12 END, CASE WHEN n % 3 < 2 THEN 12 END, n % 9 / 8, n % 2, 0,
    CASE WHEN n % 3 = 1 THEN 2 END, n % 5, 2 + n % 10, 12, '2027-01-12',
    '2027-01-12 09:00:00.000000', n % 3 = 0 FROM numbers
"""
GAPS_OF = """
INSERT INTO team_gap (team_id, capability)
{numbers}SELECT 'team ' || n, practice FROM numbers
JOIN (SELECT column1 AS place, column2 AS practice FROM (VALUES {practices}) AS found) AS practices
ON (n + place) % 4 = 0
"""
SCHEDULES = """
INSERT INTO schedule (team_id, workspace_id, every, nth, weekday, hour, time_zone, year_begins, weeks, starts_on,
    covered_until, lasts, nudging, reminds_channel, is_paused, shifted, due_at, next_on)
{numbers}SELECT 'team ' || n, 'T1', 'quarter', 2, 1, '10:00', 'UTC', 1, 13, '2020-01-01', '2027-01-01', 5, 'gentle', FALSE,
    FALSE, '{{}}', '2027-04-12 20:00:00.000000', '2027-04-13' FROM numbers
"""

if __name__ == "__main__":
    main()
