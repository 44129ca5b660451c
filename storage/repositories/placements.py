from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, insert, select

from flows.check_ins.check_in import CheckInStatus
from flows.maturity.placement import Placement
from flows.ports import PlacedOn, PlacedResult
from storage.rows import CheckInRow, ContentRow, PlacementRow, table_of

_PLACEMENT, _CHECK_IN, _CONTENT = table_of(PlacementRow), table_of(CheckInRow), table_of(ContentRow)
_OF_TEAM = (
    select(
        _CHECK_IN.c.period,
        _CHECK_IN.c.revision,
        _PLACEMENT.c.scale_hash,
        _PLACEMENT.c.level,
        _PLACEMENT.c.settled,
        _PLACEMENT.c.proof,
    )
    .select_from(
        _CHECK_IN.join(_PLACEMENT, _PLACEMENT.c.check_in_id == _CHECK_IN.c.id).join(
            _CONTENT, _CONTENT.c.content_hash == _PLACEMENT.c.scale_hash
        )
    )
    .where(_CHECK_IN.c.team_id == bindparam("team_id"), _CONTENT.c.name == bindparam("scale"))
    .where(_CHECK_IN.c.status == CheckInStatus.PUBLISHED)
    .order_by(_CHECK_IN.c.opened_at.desc())
    .limit(bindparam("most", type_=Integer))
)
_INSERT = insert(table_of(PlacementRow))


class SqlPlacements:
    """Results as they were."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, of: PlacedOn, placements: Iterable[Placement], *, catalogue_hash: str, now: datetime) -> None:
        """Record where an assessment or a check-in stood. Scales and catalogue must be among the contents."""
        rows = [
            {
                "assessment_id": of.assessment_id,
                "check_in_id": of.check_in_id,
                "scale_hash": each.scale.content_hash,
                "catalogue_hash": catalogue_hash,
                "level": each.level.level,
                "best_case": each.best_case.level,
                "settled": each.settled,
                "proof": _proof(each),
                "placed_at": now,
            }
            for each in placements
        ]
        if rows:
            self._connection.execute(_INSERT, rows)

    def list_of_team(self, team_id: str, scale: str, most: int) -> list[PlacedResult]:
        """Where a team's published results stood on a scale, the newest first."""
        key = {"team_id": team_id, "scale": scale, "most": most}
        rows = self._connection.execute(_OF_TEAM, key).all()
        return [PlacedResult(*row[:5], not_applicable=len(row.proof.get("not_applicable") or ())) for row in rows]


def _proof(placement: Placement) -> dict[str, Any]:
    """The proof in the notation of the scale files."""
    return {
        "held_by": [gate.notation() for gate in placement.held_by],
        "raised_by": [str(each) for each in placement.raised_by],
        "progress": asdict(placement.progress) if placement.progress else None,
        "weak_spots": [str(each) for each in placement.weak_spots],
        "not_asked": list(placement.not_asked),
        "not_applicable": list(placement.not_applicable),
    }
