from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, delete, exists, insert, select, update
from typing_extensions import override

from flows.check_ins.check_in import Agreed, CheckIn, CheckInStatus
from flows.deliveries.delivery import DeliveryStatus
from flows.deliveries.kinds import DeliveryKind
from flows.ports import CheckIns
from storage.repositories.base import RepositoryById
from storage.rows import AgreedAnswerRow, CheckInRow, DeliveryRow, Mapper, RosterEntryRow, table_of


def _due_at(check_in: CheckIn) -> datetime | None:
    """When it is looked at next: at its deadline, or when its result is published."""
    return {CheckInStatus.OPEN: check_in.closes_at, CheckInStatus.IN_REVIEW: check_in.publish_at}.get(check_in.status)


_CHECK_INS = Mapper(CheckInRow, CheckIn, elsewhere=("roster", "declined"), derived={"due_at": _due_at})
_CHECK_IN, _ROSTER, _DELIVERY = _CHECK_INS.table.c, table_of(RosterEntryRow), table_of(DeliveryRow).c
_OF_TEAM = _CHECK_INS.select.where(_CHECK_IN.team_id == bindparam("team_id")).order_by(_CHECK_IN.opened_at.desc())
_RUNNING = _OF_TEAM.where(_CHECK_IN.status.in_([status for status in CheckInStatus if status.is_running]))
_PUBLISHED = _OF_TEAM.where(_CHECK_IN.status == CheckInStatus.PUBLISHED).limit(bindparam("most", type_=Integer))
_PUBLISHED_BEFORE = _PUBLISHED.where(_CHECK_IN.opened_at < bindparam("before"))
_OPEN_FOR = _CHECK_INS.select.where(
    _CHECK_IN.status == CheckInStatus.OPEN,
    _CHECK_IN.id.in_(select(_ROSTER.c.check_in_id).where(_ROSTER.c.person_id == bindparam("person_id"))),
).order_by(_CHECK_IN.closes_at, _CHECK_IN.id)
_IN_WORKSPACE = _CHECK_IN.workspace_id == bindparam("workspace_id")
_DUE = (
    select(_CHECK_IN.id).where(_IN_WORKSPACE, _CHECK_IN.due_at <= bindparam("now")).order_by(_CHECK_IN.due_at).limit(1)
)
_CARD_IS_THERE = exists().where(
    _DELIVERY.workspace_id == _CHECK_IN.workspace_id,
    _DELIVERY.kind == DeliveryKind.CHECK_IN_CARD,
    _DELIVERY.subject_id == _CHECK_IN.id,
    _DELIVERY.status == DeliveryStatus.SENT,
)
_ANY_STALE = (
    _CHECK_INS.select.where(
        _IN_WORKSPACE, _CHECK_IN.card_is_stale, _CHECK_IN.card_shown_at <= bindparam("before"), _CARD_IS_THERE
    )
    .order_by(_CHECK_IN.card_shown_at)
    .limit(1)
)
_STALE = _ANY_STALE.with_for_update(skip_locked=True, of=_CHECK_INS.table)
_PEOPLE = (
    select(_ROSTER.c.person_id, _ROSTER.c.has_declined)
    .where(_ROSTER.c.check_in_id == bindparam("check_in_id"))
    .order_by(_ROSTER.c.place)
)
_ADD_PEOPLE = insert(_ROSTER)
_DECLINE = update(_ROSTER).where(
    _ROSTER.c.check_in_id == bindparam("the_id"), _ROSTER.c.person_id == bindparam("the_person")
)

_AGREED = Mapper(AgreedAnswerRow, Agreed)
_AGREED_IN = _AGREED.select.where(_AGREED.table.c.check_in_id == bindparam("check_in_id")).order_by(
    _AGREED.table.c.capability
)
_FORGET_AGREED = delete(_AGREED.table).where(*_AGREED.key)


class SqlCheckIns(RepositoryById[CheckIn], CheckIns):
    """The tables of check-ins, of who is asked in them, and of what was agreed on."""

    _mapper = _CHECK_INS

    @override
    def add(self, check_in: CheckIn) -> None:
        card = {"card_is_stale": False, "card_shown_at": check_in.opened_at}
        self._connection.execute(_CHECK_INS.insert, _CHECK_INS.columns_of(check_in) | card)
        people = [
            {
                "check_in_id": check_in.id,
                "person_id": person_id,
                "place": place,
                "has_declined": person_id in check_in.declined,
            }
            for place, person_id in enumerate(check_in.roster)
        ]
        self._connection.execute(_ADD_PEOPLE, people)

    @override
    def save(self, before: CheckIn, after: CheckIn) -> None:
        changed = _CHECK_INS.changes(before, after)
        if changed or before.declined != after.declined:
            self._connection.execute(_CHECK_INS.update, changed | {"card_is_stale": True, "the_id": after.id})
        for person_id in before.declined ^ after.declined:
            key = {"the_id": after.id, "the_person": person_id}
            self._connection.execute(_DECLINE, key | {"has_declined": person_id in after.declined})

    @override
    def find(self, check_in_id: str) -> CheckIn | None:
        return self._find(_CHECK_INS.by_key, the_id=check_in_id)

    @override
    def find_running(self, team_id: str) -> CheckIn | None:
        return self._find(_RUNNING, team_id=team_id)

    @override
    def list_of(self, team_id: str) -> list[CheckIn]:
        return self._list(_OF_TEAM, team_id=team_id)

    @override
    def list_published(self, team_id: str, most: int, before: datetime | None = None) -> list[CheckIn]:
        if before is None:
            return self._list(_PUBLISHED, team_id=team_id, most=most)
        return self._list(_PUBLISHED_BEFORE, team_id=team_id, most=most, before=before)

    @override
    def list_open_for(self, person_id: str) -> list[CheckIn]:
        return self._list(_OPEN_FOR, person_id=person_id)

    @override
    def find_due(self, workspace_id: str, now: datetime) -> str | None:
        check_in_id: str | None = self._scalar(_DUE, workspace_id=workspace_id, now=now)
        return check_in_id

    @override
    def postpone(self, check_in_id: str, until: datetime) -> None:
        self._connection.execute(_CHECK_INS.update, {"the_id": check_in_id, "due_at": until})

    @override
    def has_stale_card(self, workspace_id: str, before: datetime) -> bool:
        return self._scalar(_ANY_STALE, workspace_id=workspace_id, before=before) is not None

    @override
    def take_stale_card(self, workspace_id: str, before: datetime) -> CheckIn | None:
        return self._find(_STALE, workspace_id=workspace_id, before=before)

    @override
    def note_card(self, check_in_id: str, now: datetime, *, is_stale: bool) -> None:
        shown: dict[str, Any] = {"card_is_stale": True} if is_stale else {"card_is_stale": False, "card_shown_at": now}
        self._connection.execute(_CHECK_INS.update, {"the_id": check_in_id} | shown)

    @override
    def agree(self, check_in_id: str, agreed: Agreed) -> None:
        key = {"the_check_in_id": check_in_id, "the_capability": agreed.capability}
        self._connection.execute(_FORGET_AGREED, key)
        self._connection.execute(_AGREED.insert, {"check_in_id": check_in_id, **_AGREED.columns_of(agreed)})

    @override
    def list_agreed(self, check_in_id: str) -> list[Agreed]:
        rows = self._connection.execute(_AGREED_IN, {"check_in_id": check_in_id}).all()
        return [_AGREED.value(row) for row in rows]

    @override
    def _value(self, row: Row[Any]) -> CheckIn:
        people = self._connection.execute(_PEOPLE, {"check_in_id": row.id}).all()
        return _CHECK_INS.value(
            row,
            roster=tuple(person_id for person_id, _ in people),
            declined=frozenset(person_id for person_id, has_declined in people if has_declined),
        )
