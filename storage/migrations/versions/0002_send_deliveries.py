"""What sending messages needs: lanes with an order, the pace of a workspace, and admins who hear of failures."""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0002"
down_revision = "0001"

_VIEWS = (
    "'question', 'why', 'more', 'not_applicable', 'start_over', 'planned', 'paused', 'result', 'proof', 'comparison', "
    "'answers', 'share'"
)
_OPEN = "status IN ('pending', 'sending', 'uncertain')"


def upgrade() -> None:
    """Give what is on its way a lane, and each message the moment when it was due."""
    _check_views(f"{_VIEWS}, 'sharing', 'shared'")
    with op.batch_alter_table("workspace") as workspace:
        long_ago = "2000-01-01 00:00:00.000000"
        workspace.add_column(sa.Column("ready_at", UTCDateTime(), server_default=long_ago, nullable=False))
        workspace.add_column(sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False))
    _add_columns()
    op.execute("UPDATE delivery SET due_at = created_at, not_before = created_at, number = 0, was_repeated = false")
    _require_columns()
    _create_lanes()
    op.execute(
        "INSERT INTO delivery_lane (workspace_id, recipient, due_at, free_at, last_number) "
        "SELECT workspace_id, recipient, min(created_at), min(created_at), 0 FROM delivery "
        "WHERE status IN ('pending', 'sending', 'uncertain') GROUP BY workspace_id, recipient"
    )


def downgrade() -> None:
    """Forget lanes, and messages of kinds that were not there before."""
    op.drop_table("delivery_lane")
    op.execute("DELETE FROM delivery WHERE kind <> 'shared_result'")
    op.drop_index("ix_delivery_open", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("ck_delivery_kind")
        delivery.create_check_constraint("kind", "kind IN ('shared_result')")
        delivery.drop_constraint("fk_delivery_asked_by_person", type_="foreignkey")
        for name in ("due_at", "not_before", "number", "asked_by", "was_repeated", "owner"):
            delivery.drop_column(name)
        delivery.alter_column("reason", new_column_name="failure")
    op.create_index("ix_delivery_status_created_at", "delivery", ["status", "created_at"])
    with op.batch_alter_table("person") as person:
        person.drop_column("is_admin")
    with op.batch_alter_table("workspace") as workspace:
        workspace.drop_column("failures")
        workspace.drop_column("ready_at")
    op.execute("UPDATE assessment SET card_view = 'share' WHERE card_view = 'sharing'")
    _check_views(f"{_VIEWS}, 'shared'")


def _check_views(views: str) -> None:
    with op.batch_alter_table("assessment") as assessment:
        assessment.drop_constraint("ck_assessment_card_view")
        assessment.create_check_constraint("card_view", f"card_view IN ({views})")


def _add_columns() -> None:
    op.drop_index("ix_delivery_status_created_at", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("ck_delivery_kind")
        delivery.create_check_constraint("kind", "kind IN ('shared_result', 'welcome', 'undelivered')")
        delivery.alter_column("failure", new_column_name="reason")
        delivery.add_column(sa.Column("due_at", UTCDateTime(), nullable=True))
        delivery.add_column(sa.Column("not_before", UTCDateTime(), nullable=True))
        delivery.add_column(sa.Column("number", sa.Integer(), nullable=True))
        delivery.add_column(sa.Column("asked_by", sa.String(length=36), nullable=True))
        delivery.add_column(sa.Column("was_repeated", sa.Boolean(), nullable=True))
        delivery.add_column(sa.Column("owner", sa.Text(), nullable=True))


def _require_columns() -> None:
    with op.batch_alter_table("delivery") as delivery:
        for name in ("due_at", "not_before", "number", "was_repeated"):
            delivery.alter_column(name, nullable=False)
        delivery.create_foreign_key("fk_delivery_asked_by_person", "person", ["asked_by"], ["id"])
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["workspace_id", "recipient", "due_at"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )


def _create_lanes() -> None:
    op.create_table(
        "delivery_lane",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("free_at", UTCDateTime(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_delivery_lane_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "recipient", name=op.f("pk_delivery_lane")),
    )
    op.create_index("ix_delivery_lane_workspace_id_due_at", "delivery_lane", ["workspace_id", "due_at"])
    op.create_index("ix_delivery_lane_due_at", "delivery_lane", ["due_at"])
