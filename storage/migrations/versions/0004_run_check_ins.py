"""What check-ins need: what they copy of their team, their life, who is asked, and answers that count no more.

Nothing has been written to `check_in` so far.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0004"
down_revision = "0003"

_KINDS = "'shared_result', 'welcome', 'undelivered'"
_NEW_KINDS = "'invitation', 'check_in_card', 'preview', 'summary', 'summary_details', 'incomplete', 'discussion'"
_RUNNING = sa.text("status IN ('open', 'in_review')")
_IN_CHECK_IN = sa.text("closed_at IS NULL AND check_in_id IS NOT NULL")
_CURRENT = sa.text("is_current")
_OVER = sa.text("is_over")
_PRIVATE = sa.text("closed_at IS NULL AND check_in_id IS NULL")
_TEXTS = ("workspace_id", "team_name", "time_zone", "headline_scale", "status")
_FLAGS = ("has_open_answers", "was_extended", "was_discussed", "card_is_stale")
_MOMENTS = ("closed_at", "publish_at", "ended_at", "due_at")


def upgrade() -> None:
    """Make room for them; the private assessment that is not closed is the one people are looking at."""
    _change_check_in()
    _create_roster_entry()
    _create_agreed_answer()
    op.drop_index("uq_assessment_active", "assessment")
    op.drop_index("ix_assessment_check_in_id", "assessment")
    with op.batch_alter_table("assessment") as assessment:
        assessment.add_column(sa.Column("is_current", sa.Boolean(), nullable=True))
        assessment.add_column(sa.Column("counted_revision", sa.Integer(), nullable=True))
    op.execute("UPDATE assessment SET is_current = (closed_at IS NULL)")
    with op.batch_alter_table("assessment") as assessment:
        assessment.alter_column("is_current", nullable=False)
    _index("uq_assessment_private", "assessment", ["person_id"], _PRIVATE)
    _index("uq_assessment_current", "assessment", ["person_id"], _CURRENT)
    _index("uq_assessment_check_in", "assessment", ["check_in_id", "person_id"], _IN_CHECK_IN)
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("ck_delivery_kind")
        delivery.create_check_constraint("kind", f"kind IN ({_KINDS}, {_NEW_KINDS})")
        delivery.add_column(sa.Column("is_over", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_delivery_over", "delivery", ["workspace_id"], sqlite_where=_OVER, postgresql_where=_OVER)


def downgrade() -> None:
    """Forget check-ins and all that was said in them."""
    op.drop_index("ix_delivery_over", "delivery")
    op.execute(f"DELETE FROM delivery WHERE kind IN ({_NEW_KINDS})")  # noqa: S608 - our own words
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("is_over")
        delivery.drop_constraint("ck_delivery_kind")
        delivery.create_check_constraint("kind", f"kind IN ({_KINDS})")
    for name in ("uq_assessment_check_in", "uq_assessment_current", "uq_assessment_private"):
        op.drop_index(name, "assessment")
    _forget()
    with op.batch_alter_table("assessment") as assessment:
        assessment.drop_column("counted_revision")
        assessment.drop_column("is_current")
    _index("uq_assessment_active", "assessment", ["person_id"], _PRIVATE)
    op.create_index("ix_assessment_check_in_id", "assessment", ["check_in_id"])
    op.drop_table("agreed_answer")
    op.drop_table("roster_entry")
    _restore_check_in()


def _change_check_in() -> None:
    with op.batch_alter_table("check_in") as check_in:
        check_in.drop_constraint("uq_check_in_team_id_occurrence_on", type_="unique")
        check_in.drop_column("closed_at")
        for name in _TEXTS:
            check_in.add_column(sa.Column(name, sa.Text(), nullable=False))
        for name in _FLAGS:
            check_in.add_column(sa.Column(name, sa.Boolean(), nullable=False))
        for name in _MOMENTS:
            check_in.add_column(sa.Column(name, UTCDateTime(), nullable=True))
        check_in.add_column(sa.Column("card_shown_at", UTCDateTime(), nullable=False))
        check_in.add_column(sa.Column("revision", sa.Integer(), nullable=False))
        check_in.add_column(sa.Column("scale_hashes", Json, nullable=False))
        check_in.add_column(sa.Column("causes", Json, nullable=False))
        check_in.add_column(sa.Column("answered", sa.Integer(), nullable=True))
        check_in.add_column(sa.Column("published_in", sa.Text(), nullable=True))
        check_in.add_column(sa.Column("jumps_hash", sa.String(length=64), nullable=False))
        check_in.create_foreign_key("fk_check_in_jumps_hash_content", "content", ["jumps_hash"], ["content_hash"])
        check_in.create_foreign_key("fk_check_in_workspace_id_workspace", "workspace", ["workspace_id"], ["id"])
        check_in.create_unique_constraint(
            "uq_check_in_team_id_occurrence_on_revision", ["team_id", "occurrence_on", "revision"]
        )
        check_in.create_check_constraint(
            "status", "status IN ('open', 'in_review', 'published', 'incomplete', 'cancelled')"
        )
    _index("uq_check_in_running", "check_in", ["team_id"], _RUNNING)
    op.create_index("ix_check_in_due", "check_in", ["workspace_id", "due_at"])


def _restore_check_in() -> None:
    op.drop_index("ix_check_in_due", "check_in")
    op.drop_index("uq_check_in_running", "check_in")
    with op.batch_alter_table("check_in") as check_in:
        check_in.drop_constraint("ck_check_in_status")
        check_in.drop_constraint("uq_check_in_team_id_occurrence_on_revision", type_="unique")
        check_in.drop_constraint("fk_check_in_workspace_id_workspace", type_="foreignkey")
        check_in.drop_constraint("fk_check_in_jumps_hash_content", type_="foreignkey")
        for name in (
            "jumps_hash",
            "answered",
            "causes",
            "scale_hashes",
            "revision",
            "card_shown_at",
            *_MOMENTS,
            *_FLAGS,
            *_TEXTS,
        ):
            check_in.drop_column(name)
        check_in.add_column(sa.Column("closed_at", UTCDateTime(), nullable=True))
        check_in.create_unique_constraint("uq_check_in_team_id_occurrence_on", ["team_id", "occurrence_on"])


def _create_roster_entry() -> None:
    op.create_table(
        "roster_entry",
        sa.Column("check_in_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("has_declined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_roster_entry_check_in_id_check_in")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_entry_person_id_person")),
        sa.PrimaryKeyConstraint("check_in_id", "person_id", name=op.f("pk_roster_entry")),
    )
    op.create_index(op.f("ix_roster_entry_person_id"), "roster_entry", ["person_id"], unique=False)


def _create_agreed_answer() -> None:
    op.create_table(
        "agreed_answer",
        sa.Column("check_in_id", sa.String(length=36), nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'partial', 'no', 'unknown')", name=op.f("ck_agreed_answer_answer")),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_agreed_answer_check_in_id_check_in")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_agreed_answer_decided_by_person")),
        sa.PrimaryKeyConstraint("check_in_id", "capability", name=op.f("pk_agreed_answer")),
    )


def _forget() -> None:
    for table in ("answer_revision", "placement"):
        of_check_ins = "(SELECT id FROM assessment WHERE check_in_id IS NOT NULL)"
        op.execute(f"DELETE FROM {table} WHERE assessment_id IN {of_check_ins}")  # noqa: S608 - our own words
    op.execute("DELETE FROM placement WHERE check_in_id IS NOT NULL")
    op.execute("DELETE FROM assessment WHERE check_in_id IS NOT NULL")
    op.execute("DELETE FROM agreed_answer")
    op.execute("DELETE FROM roster_entry")
    op.execute("DELETE FROM check_in")


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)
