"""Teams side by side: a row for each team and scale, what is posted by itself, and who is shown where.

The rows of what was published before are worked out from the results as they were recorded. Which practices were newly
in place, and which were missing, is not among these: both are known from a team's next result on.
"""

import json
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0009"
down_revision = "0008"

_KINDS = (
    "'shared_result', 'welcome', 'undelivered', 'invitation', 'check_in_card', 'preview', 'summary', "
    "'summary_details', 'incomplete', 'discussion', 'nudge', 'channel_reminder', 'not_started'"
)
_NEW_KINDS = "'leaderboard', 'leaderboard_preview', 'digest', 'digest_details'"
_PUBLISHED = sa.text(
    "SELECT check_in.id, check_in.team_id, check_in.ended_at, check_in.time_zone, check_in.answered, "
    "(SELECT count(*) FROM roster_entry WHERE roster_entry.check_in_id = check_in.id) AS asked "
    "FROM check_in WHERE check_in.status = 'published' ORDER BY check_in.opened_at"
).columns(ended_at=UTCDateTime())
_PLACED = sa.text(
    "SELECT content.name AS scale, content.canonical_json, placement.scale_hash, placement.level, placement.settled, "
    "placement.proof "
    "FROM placement JOIN content ON content.content_hash = placement.scale_hash "
    "WHERE placement.check_in_id = :check_in_id"
).columns(settled=sa.Boolean(), proof=Json)


def upgrade() -> None:
    """Make room, and work out the rows of what was published before."""
    op.create_table(
        "standing",
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("scale", sa.Text(), nullable=False),
        sa.Column("scale_hash", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("level", "not_applicable", "newly")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("answered", "asked")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("in_place", "of", "in_place_before")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("level_before", "highest_before")),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("is_lowest", sa.Boolean(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["scale_hash"], ["content.content_hash"], name=op.f("fk_standing_scale_hash_content")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_standing_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", "scale", name=op.f("pk_standing")),
    )
    op.create_table(
        "team_gap",
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_gap_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", "capability", name=op.f("pk_team_gap")),
    )
    _create_posting()
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("shows_lowest", sa.Boolean(), server_default=sa.false(), nullable=False))
        team.add_column(sa.Column("was_announced", sa.Boolean(), server_default=sa.false(), nullable=False))
        team.add_column(sa.Column("leaderboard_from", UTCDateTime(), nullable=True))
    with op.batch_alter_table("workspace") as workspace:
        workspace.add_column(sa.Column("compared_from", sa.Integer(), server_default="3", nullable=False))
    _allow_kinds(f"{_KINDS}, {_NEW_KINDS}")
    with op.batch_alter_table("schedule") as schedule:
        schedule.add_column(sa.Column("next_on", sa.Date(), nullable=True))
    _fill(op.get_bind())
    _fill_schedules(op.get_bind())


def downgrade() -> None:
    """Forget all of it."""
    op.execute(f"DELETE FROM delivery WHERE kind IN ({_NEW_KINDS})")  # noqa: S608 - our own words
    _allow_kinds(_KINDS)
    with op.batch_alter_table("schedule") as schedule:
        schedule.drop_column("next_on")
    with op.batch_alter_table("workspace") as workspace:
        workspace.drop_column("compared_from")
    with op.batch_alter_table("team") as team:
        team.drop_column("leaderboard_from")
        team.drop_column("was_announced")
        team.drop_column("shows_lowest")
    for table in ("posting", "team_gap", "standing"):
        op.drop_table(table)


def _create_posting() -> None:
    op.create_table(
        "posting",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace_id", "kind", "channel_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("every", "words", "time_zone")),
        sa.Column("year_begins", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('leaderboard', 'digest')", name=op.f("ck_posting_kind")),
        sa.CheckConstraint(
            "every IN ('month', 'quarter', 'half-year', 'year', 'weeks', 'rule')", name=op.f("ck_posting_every")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_posting_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "channel_id", name=op.f("pk_posting")),
    )
    op.create_index("ix_posting_due", "posting", ["workspace_id", "due_at"])


def _allow_kinds(kinds: str) -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("ck_delivery_kind")
        delivery.create_check_constraint("kind", f"kind IN ({kinds})")


def _fill(connection: sa.Connection) -> None:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for check_in in connection.execute(_PUBLISHED).all():
        for placed in connection.execute(_PLACED, {"check_in_id": check_in.id}).all():
            key = (check_in.team_id, placed.scale)
            found[key] = _row(check_in, placed, found.get(key))
    if found:
        typed: dict[str, Any] = {"published_on": sa.Date(), "published_at": UTCDateTime()}
        columns: list[Any] = [sa.column(name, typed.get(name)) for name in next(iter(found.values()))]
        table = sa.table("standing", *columns)
        connection.execute(sa.insert(table), list(found.values()))


def _fill_schedules(connection: sa.Connection) -> None:
    """A schedule that nobody has looked at yet is due as the hour of its next day comes where that is first."""
    table = sa.table(
        "schedule", sa.column("team_id"), sa.column("due_at", UTCDateTime()), sa.column("next_on", sa.Date())
    )
    for team_id, due_at in connection.execute(sa.select(table.c.team_id, table.c.due_at)).all():
        next_on = due_at and due_at.astimezone(ZoneInfo("Pacific/Kiritimati")).date()
        connection.execute(sa.update(table).where(table.c.team_id == team_id).values(next_on=next_on))


def _row(check_in: Any, placed: Any, earlier: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401 - rows
    progress = placed.proof.get("progress") or {"in_place": None, "of": None}
    same = earlier if earlier and earlier["scale_hash"] == placed.scale_hash else None
    known = same if same and same["settled"] else None
    before = [same["highest_before"], known["level"] if known else None] if same else []
    return {
        "team_id": check_in.team_id,
        "scale": placed.scale,
        "scale_hash": placed.scale_hash,
        "level": placed.level,
        "settled": placed.settled,
        "in_place": progress["in_place"],
        "of": progress["of"],
        "not_applicable": len(placed.proof.get("not_applicable") or ()),
        "level_before": known["level"] if known else None,
        "highest_before": max((each for each in before if each is not None), default=None),
        "in_place_before": known["in_place"] if known and known["level"] == placed.level else None,
        "newly": 0,
        "answered": check_in.answered or 0,
        "asked": check_in.asked,
        "published_on": check_in.ended_at.astimezone(ZoneInfo(check_in.time_zone)).date(),
        "published_at": check_in.ended_at,
        "is_lowest": placed.level == json.loads(placed.canonical_json)["levels"][0]["level"],
    }
