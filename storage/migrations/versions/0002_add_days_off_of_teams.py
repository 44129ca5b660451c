"""Add days off of teams."""

import sqlalchemy as sa
from alembic import op

from storage.types import Json

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add days off of teams."""
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("days_off", Json, nullable=True))

    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("days_off", Json, nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_column("days_off")

    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_column("days_off")
