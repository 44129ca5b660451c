"""What flows needs from the outside. `storage` implements all of it; repositories never commit."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.action import ActionItem
from flows.assessment import Assessment
from flows.check_in import Agreed, CheckIn
from flows.delivery import Delivery, DeliveryKey, DeliveryKind, Lane, Pace
from flows.maturity.loading import Maturity
from flows.maturity.placement import Placement
from flows.person import Acting, Person
from flows.team import Team


class Actions(Protocol):
    """What teams have set out to do."""

    def add(self, action: ActionItem) -> None:
        """Add one."""

    def save(self, action: ActionItem) -> None:
        """Keep how it stands."""

    def list_open(self, team_id: str) -> Sequence[ActionItem]:
        """A team's open ones, the oldest first."""


@dataclass(frozen=True)
class PlacedOn:
    """What is placed: an assessment or a check-in."""

    assessment_id: str | None = None
    check_in_id: str | None = None


class Workspaces(Protocol):
    """Slack workspaces under Slack's own ids."""

    def add(self, workspace_id: str, *, now: datetime) -> None:
        """Add it, unless it is there."""

    def lock(self, workspace_id: str) -> None:
        """Let nobody else who does this go on until the transaction ends."""


class People(Protocol):
    """People by workspace and Slack id."""

    def claim(self, acting: Acting, *, new_id: str, now: datetime) -> Person:
        """The person, added under `new_id` when new; nobody else acts for them until the transaction ends."""

    def add(self, acting: Acting, *, new_id: str, now: datetime) -> None:
        """Add somebody with their workspace, unless they are there."""

    def find(self, acting: Acting) -> Person | None:
        """The person, or None when they never used Rung."""

    def get(self, person_id: str) -> Person:
        """The person of that id."""

    def lock(self, person_id: str) -> Person:
        """The same; nobody else acts for them until the transaction ends."""

    def list_by_id(self, person_ids: Collection[str]) -> Sequence[Person]:
        """The people of these ids, in their order."""

    def list_admins(self, workspace_id: str) -> Sequence[Person]:
        """Those who look after a workspace's Rung."""

    def make_admin(self, person_id: str) -> None:
        """Have a person look after their workspace's Rung."""

    def save(self, person: Person) -> None:
        """Keep what is known of a person."""


class Teams(Protocol):
    """Teams with those who are asked and those who decide."""

    def add(self, team: Team) -> None:
        """Add one whose name and channel no living team has."""

    def save(self, before: Team, after: Team) -> None:
        """Keep what changed."""

    def find(self, team_id: str) -> Team | None:
        """The team of that id."""

    def lock(self, team_id: str) -> Team:
        """The same; nobody else changes it until the transaction ends."""

    def find_in_channel(self, workspace_id: str, channel_id: str) -> Team | None:
        """The living team of a channel."""

    def find_named(self, workspace_id: str, name_key: str) -> Team | None:
        """The living team of a name."""

    def list_of(self, person_id: str) -> Sequence[Team]:
        """The living teams in which a person is asked or decides, by name."""


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
        """The ids of those who have begun to answer in a check-in."""

    def list_counted(self, check_in_id: str) -> Sequence[Assessment]:
        """All that counts in a check-in, each as far as it does, in no order that says whose is whose."""

    def count_finished(self, check_in_id: str) -> int:
        """How many of those who did not say "not this time" have answered all in a check-in by now."""

    def freeze(self, check_in_id: str) -> None:
        """Let what is said in a check-in from now on count no more."""

    def find_last_closed(self, person_id: str) -> Assessment | None:
        """The person's private assessment that was closed last."""

    def find(self, assessment_id: str) -> Assessment | None:
        """The assessment of that id."""

    def add(self, assessment: Assessment) -> None:
        """Add one without entries."""

    def save(self, before: Assessment, after: Assessment) -> None:
        """Keep what changed, and each changed entry as a revision of its own."""


class CheckIns(Protocol):
    """Check-ins, each with those who are asked."""

    def add(self, check_in: CheckIn) -> None:
        """Add one; a StorageBusyError when the team has another one running."""

    def save(self, before: CheckIn, after: CheckIn) -> None:
        """Keep what changed, and have its card in the channel shown anew."""

    def find(self, check_in_id: str) -> CheckIn | None:
        """The check-in of that id."""

    def get(self, check_in_id: str) -> CheckIn:
        """The same, which must be there."""

    def lock(self, check_in_id: str) -> CheckIn:
        """The same; nobody else changes it, or answers in it, until the transaction ends."""

    def find_running(self, team_id: str) -> CheckIn | None:
        """The team's check-in that has not ended."""

    def list_of(self, team_id: str) -> Sequence[CheckIn]:
        """All of a team's check-ins, the newest first."""

    def list_open_for(self, person_id: str) -> Sequence[CheckIn]:
        """The open check-ins in which a person is asked, by when they close."""

    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        """The id of the one whose deadline or publication is due first."""

    def postpone(self, check_in_id: str, until: datetime) -> None:
        """Look at one that is due only then."""

    def claim_stale_card(self, workspace_id: str, before: datetime) -> CheckIn | None:
        """One whose card in the channel is out of date and was not shown anew since then, locked likewise."""

    def note_card(self, check_in_id: str, now: datetime, *, is_stale: bool) -> None:
        """Note that its card is being shown anew, or is out of date."""

    def agree(self, check_in_id: str, agreed: Agreed) -> None:
        """Keep what the team agreed on for a practice, in place of what it had agreed on before."""

    def list_agreed(self, check_in_id: str) -> Sequence[Agreed]:
        """All that the team agreed on, by practice."""


class Placements(Protocol):
    """Results as they were, each with the content it was made with."""

    def add(self, of: PlacedOn, placements: Iterable[Placement], *, catalogue_hash: str, now: datetime) -> None:
        """Record where an assessment or a check-in stood."""


class Contents(Protocol):
    """Scales and questions as they were when something was recorded with them."""

    def add(self, maturity: Maturity, *, now: datetime) -> None:
        """Keep all content that is not there yet, by its hash."""

    def find(self, content_hash: str) -> str | None:
        """The canonical JSON of that content."""

    def restore(self, check_in: CheckIn) -> Maturity:
        """All content of a check-in as it was when it opened."""


class Deliveries(Protocol):
    """Messages that nobody's click is waiting for, the lanes in which they leave, and the pace of each workspace."""

    def add(self, delivery: Delivery) -> bool:
        """Add it at the end of its lane; False when one with its key is there."""

    def reopen(self, delivery: Delivery) -> None:
        """Put one that failed or was dropped at the end of its lane again."""

    def find(self, key: DeliveryKey) -> Delivery | None:
        """The delivery of that key."""

    def list_unsent(self, workspace_id: str, recipient: str, since: datetime) -> Sequence[Delivery]:
        """Those to a recipient that failed or were dropped, added since then, in their order."""

    def get(self, delivery_id: str) -> Delivery:
        """The delivery of that id."""

    def lock(self, delivery_id: str) -> Delivery:
        """The same; nobody else changes it until the transaction ends."""

    def save(self, *deliveries: Delivery) -> None:
        """Keep how they went."""

    def mark_over(self, subject_id: str, kind: DeliveryKind, recipients: Collection[str]) -> None:
        """Have the messages of a kind to these recipients lose their buttons, once they are there."""

    def claim_over(self, workspace_id: str) -> Delivery | None:
        """A message that is there and has to lose its buttons, locked; one that others have locked is passed over."""

    def note_retired(self, delivery_id: str) -> None:
        """Note that it has lost them."""

    def find_earliest(self) -> datetime | None:
        """When something is to be done next in any workspace; the past, if it is now."""

    def find_due(self, served: Collection[str], now: datetime, most: int) -> Sequence[str]:
        """Up to `most` of the workspaces served in which something can go now, the one served longest ago first."""

    def find_next(self, served: Collection[str]) -> datetime | None:
        """When something can go next in the workspaces served, pauses included."""

    def claim_lanes(self, workspace_id: str, now: datetime, most: int) -> Sequence[tuple[Lane, Delivery | None]]:
        """Lanes that are due, with their first messages; nobody else has them until the transaction ends."""

    def lock_in_lane(self, delivery_id: str) -> tuple[Delivery, Lane, Pace]:
        """A message with its lane, and the pace of its workspace; nobody else changes the first two until the end."""

    def find_head(self, lane: Lane) -> Delivery | None:
        """The first message of a lane: the one that may be on its way, else the one that is due first."""

    def save_lanes(self, *lanes: Lane) -> None:
        """Keep when they are looked at next."""

    def lock_pace(self, workspace_id: str) -> Pace:
        """How fast a workspace may be sent to; nobody else changes that until the transaction ends."""

    def save_pace(self, pace: Pace) -> None:
        """Keep it."""


class SeenRequests(Protocol):
    """Ids of requests that have had their effect."""

    def add(self, workspace_id: str, request_id: str, *, now: datetime) -> bool:
        """Remember it; False when it was seen before."""

    def forget_before(self, moment: datetime) -> int:
        """Forget old ones and say how many."""


class Repositories(Protocol):
    """One open transaction."""

    @property
    def workspaces(self) -> Workspaces: ...  # noqa: D102 - each is described by its own class
    @property
    def people(self) -> People: ...  # noqa: D102
    @property
    def teams(self) -> Teams: ...  # noqa: D102
    @property
    def check_ins(self) -> CheckIns: ...  # noqa: D102
    @property
    def actions(self) -> Actions: ...  # noqa: D102
    @property
    def assessments(self) -> Assessments: ...  # noqa: D102
    @property
    def placements(self) -> Placements: ...  # noqa: D102
    @property
    def contents(self) -> Contents: ...  # noqa: D102
    @property
    def deliveries(self) -> Deliveries: ...  # noqa: D102
    @property
    def seen_requests(self) -> SeenRequests: ...  # noqa: D102


class Database(Protocol):
    """Where everything is kept. Every method raises StorageBusyError or StorageLostError when it cannot serve."""

    def transaction(self) -> AbstractContextManager[Repositories]:
        """Changes that all happen, or none when the block raises."""

    def reading(self) -> AbstractContextManager[Repositories]:
        """A consistent view that changes nothing and waits for nobody who writes."""

    def problem(self) -> str | None:
        """One sentence on why the database cannot be used now, or None."""
