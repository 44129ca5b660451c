"""Messages that nobody's click is waiting for, and requests that have had their effect."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from flows.deliveries.delivery import Delivery, DeliveryKey, Lane, Pace
from flows.deliveries.kinds import DeliveryKind


class Deliveries(Protocol):
    """Messages that nobody's click is waiting for, the lanes in which they leave, and the pace of each workspace."""

    def add(self, delivery: Delivery) -> bool:
        """Add it at the end of its lane; False when one with its key is there."""

    def reopen(self, delivery: Delivery) -> None:
        """Put one that failed or was dropped at the end of its lane again."""

    def find(self, key: DeliveryKey) -> Delivery | None:
        """The delivery of that key."""

    def find_sent(self, kind: DeliveryKind, subject_id: str, recipient: str) -> Delivery | None:
        """The last one of a kind about something that a recipient has got."""

    def list_reached(self, kind: DeliveryKind, workspace_id: str, subject_id: str) -> Sequence[str]:
        """The recipients who have got one of a kind about something."""

    def has_sent(self, kind: DeliveryKind, recipient: str, since: datetime) -> bool:
        """Whether a recipient has got one of a kind since then."""

    def count_sent(self, kind: DeliveryKind, recipients: Collection[str], since: datetime) -> int:
        """How many of a kind these recipients have got since then."""

    def list_failed(self, workspace_id: str, since: datetime, most: int) -> Sequence[Delivery]:
        """The last ones that will not arrive by themselves, added since then."""

    def list_planned(self, workspace_id: str, recipients: Collection[str]) -> Sequence[Delivery]:
        """Those that are still to be sent to these recipients, by when they are due."""

    def list_unsent(self, workspace_id: str, recipient: str, since: datetime) -> Sequence[Delivery]:
        """Those to a recipient that failed or were dropped, added since then, in their order."""

    def get(self, delivery_id: str) -> Delivery:
        """The delivery of that id."""

    def lock(self, delivery_id: str) -> Delivery:
        """The same; nobody else changes it until the transaction ends."""

    def save(self, *deliveries: Delivery) -> None:
        """Keep how they went."""

    def mark_over(
        self, subject_id: str, kind: DeliveryKind, recipients: Collection[str], since: datetime | None = None
    ) -> None:
        """Have the messages of a kind to these recipients lose their buttons, once they are there.

        With `since`, only those that are there since then.
        """

    def has_over(self, workspace_id: str) -> bool:
        """Whether there is a message that has to lose its buttons."""

    def take_over_message(self, workspace_id: str) -> Delivery | None:
        """A message that is there and has to lose its buttons, locked; one that others have locked is passed over."""

    def note_retired(self, delivery_id: str) -> None:
        """Note that it has lost them."""

    def find_earliest(self) -> datetime | None:
        """When something is to be done next in any workspace; the past, if it is now."""

    def find_due(self, served: Collection[str], now: datetime, most: int) -> Sequence[str]:
        """Up to `most` of the workspaces served in which something can go now, the one served longest ago first."""

    def find_next(self, served: Collection[str]) -> datetime | None:
        """When something can go next in the workspaces served, pauses included."""

    def take_lanes(self, workspace_id: str, now: datetime, most: int) -> Sequence[tuple[Lane, Delivery | None]]:
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
