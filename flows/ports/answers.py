"""Check-ins, answers, results, and the content that they were given for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from flows.assessment.assessment import Assessment
from flows.check_ins.check_in import Agreed, CheckIn
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement

ContentKind = Literal["catalogue", "scale", "jumps"]


class CheckIns(Protocol):
    """Check-ins, each with the people who are asked."""

    def add(self, check_in: CheckIn) -> None:
        """Add a check-in; a StorageBusyError when the team has another one running."""

    def save(self, before: CheckIn, after: CheckIn) -> None:
        """Keep what changed in a check-in, and have its card in the channel shown anew; who is asked stays."""

    def find(self, check_in_id: str) -> CheckIn | None:
        """The check-in of that id."""

    def get(self, check_in_id: str) -> CheckIn:
        """The check-in of that id; a LookupError when there is none."""

    def lock(self, check_in_id: str) -> CheckIn:
        """The check-in of that id, which nobody else changes or answers in until the transaction ends."""

    def find_running(self, team_id: str) -> CheckIn | None:
        """The team's check-in that has not ended."""

    def list_of(self, team_id: str) -> Sequence[CheckIn]:
        """All of a team's check-ins, the newest first."""

    def list_published(self, team_id: str, most: int, before: datetime | None = None) -> Sequence[CheckIn]:
        """A team's published check-ins, the newest first; with `before`, only those opened earlier."""

    def list_open_for(self, person_id: str) -> Sequence[CheckIn]:
        """The open check-ins in which a person is asked, by when they close."""

    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        """The id of the check-in whose deadline or publication is due first."""

    def postpone(self, check_in_id: str, until: datetime) -> None:
        """Look at a check-in that is due only at that moment."""

    def has_stale_card(self, workspace_id: str, before: datetime) -> bool:
        """Whether a card in a channel is out of date and was not shown anew since that moment."""

    def take_stale_card(self, workspace_id: str, before: datetime) -> CheckIn | None:
        """A check-in whose card is out of date and was not shown anew since that moment, locked until the end."""

    def note_card(self, check_in_id: str, now: datetime, *, is_stale: bool) -> None:
        """Note that a check-in's card is being shown anew, or is out of date."""

    def agree(self, check_in_id: str, agreed: Agreed) -> None:
        """Keep what the team agreed on for a practice, in place of what it had agreed on before."""

    def list_agreed(self, check_in_id: str) -> Sequence[Agreed]:
        """All that the team agreed on in a check-in, by practice."""


class Assessments(Protocol):
    """Assessments with their entries."""

    def find_current(self, person_id: str) -> Assessment | None:
        """The person's assessment whose card has the buttons; it is not closed."""

    def find_private(self, person_id: str) -> Assessment | None:
        """The person's private assessment that is not closed."""

    def find_in_check_in(self, check_in_id: str, person_id: str) -> Assessment | None:
        """The person's assessment in a check-in that is not closed."""

    def find_to_follow(self, check_in_id: str, team_id: str, person_id: str) -> Assessment | None:
        """The person's last assessment with answers in another check-in of the team, else their own view."""

    def list_begun(self, check_in_id: str) -> Sequence[str]:
        """The ids of the people who have begun to answer in a check-in."""

    def list_counted(self, check_in_id: str) -> Sequence[Assessment]:
        """All that counts in a check-in, each as far as it does, in no order that says whose is whose."""

    def count_finished(self, check_in_id: str) -> int:
        """How many people have answered all in a check-in by now, without those who said "not this time"."""

    def freeze(self, check_in_id: str) -> None:
        """Let what is said in a check-in from now on count no more."""

    def find_last_closed(self, person_id: str) -> Assessment | None:
        """The person's private assessment that was closed last."""

    def list_of(self, person_id: str) -> Sequence[Assessment]:
        """All that a person ever filled in, the oldest first."""

    def find(self, assessment_id: str) -> Assessment | None:
        """The assessment of that id."""

    def add(self, assessment: Assessment) -> None:
        """Add an assessment without entries; a StorageBusyError when the person has another one that is active."""

    def save(self, before: Assessment, after: Assessment) -> None:
        """Keep what changed in an assessment, and each changed entry as a revision of its own."""


@dataclass(frozen=True)
class PlacedOn:
    """What is placed: an assessment or a check-in."""

    assessment_id: str | None = None
    check_in_id: str | None = None


@dataclass(frozen=True)
class PlacedResult:
    """Where one of a team's published results stood on a scale."""

    period: str
    revision: int
    scale_hash: str
    level: int
    settled: bool
    not_applicable: int


class Placements(Protocol):
    """Results as they were, each with the content it was made with."""

    def add(self, of: PlacedOn, placements: Iterable[Placement], *, catalogue_hash: str, now: datetime) -> None:
        """Record where an assessment or a check-in stood."""

    def list_of_team(self, team_id: str, scale: str, most: int) -> Sequence[PlacedResult]:
        """Where a team's published results stood on a scale, the newest first."""


@dataclass(frozen=True)
class StoredContent:
    """A scale, the practices or the jumps under the hash of its canonical JSON."""

    content_hash: str
    kind: ContentKind
    name: str
    version: int
    canonical_json: str


class Contents(Protocol):
    """Scales and questions as they were when something was recorded with them."""

    def add(self, maturity: Maturity, *, now: datetime) -> None:
        """Keep all content that is not there yet, by its hash."""

    def get(self, content_hash: str) -> StoredContent:
        """The content of that hash; a LookupError when there is none."""

    def keep(self, content: StoredContent, *, now: datetime) -> None:
        """Keep content that comes from elsewhere, unless it is there."""

    def restore(self, check_in: CheckIn) -> Maturity:
        """All content of a check-in as it was when it opened."""
