"""All tables, as SQL: what SQLite and PostgreSQL call differently stands in braces."""

import re

from alembic import op

revision = "0001"
down_revision = None

_WORDS = {
    "sqlite": {
        "instant": "DATETIME",
        "json": "JSON",
        "serial": "INTEGER",
        "false": "0",
        "now": "CURRENT_TIMESTAMP",
    },
    "postgresql": {
        "instant": "TIMESTAMP WITH TIME ZONE",
        "json": "JSONB",
        "serial": "SERIAL",
        "false": "false",
        "now": "now()",
    },
}
_CREATE = """
CREATE TABLE content (
    content_hash VARCHAR(64) NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
    canonical_json TEXT NOT NULL, stored_at {instant} NOT NULL,
    CONSTRAINT pk_content PRIMARY KEY (content_hash),
    CONSTRAINT ck_content_kind CHECK (kind IN ('catalogue', 'scale', 'jumps'))
);
CREATE TABLE workspace (
    id TEXT NOT NULL, enterprise_id TEXT, created_at {instant} NOT NULL,
    ready_at {instant} DEFAULT '2000-01-01 00:00:00.000000' NOT NULL, failures INTEGER DEFAULT '0' NOT NULL,
    away_words {json}, schedule_words TEXT, compared_from INTEGER DEFAULT '3' NOT NULL,
    CONSTRAINT pk_workspace PRIMARY KEY (id)
);
CREATE TABLE person (
    id VARCHAR(36) NOT NULL, workspace_id TEXT NOT NULL, slack_id TEXT, dm_channel_id TEXT,
    time_zone TEXT NOT NULL, is_guest BOOLEAN, is_admin BOOLEAN DEFAULT {false} NOT NULL,
    is_gone BOOLEAN DEFAULT {false} NOT NULL, zone_is_own BOOLEAN DEFAULT {false} NOT NULL,
    works_from INTEGER DEFAULT '9' NOT NULL, works_until INTEGER DEFAULT '17' NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT uq_person_workspace_id_slack_id UNIQUE (workspace_id, slack_id)
);
CREATE TABLE team (
    id VARCHAR(36) NOT NULL, workspace_id TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
    channel_id TEXT, headline_scale TEXT DEFAULT 'google' NOT NULL, scales {json} NOT NULL,
    on_leaderboard BOOLEAN NOT NULL, shows_lowest BOOLEAN DEFAULT {false} NOT NULL,
    was_announced BOOLEAN DEFAULT {false} NOT NULL, leaderboard_from {instant},
    has_open_answers BOOLEAN NOT NULL, time_zone TEXT NOT NULL, created_at {instant} NOT NULL,
    ended_at {instant},
    CONSTRAINT pk_team PRIMARY KEY (id),
    CONSTRAINT fk_team_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);
CREATE INDEX ix_team_workspace_id ON team (workspace_id);
CREATE UNIQUE INDEX uq_team_channel ON team (workspace_id, channel_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX uq_team_name ON team (workspace_id, name_key) WHERE ended_at IS NULL;
CREATE TABLE team_roster (
    team_id VARCHAR(36) NOT NULL, person_id VARCHAR(36) NOT NULL, place INTEGER NOT NULL,
    CONSTRAINT pk_team_roster PRIMARY KEY (team_id, person_id),
    CONSTRAINT fk_team_roster_team_id_team FOREIGN KEY (team_id) REFERENCES team (id),
    CONSTRAINT fk_team_roster_person_id_person FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_team_roster_person_id ON team_roster (person_id);
CREATE TABLE team_owner (
    team_id VARCHAR(36) NOT NULL, person_id VARCHAR(36) NOT NULL, place INTEGER NOT NULL,
    CONSTRAINT pk_team_owner PRIMARY KEY (team_id, person_id),
    CONSTRAINT fk_team_owner_team_id_team FOREIGN KEY (team_id) REFERENCES team (id),
    CONSTRAINT fk_team_owner_person_id_person FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_team_owner_person_id ON team_owner (person_id);
CREATE TABLE check_in (
    id VARCHAR(36) NOT NULL, team_id VARCHAR(36) NOT NULL, workspace_id TEXT NOT NULL,
    occurrence_on DATE NOT NULL, revision INTEGER NOT NULL, period TEXT NOT NULL, team_name TEXT NOT NULL,
    channel_id TEXT NOT NULL, time_zone TEXT NOT NULL, headline_scale TEXT NOT NULL,
    scale_hashes {json} NOT NULL, catalogue_hash VARCHAR(64) NOT NULL, jumps_hash VARCHAR(64) NOT NULL,
    has_open_answers BOOLEAN NOT NULL, status TEXT NOT NULL, opened_at {instant} NOT NULL,
    closes_at {instant} NOT NULL, was_extended BOOLEAN NOT NULL, was_discussed BOOLEAN NOT NULL,
    closed_at {instant}, publish_at {instant}, ended_at {instant}, causes {json} NOT NULL, answered INTEGER,
    published_in TEXT, asks_on DATE NOT NULL, lasts INTEGER NOT NULL, nudging TEXT NOT NULL,
    reminds_channel BOOLEAN NOT NULL, away_days INTEGER NOT NULL, due_at {instant},
    card_is_stale BOOLEAN NOT NULL, card_shown_at {instant} NOT NULL,
    CONSTRAINT pk_check_in PRIMARY KEY (id),
    CONSTRAINT fk_check_in_team_id_team FOREIGN KEY (team_id) REFERENCES team (id),
    CONSTRAINT fk_check_in_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT fk_check_in_catalogue_hash_content FOREIGN KEY (catalogue_hash) REFERENCES content (content_hash),
    CONSTRAINT fk_check_in_jumps_hash_content FOREIGN KEY (jumps_hash) REFERENCES content (content_hash),
    CONSTRAINT ck_check_in_status CHECK (status IN ('open', 'in_review', 'published', 'incomplete', 'cancelled')),
    CONSTRAINT ck_check_in_nudging CHECK (nudging IN ('gentle', 'normal', 'off')),
    CONSTRAINT uq_check_in_team_id_occurrence_on_revision UNIQUE (team_id, occurrence_on, revision)
);
CREATE INDEX ix_check_in_due ON check_in (workspace_id, due_at);
CREATE UNIQUE INDEX uq_check_in_running ON check_in (team_id) WHERE status IN ('open', 'in_review');
CREATE TABLE roster_entry (
    check_in_id VARCHAR(36) NOT NULL, person_id VARCHAR(36) NOT NULL, place INTEGER NOT NULL,
    has_declined BOOLEAN NOT NULL,
    CONSTRAINT pk_roster_entry PRIMARY KEY (check_in_id, person_id),
    CONSTRAINT fk_roster_entry_check_in_id_check_in FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT fk_roster_entry_person_id_person FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX ix_roster_entry_person_id ON roster_entry (person_id);
CREATE TABLE agreed_answer (
    check_in_id VARCHAR(36) NOT NULL, capability TEXT NOT NULL, answer TEXT, decided_by VARCHAR(36) NOT NULL,
    decided_at {instant} NOT NULL,
    CONSTRAINT pk_agreed_answer PRIMARY KEY (check_in_id, capability),
    CONSTRAINT fk_agreed_answer_check_in_id_check_in FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT ck_agreed_answer_answer CHECK (answer IN ('yes', 'partial', 'no', 'unknown')),
    CONSTRAINT fk_agreed_answer_decided_by_person FOREIGN KEY (decided_by) REFERENCES person (id)
);
CREATE TABLE action_item (
    id VARCHAR(36) NOT NULL, team_id VARCHAR(36) NOT NULL, check_in_id VARCHAR(36) NOT NULL,
    number INTEGER NOT NULL, text TEXT NOT NULL, capability TEXT, owner_id VARCHAR(36), due_on DATE,
    status TEXT NOT NULL, created_at {instant} NOT NULL, changed_at {instant} NOT NULL,
    CONSTRAINT pk_action_item PRIMARY KEY (id),
    CONSTRAINT fk_action_item_team_id_team FOREIGN KEY (team_id) REFERENCES team (id),
    CONSTRAINT fk_action_item_check_in_id_check_in FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT fk_action_item_owner_id_person FOREIGN KEY (owner_id) REFERENCES person (id),
    CONSTRAINT ck_action_item_status CHECK (status IN ('open', 'done', 'dropped'))
);
CREATE INDEX ix_action_item_team_id ON action_item (team_id);
CREATE TABLE assessment (
    id VARCHAR(36) NOT NULL, person_id VARCHAR(36) NOT NULL, check_in_id VARCHAR(36), length TEXT NOT NULL,
    catalogue_hash VARCHAR(64) NOT NULL, card_view TEXT NOT NULL, card_subject TEXT,
    card_number INTEGER NOT NULL, card_message_id TEXT, card_replaces TEXT, card_is_last BOOLEAN NOT NULL,
    origin_channel_id TEXT, revision INTEGER NOT NULL, started_at {instant} NOT NULL, finished_at {instant},
    closed_at {instant}, is_current BOOLEAN NOT NULL, counted_revision INTEGER, follows VARCHAR(36),
    asked_again {json},
    CONSTRAINT pk_assessment PRIMARY KEY (id),
    CONSTRAINT fk_assessment_person_id_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT fk_assessment_check_in_id_check_in FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT ck_assessment_length CHECK (length IN ('quick', 'standard', 'full')),
    CONSTRAINT fk_assessment_catalogue_hash_content FOREIGN KEY (catalogue_hash) REFERENCES content (content_hash),
    CONSTRAINT ck_assessment_card_view CHECK (card_view IN ('question', 'why', 'more', 'not_applicable', 'start_over',
        'planned', 'paused', 'result', 'proof', 'comparison', 'answers', 'share', 'sharing', 'shared', 'confirm')),
    CONSTRAINT fk_assessment_follows_assessment FOREIGN KEY (follows) REFERENCES assessment (id)
);
CREATE INDEX ix_assessment_person_id_closed_at ON assessment (person_id, closed_at);
CREATE UNIQUE INDEX uq_assessment_check_in ON assessment (check_in_id, person_id) WHERE closed_at IS NULL AND
        check_in_id IS NOT NULL;
CREATE UNIQUE INDEX uq_assessment_current ON assessment (person_id) WHERE is_current;
CREATE UNIQUE INDEX uq_assessment_private ON assessment (person_id) WHERE closed_at IS NULL AND check_in_id IS NULL;
CREATE TABLE answer_revision (
    assessment_id VARCHAR(36) NOT NULL, number INTEGER NOT NULL, capability TEXT NOT NULL, answer TEXT,
    claim_reason TEXT, claim_ends_on DATE, note TEXT, links {json}, answered_at {instant},
    confirmed_at {instant}, place INTEGER NOT NULL, shows_note BOOLEAN DEFAULT {false} NOT NULL,
    recorded_at {instant} DEFAULT {now} NOT NULL,
    CONSTRAINT pk_answer_revision PRIMARY KEY (assessment_id, number),
    CONSTRAINT fk_answer_revision_assessment_id_assessment FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    CONSTRAINT ck_answer_revision_answer CHECK (answer IN ('yes', 'partial', 'no', 'unknown')),
    CONSTRAINT ck_answer_revision_answer_or_claim CHECK (answer IS NULL OR claim_reason IS NULL)
);
CREATE TABLE placement (
    id {serial} NOT NULL, assessment_id VARCHAR(36), check_in_id VARCHAR(36), scale_hash VARCHAR(64) NOT NULL,
    catalogue_hash VARCHAR(64) NOT NULL, level INTEGER NOT NULL, best_case INTEGER NOT NULL,
    settled BOOLEAN NOT NULL, proof {json} NOT NULL, placed_at {instant} NOT NULL,
    CONSTRAINT pk_placement PRIMARY KEY (id),
    CONSTRAINT fk_placement_assessment_id_assessment FOREIGN KEY (assessment_id) REFERENCES assessment (id),
    CONSTRAINT fk_placement_check_in_id_check_in FOREIGN KEY (check_in_id) REFERENCES check_in (id),
    CONSTRAINT fk_placement_scale_hash_content FOREIGN KEY (scale_hash) REFERENCES content (content_hash),
    CONSTRAINT fk_placement_catalogue_hash_content FOREIGN KEY (catalogue_hash) REFERENCES content (content_hash),
    CONSTRAINT ck_placement_of_one CHECK ((assessment_id IS NULL) <> (check_in_id IS NULL))
);
CREATE INDEX ix_placement_assessment_id ON placement (assessment_id);
CREATE INDEX ix_placement_check_in_id ON placement (check_in_id);
CREATE TABLE delivery (
    id VARCHAR(36) NOT NULL, workspace_id TEXT NOT NULL, kind TEXT NOT NULL, subject_id TEXT NOT NULL,
    recipient TEXT NOT NULL, occurrence TEXT NOT NULL, transport TEXT NOT NULL, status TEXT NOT NULL,
    payload TEXT, attempts INTEGER NOT NULL, created_at {instant} NOT NULL, due_at {instant} NOT NULL,
    not_before {instant} NOT NULL, number INTEGER NOT NULL, asked_by VARCHAR(36), was_repeated BOOLEAN NOT NULL,
    owner TEXT, first_tried_at {instant}, lease_until {instant}, sent_at {instant}, message_id TEXT,
    reason TEXT, is_over BOOLEAN DEFAULT {false} NOT NULL,
    CONSTRAINT pk_delivery PRIMARY KEY (id),
    CONSTRAINT fk_delivery_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT ck_delivery_transport CHECK (transport IN ('slack')),
    CONSTRAINT ck_delivery_status CHECK (status IN ('pending', 'sending', 'uncertain', 'sent', 'failed', 'dropped')),
    CONSTRAINT fk_delivery_asked_by_person FOREIGN KEY (asked_by) REFERENCES person (id),
    CONSTRAINT uq_delivery_workspace_id_kind_subject_id_recipient_occurrence UNIQUE (workspace_id, kind, subject_id,
        recipient, occurrence)
);
CREATE INDEX ix_delivery_open ON delivery (workspace_id, recipient, due_at) WHERE status IN ('pending', 'sending',
        'uncertain');
CREATE INDEX ix_delivery_over ON delivery (workspace_id) WHERE is_over;
CREATE INDEX ix_delivery_sent ON delivery (recipient, kind, sent_at);
CREATE TABLE delivery_lane (
    workspace_id TEXT NOT NULL, recipient TEXT NOT NULL, due_at {instant}, free_at {instant} NOT NULL,
    trouble TEXT, last_number INTEGER NOT NULL,
    CONSTRAINT pk_delivery_lane PRIMARY KEY (workspace_id, recipient),
    CONSTRAINT fk_delivery_lane_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id)
);
CREATE INDEX ix_delivery_lane_due_at ON delivery_lane (due_at);
CREATE INDEX ix_delivery_lane_workspace_id_due_at ON delivery_lane (workspace_id, due_at);
CREATE TABLE seen_request (
    workspace_id TEXT NOT NULL, request_id TEXT NOT NULL, seen_at {instant} NOT NULL,
    CONSTRAINT pk_seen_request PRIMARY KEY (workspace_id, request_id)
);
CREATE INDEX ix_seen_request_seen_at ON seen_request (seen_at);
CREATE TABLE schedule (
    team_id VARCHAR(36) NOT NULL, workspace_id TEXT NOT NULL, every TEXT NOT NULL, nth INTEGER NOT NULL,
    weekday INTEGER NOT NULL, hour TEXT NOT NULL, time_zone TEXT NOT NULL, year_begins INTEGER NOT NULL,
    weeks INTEGER NOT NULL, rule_of_own TEXT, starts_on DATE NOT NULL, covered_until DATE NOT NULL,
    lasts INTEGER NOT NULL, nudging TEXT NOT NULL, reminds_channel BOOLEAN NOT NULL, is_paused BOOLEAN NOT NULL,
    shifted {json} NOT NULL, due_at {instant}, next_on DATE,
    CONSTRAINT pk_schedule PRIMARY KEY (team_id),
    CONSTRAINT fk_schedule_team_id_team FOREIGN KEY (team_id) REFERENCES team (id),
    CONSTRAINT fk_schedule_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT ck_schedule_every CHECK (every IN ('month', 'quarter', 'half-year', 'year', 'weeks', 'rule')),
    CONSTRAINT ck_schedule_nudging CHECK (nudging IN ('gentle', 'normal', 'off'))
);
CREATE INDEX ix_schedule_due ON schedule (workspace_id, due_at);
CREATE TABLE absence (
    person_id VARCHAR(36) NOT NULL, first_on DATE NOT NULL, last_on DATE NOT NULL, set_by VARCHAR(36) NOT NULL,
    CONSTRAINT pk_absence PRIMARY KEY (person_id, first_on),
    CONSTRAINT fk_absence_person_id_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT fk_absence_set_by_person FOREIGN KEY (set_by) REFERENCES person (id)
);
CREATE TABLE quiz (
    id VARCHAR(36) NOT NULL, workspace_id TEXT NOT NULL, person_id VARCHAR(36) NOT NULL, mix TEXT NOT NULL,
    asked {json} NOT NULL, began_at {instant} NOT NULL, ended_at {instant},
    CONSTRAINT pk_quiz PRIMARY KEY (id),
    CONSTRAINT fk_quiz_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT fk_quiz_person_id_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT ck_quiz_mix CHECK (mix IN ('mixed', 'easy', 'medium', 'hard'))
);
CREATE INDEX ix_quiz_ended ON quiz (person_id, ended_at);
CREATE UNIQUE INDEX uq_quiz_open ON quiz (person_id) WHERE ended_at IS NULL;
CREATE TABLE quiz_answer (
    quiz_id VARCHAR(36) NOT NULL, place INTEGER NOT NULL, question_id TEXT NOT NULL, chosen INTEGER NOT NULL,
    is_right BOOLEAN NOT NULL,
    CONSTRAINT pk_quiz_answer PRIMARY KEY (quiz_id, place),
    CONSTRAINT fk_quiz_answer_quiz_id_quiz FOREIGN KEY (quiz_id) REFERENCES quiz (id)
);
CREATE TABLE standing (
    team_id VARCHAR(36) NOT NULL, scale TEXT NOT NULL, scale_hash VARCHAR(64) NOT NULL, level INTEGER NOT NULL,
    settled BOOLEAN NOT NULL, in_place INTEGER, of INTEGER, not_applicable INTEGER NOT NULL,
    level_before INTEGER, highest_before INTEGER, in_place_before INTEGER, newly INTEGER NOT NULL,
    answered INTEGER NOT NULL, asked INTEGER NOT NULL, published_on DATE NOT NULL,
    published_at {instant} NOT NULL, is_lowest BOOLEAN NOT NULL,
    CONSTRAINT pk_standing PRIMARY KEY (team_id, scale),
    CONSTRAINT fk_standing_team_id_team FOREIGN KEY (team_id) REFERENCES team (id),
    CONSTRAINT fk_standing_scale_hash_content FOREIGN KEY (scale_hash) REFERENCES content (content_hash)
);
CREATE TABLE team_gap (
    team_id VARCHAR(36) NOT NULL, capability TEXT NOT NULL,
    CONSTRAINT pk_team_gap PRIMARY KEY (team_id, capability),
    CONSTRAINT fk_team_gap_team_id_team FOREIGN KEY (team_id) REFERENCES team (id)
);
CREATE TABLE posting (
    workspace_id TEXT NOT NULL, kind TEXT NOT NULL, channel_id TEXT NOT NULL, every TEXT NOT NULL,
    words TEXT NOT NULL, time_zone TEXT NOT NULL, year_begins INTEGER NOT NULL, due_at {instant} NOT NULL,
    last_at {instant} NOT NULL,
    CONSTRAINT pk_posting PRIMARY KEY (workspace_id, kind, channel_id),
    CONSTRAINT fk_posting_workspace_id_workspace FOREIGN KEY (workspace_id) REFERENCES workspace (id),
    CONSTRAINT ck_posting_kind CHECK (kind IN ('leaderboard', 'digest')),
    CONSTRAINT ck_posting_every CHECK (every IN ('month', 'quarter', 'half-year', 'year', 'weeks', 'rule'))
);
CREATE INDEX ix_posting_due ON posting (workspace_id, due_at);
"""


def upgrade() -> None:
    """Create the tables."""
    # SQLAlchemy reads SQLite's constraints back from the text, one from each line.
    statements = _CREATE.replace("\n        ", " ").format(**_WORDS[op.get_context().dialect.name])
    for statement in statements.strip().removesuffix(";").split(";"):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, those first that refer to others."""
    for table in reversed(re.findall(r"CREATE TABLE (\w+)", _CREATE)):
        op.drop_table(table)
