"""A check-in that is open, without a database."""

from datetime import UTC, date, datetime

from flows.check_ins.check_in import CheckIn, first_deadline

MONDAY = datetime(2027, 1, 11, 9, tzinfo=UTC)
OPENED = CheckIn(
    id="c1",
    team_id="t1",
    workspace_id="T1",
    occurrence_on=date(2027, 1, 1),
    revision=0,
    period="Q1 2027",
    team_name="Fraud",
    channel_id="C1",
    time_zone="Europe/Berlin",
    headline_scale="google",
    scale_hashes=(),
    catalogue_hash="",
    jumps_hash="",
    has_open_answers=False,
    roster=("p1", "p2", "p3"),
    opened_at=MONDAY,
    asks_on=MONDAY.date(),
    closes_at=first_deadline(MONDAY.date(), 5, "Europe/Berlin"),
)
