"""What it takes to start from the last answers, and to keep what a team sets out to do."""

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0005"
down_revision = "0004"

_VIEWS = (
    "'question', 'why', 'more', 'not_applicable', 'start_over', 'planned', 'paused', 'result', 'proof', 'comparison', "
    "'answers', 'share', 'sharing', 'shared'"
)


def upgrade() -> None:
    """Make room for them."""
    with op.batch_alter_table("assessment") as assessment:
        assessment.add_column(sa.Column("follows", sa.String(length=36), nullable=True))
        assessment.add_column(sa.Column("asked_again", Json, nullable=True))
        assessment.create_foreign_key("fk_assessment_follows_assessment", "assessment", ["follows"], ["id"])
        assessment.drop_constraint("ck_assessment_card_view")
        assessment.create_check_constraint("card_view", f"card_view IN ({_VIEWS}, 'confirm')")
    op.create_table(
        "action_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("check_in_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("capability", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'done', 'dropped')", name=op.f("ck_action_item_status")),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_action_item_check_in_id_check_in")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_item_owner_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_action_item_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
    )
    op.create_index(op.f("ix_action_item_team_id"), "action_item", ["team_id"], unique=False)


def downgrade() -> None:
    """Forget what followed what, and what teams set out to do; a card that asks to confirm asks to go on."""
    op.drop_table("action_item")
    op.execute("UPDATE assessment SET card_view = 'paused' WHERE card_view = 'confirm'")
    with op.batch_alter_table("assessment") as assessment:
        assessment.drop_constraint("ck_assessment_card_view")
        assessment.create_check_constraint("card_view", f"card_view IN ({_VIEWS})")
        assessment.drop_constraint("fk_assessment_follows_assessment", type_="foreignkey")
        assessment.drop_column("asked_again")
        assessment.drop_column("follows")
