"""Messages that nobody's click is waiting for, and requests that have had their effect."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from flows.deliveries.delivery import Delivery, DeliveryKey, Lane, Pace
from flows.deliveries.kinds import DeliveryKind


class Deliveries(Protocol):
    """Messages that nobody's click is waiting for, the lanes in which they leave, and the pace of each workspace."""

    def add(self, delivery: Delivery) -> bool:
        """Add a delivery at the end of its lane; False when one with its key is there."""

    def reopen(self, delivery: Delivery) -> None:
        """Put a delivery that failed or was dropped at the end of its lane again."""

    def find(self, key: DeliveryKey) -> Delivery | None:
        """The delivery of that key."""

    def find_sent(self, kind: DeliveryKind, subject_id: str, recipient: str) -> Delivery | None:
        """The last delivery of a kind about a subject that a recipient has got."""

    def list_reached(self, kind: DeliveryKind, workspace_id: str, subject_id: str) -> Sequence[str]:
        """The recipients who have got a delivery of a kind about a subject."""

    def has_sent(self, kind: DeliveryKind, recipient: str, since: datetime) -> bool:
        """Whether a recipient has got a delivery of a kind since that moment."""

    def count_sent(self, kind: DeliveryKind, recipients: Collection[str], since: datetime) -> int:
        """How many deliveries of a kind the recipients have got since that moment."""

    def list_failed(self, workspace_id: str, since: datetime, most: int) -> Sequence[Delivery]:
        """The last deliveries that will not arrive by themselves, of those added since that moment."""

    def list_planned(self, workspace_id: str, recipients: Collection[str]) -> Sequence[Delivery]:
        """The deliveries that are still to be sent to the recipients, by when they are due."""

    def list_unsent(self, workspace_id: str, recipient: str, since: datetime) -> Sequence[Delivery]:
        """The deliveries to a recipient that failed or were dropped, added since that moment, in their order."""

    def get(self, delivery_id: str) -> Delivery:
        """The delivery of that id; a LookupError when there is none."""

    def lock(self, delivery_id: str) -> Delivery:
        """The delivery of that id, which nobody else changes until the transaction ends."""

    def save(self, *deliveries: Delivery) -> None:
        """Keep how deliveries went."""

    def mark_over(
        self, subject_id: str, kind: DeliveryKind, recipients: Collection[str], since: datetime | None = None
    ) -> None:
        """Have the messages of a kind to the recipients lose their buttons, once they are there.

        With `since`, only the messages that are there since that moment.
        """

    def has_over(self, workspace_id: str) -> bool:
        """Whether there is a message that has to lose its buttons."""

    def take_retired_message(self, workspace_id: str) -> Delivery | None:
        """A message that is there and has to lose its buttons, locked; one that others have locked is passed over."""

    def note_retired(self, delivery_id: str) -> None:
        """Note that a message has lost its buttons."""

    def find_earliest(self) -> datetime | None:
        """When something is to be done next in any workspace; the past, if it is now."""

    def find_due(self, served: Collection[str], now: datetime, most: int) -> Sequence[str]:
        """Up to `most` of the workspaces served in which something can go now, the one served longest ago first."""

    def find_next(self, served: Collection[str]) -> datetime | None:
        """When something can go next in the workspaces served, pauses included."""

    def take_lanes(self, workspace_id: str, now: datetime, most: int) -> Sequence[tuple[Lane, Delivery | None]]:
        """Lanes that are due, each with its first message; nobody else has them until the transaction ends."""

    def lock_in_lane(self, delivery_id: str) -> tuple[Delivery, Lane, Pace]:
        """A message, its lane, and the pace of its workspace; nobody else changes the first two until the end."""

    def find_head(self, lane: Lane) -> Delivery | None:
        """The first message of a lane: the one that may be on its way, else the one that is due first."""

    def save_lanes(self, *lanes: Lane) -> None:
        """Keep when lanes are looked at next."""

    def lock_pace(self, workspace_id: str) -> Pace:
        """How fast a workspace may be sent to; nobody else changes that until the transaction ends."""

    def save_pace(self, pace: Pace) -> None:
        """Keep how fast a workspace may be sent to."""


class SeenRequests(Protocol):
    """Ids of requests that have had their effect."""

    def add(self, workspace_id: str, request_id: str, *, now: datetime) -> bool:
        """Remember a request; False when it was seen before."""

    def forget_before(self, moment: datetime) -> int:
        """Forget the requests seen before that moment, and say how many they were."""
