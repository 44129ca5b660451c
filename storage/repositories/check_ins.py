from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, delete, exists, insert, select, update

from flows.check_ins.check_in import Agreed, CheckIn, CheckInStatus, Nudging
from flows.deliveries.delivery import DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from flows.maturity.answer import Answer
from storage.rows import AgreedAnswerRow, CheckInRow, DeliveryRow, RosterEntryRow, table_of

_CHECK_IN, _ROSTER, _DELIVERY = table_of(CheckInRow), table_of(RosterEntryRow), table_of(DeliveryRow)
_AGREED = table_of(AgreedAnswerRow)
_COLUMNS = tuple(name for name in CheckIn.__dataclass_fields__ if name not in {"roster", "declined"})
_CHECK_INS = select(*(_CHECK_IN.c[name] for name in _COLUMNS))
_BY_ID = _CHECK_INS.where(_CHECK_IN.c.id == bindparam("check_in_id"))
_LOCKED = _BY_ID.with_for_update()
_OF_TEAM = _CHECK_INS.where(_CHECK_IN.c.team_id == bindparam("team_id")).order_by(_CHECK_IN.c.opened_at.desc())
_RUNNING = _OF_TEAM.where(_CHECK_IN.c.status.in_([each for each in CheckInStatus if each.is_running]))
_PUBLISHED = _OF_TEAM.where(_CHECK_IN.c.status == CheckInStatus.PUBLISHED).limit(bindparam("most", type_=Integer))
_PUBLISHED_BEFORE = _PUBLISHED.where(_CHECK_IN.c.opened_at < bindparam("before"))
_OPEN_FOR = _CHECK_INS.where(
    _CHECK_IN.c.status == CheckInStatus.OPEN,
    _CHECK_IN.c.id.in_(select(_ROSTER.c.check_in_id).where(_ROSTER.c.person_id == bindparam("person_id"))),
).order_by(_CHECK_IN.c.closes_at, _CHECK_IN.c.id)
_OF_WORKSPACE = _CHECK_INS.where(_CHECK_IN.c.workspace_id == bindparam("workspace_id")).limit(1)
_DUE = (
    select(_CHECK_IN.c.id)
    .where(_CHECK_IN.c.workspace_id == bindparam("workspace_id"), _CHECK_IN.c.due_at <= bindparam("now"))
    .order_by(_CHECK_IN.c.due_at)
    .limit(1)
)
_CARD_IS_THERE = exists().where(
    _DELIVERY.c.workspace_id == _CHECK_IN.c.workspace_id,
    _DELIVERY.c.kind == DeliveryKind.CHECK_IN_CARD,
    _DELIVERY.c.subject_id == _CHECK_IN.c.id,
    _DELIVERY.c.status == DeliveryStatus.SENT,
)
_ANY_STALE = _OF_WORKSPACE.where(
    _CHECK_IN.c.card_is_stale, _CHECK_IN.c.card_shown_at <= bindparam("before"), _CARD_IS_THERE
).order_by(_CHECK_IN.c.card_shown_at)
_STALE = _ANY_STALE.with_for_update(skip_locked=True, of=_CHECK_IN)
_PEOPLE = (
    select(_ROSTER.c.person_id, _ROSTER.c.has_declined)
    .where(_ROSTER.c.check_in_id == bindparam("check_in_id"))
    .order_by(_ROSTER.c.place)
)
_AGREED_IN = select(_AGREED).where(_AGREED.c.check_in_id == bindparam("check_in_id")).order_by(_AGREED.c.capability)
_FORGET_AGREED = delete(_AGREED).where(
    _AGREED.c.check_in_id == bindparam("the_id"), _AGREED.c.capability == bindparam("the_capability")
)
_UPDATE = update(_CHECK_IN).where(_CHECK_IN.c.id == bindparam("the_id"))
_DECLINE = update(_ROSTER).where(
    _ROSTER.c.check_in_id == bindparam("the_id"), _ROSTER.c.person_id == bindparam("the_person")
)


class SqlCheckIns:
    """Check-ins, each with those who are asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, check_in: CheckIn) -> None:
        """Add one; a StorageBusyError when the team has another one running."""
        card = {"card_is_stale": False, "card_shown_at": check_in.opened_at}
        self._connection.execute(insert(_CHECK_IN), _columns(check_in) | card)
        people = [
            {
                "check_in_id": check_in.id,
                "person_id": each,
                "place": place,
                "has_declined": each in check_in.declined,
            }
            for place, each in enumerate(check_in.roster)
        ]
        self._connection.execute(insert(_ROSTER), people)

    def save(self, before: CheckIn, after: CheckIn) -> None:
        """Keep what changed, and have its card in the channel shown anew; those who are asked stay the same."""
        old, new = _columns(before), _columns(after)
        changed = {name: value for name, value in new.items() if value != old[name]}
        if changed or before.declined != after.declined:
            self._connection.execute(_UPDATE, changed | {"card_is_stale": True, "the_id": after.id})
        for each in before.declined ^ after.declined:
            key = {"the_id": after.id, "the_person": each}
            self._connection.execute(_DECLINE, key | {"has_declined": each in after.declined})

    def find(self, check_in_id: str) -> CheckIn | None:
        """The check-in of that id."""
        return self._first(_BY_ID, check_in_id=check_in_id)

    def get(self, check_in_id: str) -> CheckIn:
        """The same; a LookupError when there is none."""
        return self._there(_BY_ID, check_in_id)

    def lock(self, check_in_id: str) -> CheckIn:
        """The same, locked until the transaction ends."""
        return self._there(_LOCKED, check_in_id)

    def find_running(self, team_id: str) -> CheckIn | None:
        """The team's check-in that has not ended."""
        return self._first(_RUNNING, team_id=team_id)

    def list_of(self, team_id: str) -> list[CheckIn]:
        """All of a team's check-ins, the newest first."""
        return self._all(_OF_TEAM, team_id=team_id)

    def list_published(self, team_id: str, most: int, before: datetime | None = None) -> list[CheckIn]:
        """A team's published check-ins, the newest first; with `before`, only those opened earlier."""
        if before is None:
            return self._all(_PUBLISHED, team_id=team_id, most=most)
        return self._all(_PUBLISHED_BEFORE, team_id=team_id, most=most, before=before)

    def list_open_for(self, person_id: str) -> list[CheckIn]:
        """The open check-ins in which a person is asked, by when they close."""
        return self._all(_OPEN_FOR, person_id=person_id)

    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        """The id of the one whose deadline or publication is due first."""
        found: str | None = self._connection.execute(_DUE, {"workspace_id": workspace_id, "now": now}).scalar()
        return found

    def postpone(self, check_in_id: str, until: datetime) -> None:
        """Look at one that is due only then."""
        self._connection.execute(_UPDATE, {"the_id": check_in_id, "due_at": until})

    def has_stale_card(self, workspace_id: str, before: datetime) -> bool:
        """Whether a card is out of date, is there, and was not shown anew since then."""
        wanted = {"workspace_id": workspace_id, "before": before}
        return self._connection.execute(_ANY_STALE, wanted).first() is not None

    def take_stale_card(self, workspace_id: str, before: datetime) -> CheckIn | None:
        """One whose card is out of date, is there, and was not shown anew since then, locked likewise."""
        return self._first(_STALE, workspace_id=workspace_id, before=before)

    def note_card(self, check_in_id: str, now: datetime, *, is_stale: bool) -> None:
        """Note that its card is being shown anew, or is out of date."""
        shown = {"card_is_stale": True} if is_stale else {"card_is_stale": False, "card_shown_at": now}
        self._connection.execute(_UPDATE, {"the_id": check_in_id} | shown)

    def agree(self, check_in_id: str, agreed: Agreed) -> None:
        """Keep what the team agreed on for a practice, in place of what it had agreed on before."""
        key = {"the_id": check_in_id, "the_capability": agreed.capability}
        self._connection.execute(_FORGET_AGREED, key)
        row = {"check_in_id": check_in_id, **asdict(agreed)}
        self._connection.execute(insert(_AGREED), row)

    def list_agreed(self, check_in_id: str) -> list[Agreed]:
        """All that the team agreed on, by practice."""
        rows = self._connection.execute(_AGREED_IN, {"check_in_id": check_in_id}).all()
        return [
            Agreed(each.capability, Answer(each.answer) if each.answer else None, each.decided_by, each.decided_at)
            for each in rows
        ]

    def _there(self, statement: Select[*tuple[Any, ...]], check_in_id: str) -> CheckIn:
        found = self._first(statement, check_in_id=check_in_id)
        if found is None:
            raise LookupError(f"there is no check-in {check_in_id}")
        return found

    def _first(self, statement: Select[*tuple[Any, ...]], **key: object) -> CheckIn | None:
        row = self._connection.execute(statement, key).mappings().first()
        return None if row is None else self._check_in(row)

    def _all(self, statement: Select[*tuple[Any, ...]], **key: object) -> list[CheckIn]:
        return [self._check_in(row) for row in self._connection.execute(statement, key).mappings().all()]

    def _check_in(self, row: Mapping[Any, Any]) -> CheckIn:
        people = self._connection.execute(_PEOPLE, {"check_in_id": row["id"]}).all()
        return CheckIn(
            **{
                **row,
                "scale_hashes": tuple(row["scale_hashes"]),
                "causes": tuple((kind, levels) for kind, levels in row["causes"]),
                "status": CheckInStatus(row["status"]),
                "nudging": Nudging(row["nudging"]),
            },
            roster=tuple(each.person_id for each in people),
            declined=frozenset(each.person_id for each in people if each.has_declined),
        )


def _columns(check_in: CheckIn) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(check_in, name) for name in _COLUMNS}
    due_at = {CheckInStatus.OPEN: check_in.closes_at, CheckInStatus.IN_REVIEW: check_in.publish_at}
    lists = {"scale_hashes": list(check_in.scale_hashes), "causes": [list(each) for each in check_in.causes]}
    return values | lists | {"due_at": due_at.get(check_in.status)}
