from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from flows.maturity.placement import Placement
from flows.ports import PlacedOn
from storage.rows import PlacementRow, table_of

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
