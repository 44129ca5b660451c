"""What teams need: names that are told apart, choices, who is asked and who decides.

Nothing has been written to `team` and `roster_entry` so far. A check-in's copy of the roster comes with check-ins.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0003"
down_revision = "0002"

_LIVING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make room for them."""
    op.drop_table("roster_entry")
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("is_gone", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("DELETE FROM team")
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("name_key", sa.Text(), nullable=False))
        team.add_column(sa.Column("scales", Json, nullable=False))
        team.add_column(sa.Column("on_leaderboard", sa.Boolean(), nullable=False))
        team.add_column(sa.Column("has_open_answers", sa.Boolean(), nullable=False))
        team.add_column(sa.Column("time_zone", sa.Text(), nullable=False))
        team.add_column(sa.Column("ended_at", UTCDateTime(), nullable=True))
    for name, column in (("uq_team_name", "name_key"), ("uq_team_channel", "channel_id")):
        op.create_index(
            name, "team", ["workspace_id", column], unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING
        )
    _create_people("team_roster")
    _create_people("team_owner")


def downgrade() -> None:
    """Forget teams."""
    op.drop_table("team_owner")
    op.drop_table("team_roster")
    op.execute("DELETE FROM team")
    for name in ("uq_team_channel", "uq_team_name"):
        op.drop_index(name, "team")
    with op.batch_alter_table("team") as team:
        for column in ("ended_at", "time_zone", "has_open_answers", "on_leaderboard", "scales", "name_key"):
            team.drop_column(column)
    with op.batch_alter_table("person") as person:
        person.drop_column("is_gone")
    _create_roster_entry()


def _create_people(table: str) -> None:
    op.create_table(
        table,
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f(f"fk_{table}_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"], unique=False)


def _create_roster_entry() -> None:
    op.create_table(
        "roster_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("check_in_id", sa.String(length=36), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_roster_entry_check_in_id_check_in")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_entry_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_roster_entry_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entry")),
        sa.UniqueConstraint("check_in_id", "person_id", name=op.f("uq_roster_entry_check_in_id_person_id")),
    )
    op.create_index(op.f("ix_roster_entry_person_id"), "roster_entry", ["person_id"], unique=False)
    op.create_index(op.f("ix_roster_entry_team_id"), "roster_entry", ["team_id"], unique=False)
    op.create_index(
        "uq_roster_entry_team",
        "roster_entry",
        ["team_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("check_in_id IS NULL"),
        postgresql_where=sa.text("check_in_id IS NULL"),
    )
