"""The demo's teams have a past that the use cases made, once, and nothing of it is sent."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.demo.seeding import TEAMS, seed
from bot.demo.workspace import CHANNELS, WORKSPACE_ID, channel_id
from storage.rows import CheckInRow, DeliveryRow, table_of


def test_five_teams_have_two_quarters_behind_them(database, maturity):
    now = datetime.now(UTC)
    for _ in range(2):
        seed(database, maturity, now)
    with database.reading() as repositories:
        teams = [repositories.teams.find_in_channel(WORKSPACE_ID, channel_id(each)) for each in CHANNELS]
        results = {each.name: repositories.check_ins.list_of(each.id) for each in teams if each}
        assert set(results) == {each.name for each in TEAMS}
        assert all([str(each.status) for each in found] == ["published"] * 2 for found in results.values())
        assert {found[0].period for found in results.values()} != {found[1].period for found in results.values()}
        assert repositories.deliveries.find_earliest() is None
    with database.backend.reading.connect() as connection:
        assert connection.execute(select(table_of(CheckInRow))).mappings().all()
        assert set(connection.execute(select(table_of(DeliveryRow).c.reason)).scalars()) == {"over"}
