"""All tables of the first version: people and their assessments, and what teams and check-ins will need."""

import sqlalchemy as sa
from alembic import op

from storage.types import Json, UTCDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    for create in (
        _create_content,
        _create_seen_request,
        _create_workspace,
        _create_delivery,
        _create_person,
        _create_team,
        _create_check_in,
        _create_assessment,
        _create_roster_entry,
        _create_answer_revision,
        _create_placement,
    ):
        create()


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "placement",
        "answer_revision",
        "roster_entry",
        "assessment",
        "check_in",
        "team",
        "person",
        "delivery",
        "workspace",
        "seen_request",
        "content",
    ):
        op.drop_table(table)


def _create_content() -> None:
    op.create_table(
        "content",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("canonical_json", sa.Text(), nullable=False),
        sa.Column("stored_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('catalogue', 'scale', 'jumps')", name=op.f("ck_content_kind")),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_content")),
    )


def _create_seen_request() -> None:
    op.create_table(
        "seen_request",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "request_id", name=op.f("pk_seen_request")),
    )
    op.create_index(op.f("ix_seen_request_seen_at"), "seen_request", ["seen_at"], unique=False)


def _create_workspace() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("first_tried_at", UTCDateTime(), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('shared_result')", name=op.f("ck_delivery_kind")),
        sa.CheckConstraint("transport IN ('slack')", name=op.f("ck_delivery_transport")),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'uncertain', 'sent', 'failed', 'dropped')",
            name=op.f("ck_delivery_status"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_delivery_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "workspace_id",
            "kind",
            "subject_id",
            "recipient",
            "occurrence",
            name=op.f("uq_delivery_workspace_id_kind_subject_id_recipient_occurrence"),
        ),
    )
    op.create_index("ix_delivery_status_created_at", "delivery", ["status", "created_at"], unique=False)


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("slack_id", sa.Text(), nullable=True),
        sa.Column("dm_channel_id", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "slack_id", name=op.f("uq_person_workspace_id_slack_id")),
    )


def _create_team() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=True),
        sa.Column("headline_scale", sa.Text(), server_default="google", nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_team_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index(op.f("ix_team_workspace_id"), "team", ["workspace_id"], unique=False)


def _create_check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("occurrence_on", sa.Date(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("catalogue_hash", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closes_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catalogue_hash"], ["content.content_hash"], name=op.f("fk_check_in_catalogue_hash_content")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_check_in_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("team_id", "occurrence_on", name=op.f("uq_check_in_team_id_occurrence_on")),
    )


def _create_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("check_in_id", sa.String(length=36), nullable=True),
        sa.Column("length", sa.Text(), nullable=False),
        sa.Column("catalogue_hash", sa.String(length=64), nullable=False),
        sa.Column("card_view", sa.Text(), nullable=False),
        sa.Column("card_subject", sa.Text(), nullable=True),
        sa.Column("card_number", sa.Integer(), nullable=False),
        sa.Column("card_message_id", sa.Text(), nullable=True),
        sa.Column("card_replaces", sa.Text(), nullable=True),
        sa.Column("card_is_last", sa.Boolean(), nullable=False),
        sa.Column("origin_channel_id", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("length IN ('quick', 'standard', 'full')", name=op.f("ck_assessment_length")),
        sa.CheckConstraint(
            "card_view IN ('question', 'why', 'more', 'not_applicable', 'start_over', 'planned', 'paused', 'result', "
            "'proof', 'comparison', 'answers', 'share', 'shared')",
            name=op.f("ck_assessment_card_view"),
        ),
        sa.ForeignKeyConstraint(
            ["catalogue_hash"], ["content.content_hash"], name=op.f("fk_assessment_catalogue_hash_content")
        ),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_assessment_check_in_id_check_in")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    _index_assessment()


def _index_assessment() -> None:
    op.create_index(op.f("ix_assessment_check_in_id"), "assessment", ["check_in_id"], unique=False)
    op.create_index("ix_assessment_person_id_closed_at", "assessment", ["person_id", "closed_at"], unique=False)
    op.create_index(
        "uq_assessment_active",
        "assessment",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL AND check_in_id IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND check_in_id IS NULL"),
    )


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


def _create_answer_revision() -> None:
    op.create_table(
        "answer_revision",
        sa.Column("assessment_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("claim_reason", sa.Text(), nullable=True),
        sa.Column("claim_ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("links", Json, nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'partial', 'no', 'unknown')", name=op.f("ck_answer_revision_answer")),
        sa.CheckConstraint("answer IS NULL OR claim_reason IS NULL", name=op.f("ck_answer_revision_answer_or_claim")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_answer_revision_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "number", name=op.f("pk_answer_revision")),
    )


def _create_placement() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(length=36), nullable=True),
        sa.Column("check_in_id", sa.String(length=36), nullable=True),
        sa.Column("scale_hash", sa.String(length=64), nullable=False),
        sa.Column("catalogue_hash", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("best_case", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("proof", Json, nullable=False),
        sa.Column("placed_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("(assessment_id IS NULL) <> (check_in_id IS NULL)", name=op.f("ck_placement_of_one")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_placement_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["catalogue_hash"], ["content.content_hash"], name=op.f("fk_placement_catalogue_hash_content")
        ),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_in.id"], name=op.f("fk_placement_check_in_id_check_in")),
        sa.ForeignKeyConstraint(["scale_hash"], ["content.content_hash"], name=op.f("fk_placement_scale_hash_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    op.create_index(op.f("ix_placement_assessment_id"), "placement", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_placement_check_in_id"), "placement", ["check_in_id"], unique=False)
