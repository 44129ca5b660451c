"""What schedules need: when teams are asked, when people work and are away, and the messages that follow.

Teams that are there get no schedule: their owners start check-ins as before, until they choose one.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0007"
down_revision = "0006"

_KINDS = (
    "'shared_result', 'welcome', 'undelivered', 'invitation', 'check_in_card', 'preview', 'summary', "
    "'summary_details', 'incomplete', 'discussion'"
)
_NEW_KINDS = "'nudge', 'channel_reminder', 'not_started'"
_NUDGING = "nudging IN ('gentle', 'normal', 'off')"


def upgrade() -> None:
    """Make room for them; a check-in under way goes on as it began, without a nudge."""
    _create_schedule()
    op.create_table(
        "absence",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_absence_set_by_person")),
        sa.PrimaryKeyConstraint("person_id", "first_on", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("workspace") as workspace:
        workspace.add_column(sa.Column("away_words", Json, nullable=True))
        workspace.add_column(sa.Column("schedule_words", sa.Text(), nullable=True))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("zone_is_own", sa.Boolean(), server_default=sa.false(), nullable=False))
        person.add_column(sa.Column("works_from", sa.Integer(), server_default="9", nullable=False))
        person.add_column(sa.Column("works_until", sa.Integer(), server_default="17", nullable=False))
    _change_check_in()
    _allow_kinds(f"{_KINDS}, {_NEW_KINDS}")
    op.create_index("ix_delivery_sent", "delivery", ["recipient", "kind", "sent_at"])


def downgrade() -> None:
    """Forget when teams are asked, and when people work and are away."""
    op.drop_index("ix_delivery_sent", "delivery")
    op.execute(f"DELETE FROM delivery WHERE kind IN ({_NEW_KINDS})")  # noqa: S608 - our own words
    _allow_kinds(_KINDS)
    with op.batch_alter_table("check_in") as check_in:
        check_in.drop_constraint("ck_check_in_nudging")
        for name in ("away_days", "reminds_channel", "nudging", "lasts", "asks_on"):
            check_in.drop_column(name)
    with op.batch_alter_table("person") as person:
        for name in ("works_until", "works_from", "zone_is_own"):
            person.drop_column(name)
    with op.batch_alter_table("workspace") as workspace:
        workspace.drop_column("schedule_words")
        workspace.drop_column("away_words")
    op.drop_table("absence")
    op.drop_table("schedule")


def _create_schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("every", "hour", "time_zone", "nudging")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("nth", "weekday", "year_begins", "weeks", "lasts")
        ),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("reminds_channel", "is_paused")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("starts_on", "covered_until")),
        sa.Column("rule_of_own", sa.Text(), nullable=True),
        sa.Column("shifted", Json, nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "every IN ('month', 'quarter', 'half-year', 'year', 'weeks', 'rule')", name=op.f("ck_schedule_every")
        ),
        sa.CheckConstraint(_NUDGING, name=op.f("ck_schedule_nudging")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_schedule_team_id_team")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_schedule_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_schedule")),
    )
    op.create_index("ix_schedule_due", "schedule", ["workspace_id", "due_at"])


def _change_check_in() -> None:
    with op.batch_alter_table("check_in") as check_in:
        check_in.add_column(sa.Column("asks_on", sa.Date(), nullable=True))
        check_in.add_column(sa.Column("lasts", sa.Integer(), server_default="5", nullable=False))
        check_in.add_column(sa.Column("nudging", sa.Text(), server_default="off", nullable=False))
        check_in.add_column(sa.Column("reminds_channel", sa.Boolean(), server_default=sa.false(), nullable=False))
        check_in.add_column(sa.Column("away_days", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE check_in SET asks_on = occurrence_on")
    with op.batch_alter_table("check_in") as check_in:
        check_in.alter_column("asks_on", nullable=False)
        check_in.create_check_constraint("nudging", _NUDGING)
        for name in ("lasts", "nudging", "reminds_channel", "away_days"):
            check_in.alter_column(name, server_default=None)


def _allow_kinds(kinds: str) -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("ck_delivery_kind")
        delivery.create_check_constraint("kind", f"kind IN ({kinds})")
