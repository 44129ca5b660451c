"""Quizzes, and what was chosen in them."""

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0008"
down_revision = "0007"

_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "quiz",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("mix", sa.Text(), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("mix IN ('mixed', 'easy', 'medium', 'hard')", name=op.f("ck_quiz_mix")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiz_person_id_person")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_quiz_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
    )
    op.create_index("uq_quiz_open", "quiz", ["person_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_quiz_ended", "quiz", ["person_id", "ended_at"])
    op.create_table(
        "quiz_answer",
        sa.Column("quiz_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_quiz_answer_quiz_id_quiz")),
        sa.PrimaryKeyConstraint("quiz_id", "place", name=op.f("pk_quiz_answer")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("quiz_answer")
    op.drop_table("quiz")
