"""How an act of a person or of the clock reaches the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import uuid4

from flows.acts.shared.act import Act
from flows.calendar.working_days import day_of
from flows.deliveries.delivery import DeliveryLimits
from flows.learning.loading import Learning
from flows.maturity.loading import Maturity
from flows.ports import Database
from flows.teams.person import Actor, Person

_T = TypeVar("_T")


@dataclass(frozen=True)
class ActRunner:
    """Runs acts: database, content asked and taught, clock, source of ids, and the limits of deliveries."""

    database: Database
    maturity: Maturity
    learning: Learning
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    limits: DeliveryLimits = DeliveryLimits()  # noqa: RUF009 - frozen

    def run(self, actor: Actor, use_case: Callable[[Act], _T]) -> _T:
        """Run one use case of a person, or of the clock, in one transaction."""
        with self.database.transaction() as repositories:
            return use_case(Act(repositories, self.maturity, self.now(), self.new_id, actor))

    def read(self, actor: Actor, use_case: Callable[[Act], _T]) -> _T:
        """Run one use case that changes nothing, on a view of the database that waits for nobody who writes."""
        with self.database.reading() as repositories:
            return use_case(Act(repositories, self.maturity, self.now(), self.new_id, actor))

    def today(self, person: Person) -> date:
        """The day where the person is."""
        return day_of(self.now(), person.time_zone)


def new_runner(
    database: Database,
    maturity: Maturity,
    learning: Learning,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    limits: DeliveryLimits | None = None,
) -> ActRunner:
    """An act runner with ids that nobody can guess."""
    return ActRunner(database, maturity, learning, now, lambda: str(uuid4()), limits or DeliveryLimits())
