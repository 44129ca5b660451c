"""What it takes to show a note to the team without a name; all that are there stay their writers'."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make room for whether it is shown."""
    with op.batch_alter_table("answer_revision") as answer_revision:
        answer_revision.add_column(sa.Column("shows_note", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("answer_revision") as answer_revision:
        answer_revision.drop_column("shows_note")
