"""What leaves Rung as a file, and comes back: the shapes of the documents. `docs/export.md` says what each field means.

A document has no time of its own and everything in a fixed order, so that the same data gives the same bytes.
"""

from datetime import date, datetime, time
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.calendar.periods import Every
from flows.check_ins.check_in import Nudging
from flows.exports.kinds import Day, Hash, Levels, Line, Moment, Name, Number, OwnId, SlackId
from flows.leaderboards.posting import PostingKind
from flows.maturity.answer import Answer
from flows.results.causes_of_change import Cause
from flows.teams.action_item import ActionStatus
from flows.teams.team import MOST_PEOPLE

Said = Literal["yes", "partial", "no", "unknown", "does_not_apply"]
DOES_NOT_APPLY: Final = "does_not_apply"


class Document(BaseModel):
    """A document or a part of one: immutable, with no key that Rung does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def as_json(self) -> str:
        """The document as it is written."""
        return self.model_dump_json(indent=2) + "\n"


class ExportedPlacement(Document):
    """Where a result stood on one scale. `held_by` has an alternative as a list of its own.

    `not_applicable` are the practices claimed not to apply on which it rests.
    """

    scale: Name
    scale_version: Number
    scale_hash: Hash
    level: Number
    level_name: Line
    settled: bool
    best_case: Number
    in_place: Number | None
    of: Number | None
    not_applicable: tuple[Name, ...]
    held_by: tuple[str | tuple[str, ...], ...]
    weak_spots: tuple[str, ...]


class ExportedCheckIn(Document):
    """A published result of a team: what the team says to each practice, and where that puts it; nobody's own answers.

    `answered` of the `asked` people have answered all. `causes` are what the change of the headline level was due to,
    in levels.
    """

    id: OwnId
    period: Line
    occurrence_on: Day
    revision: Number
    team_name: Line
    channel_id: SlackId
    time_zone: Line
    headline_scale: Name
    scale_hashes: tuple[Hash, ...]
    catalogue_hash: Hash
    jumps_hash: Hash
    asks_on: Day
    opened_at: Moment
    closes_at: Moment
    closed_at: Moment | None
    published_at: Moment
    asked: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    answered: Annotated[int, Field(ge=0)]
    causes: tuple[tuple[Cause, Levels], ...]
    answers: dict[Name, Said]
    placements: tuple[ExportedPlacement, ...]


class ExportedAction(Document):
    """Something that a team has set out to do. `owner` is a Slack id."""

    id: OwnId
    check_in_id: OwnId
    number: Number
    text: Line
    practice: Name | None
    owner: SlackId | None
    due_on: Day | None
    status: ActionStatus
    created_at: Moment
    changed_at: Moment


class ExportedSchedule(Document):
    """When a team is asked. `shifted` has other days for single days of the rule, `days_off` the team's own."""

    every: Every
    nth: int
    weekday: int
    hour: time
    time_zone: str
    year_begins: int
    weeks: int
    rule_of_own: str | None
    starts_on: Day
    covered_until: Day
    lasts: int
    nudging: Nudging
    reminds_channel: bool
    is_paused: bool
    shifted: dict[Day, Day]
    days_off: tuple[Day, ...] = ()


class ExportedTeam(Document):
    """A team with all its published results, the oldest first. `asked` and `owners` are Slack ids."""

    id: OwnId
    name: str
    channel_id: SlackId | None
    time_zone: str
    asked: tuple[SlackId, ...]
    owners: tuple[SlackId, ...]
    headline_scale: Name
    scales: tuple[Name, ...]
    on_leaderboard: bool
    shows_lowest: bool
    leaderboard_from: Moment | None
    has_open_answers: bool
    created_at: Moment
    ended_at: Moment | None
    schedule: ExportedSchedule | None
    actions: tuple[ExportedAction, ...]
    check_ins: tuple[ExportedCheckIn, ...]


class ExportedContent(Document):
    """A scale, the practices or the jumps, as they were when a result was made with them, under their hash."""

    kind: Literal["catalogue", "scale", "jumps"]
    name: Name
    version: Number
    content_hash: Hash
    content: dict[str, Any]


class ExportedPosting(Document):
    """What is posted into a channel by itself."""

    kind: PostingKind
    channel_id: SlackId
    every: Every
    words: str
    time_zone: str
    year_begins: int
    due_at: Moment
    last_at: Moment


class ExportedWorkspace(Document):
    """What is chosen for a whole workspace, under Slack's id."""

    id: SlackId
    away_words: tuple[str, ...]
    schedule_words: str | None
    compared_from: int
    postings: tuple[ExportedPosting, ...]


class Export(Document):
    """Teams and their results; with `workspace` all of one, which can be imported into an empty database."""

    format: Literal["rung-results"] = "rung-results"
    version: Literal[1] = 1
    workspace: ExportedWorkspace | None
    teams: tuple[ExportedTeam, ...]
    contents: tuple[ExportedContent, ...]


class OwnEntry(Document):
    """What somebody has said about one practice."""

    practice: str
    answer: Answer | None
    claim_reason: str | None
    claim_ends_on: date | None
    note: str | None
    shows_note: bool
    links: tuple[str, ...]
    answered_at: datetime | None
    confirmed_at: datetime | None


class OwnAssessment(Document):
    """One person's filled-in questionnaire; without `team`, their private one."""

    team: str | None
    period: str | None
    started_at: datetime
    finished_at: datetime | None
    entries: tuple[OwnEntry, ...]


class OwnAnswers(Document):
    """All that one person has ever answered, for themselves alone."""

    format: Literal["rung-answers"] = "rung-answers"
    version: Literal[1] = 1
    assessments: tuple[OwnAssessment, ...]
