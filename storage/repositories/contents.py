from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, insert, select
from typing_extensions import override

from flows.check_ins.check_in import CheckIn, CheckInStatus
from flows.maturity.capability import Catalogue
from flows.maturity.jump import Jumps
from flows.maturity.loading import Maturity, restored
from flows.maturity.placement import Placement
from flows.maturity.scale import Scale
from flows.ports import Contents, PlacedOn, PlacedResult, Placements, StoredContent
from flows.ports.answers import ContentKind
from storage.repositories.base import MappedRepository, SqlRepository
from storage.rows import CheckInRow, ContentRow, Mapper, PlacementRow, table_of

_CONTENTS = Mapper(ContentRow, StoredContent)
_CONTENT, _PLACEMENT, _CHECK_IN = _CONTENTS.table.c, table_of(PlacementRow).c, table_of(CheckInRow).c
_KNOWN = select(_CONTENT.content_hash).where(_CONTENT.content_hash.in_(bindparam("hashes", expanding=True)))
# What has been restored, by the hashes that say all about it; content is read by every click of a check-in.
_RESTORED: dict[tuple[str, tuple[str, ...], str, str], Maturity] = {}
MOST_RESTORED = 32

_ADD_PLACEMENTS = insert(table_of(PlacementRow))
_PLACED = (_CHECK_IN.period, _CHECK_IN.revision, _PLACEMENT.scale_hash, _PLACEMENT.level, _PLACEMENT.settled)
_OF_TEAM = (
    select(*_PLACED, _PLACEMENT.proof)
    .join_from(table_of(CheckInRow), table_of(PlacementRow), _PLACEMENT.check_in_id == _CHECK_IN.id)
    .join(_CONTENTS.table, _CONTENT.content_hash == _PLACEMENT.scale_hash)
    .where(
        _CHECK_IN.team_id == bindparam("team_id"),
        _CONTENT.name == bindparam("scale"),
        _CHECK_IN.status == CheckInStatus.PUBLISHED,
    )
    .order_by(_CHECK_IN.opened_at.desc())
    .limit(bindparam("most", type_=Integer))
)


class SqlContents(MappedRepository[StoredContent], Contents):
    """The table of content, which stays as it is."""

    _mapper = _CONTENTS

    @override
    def add(self, maturity: Maturity, *, now: datetime) -> None:
        named: list[tuple[ContentKind, str, Catalogue | Scale | Jumps]] = [
            ("catalogue", "capabilities", maturity.catalogue),
            ("jumps", "jumps", maturity.jumps),
            *(("scale", scale.scale, scale) for scale in maturity.scales),
        ]
        hashes = [content.content_hash for _, _, content in named]
        known = set(self._connection.execute(_KNOWN, {"hashes": hashes}).scalars())
        for kind, name, content in named:
            if content.content_hash not in known:
                canonical = content.canonical_json()
                self.keep(StoredContent(content.content_hash, kind, name, content.version, canonical), now=now)

    @override
    def get(self, content_hash: str) -> StoredContent:
        return self._get(_CONTENTS.by_key, the_content_hash=content_hash)

    @override
    def keep(self, content: StoredContent, *, now: datetime) -> None:
        self._add_if_new(ContentRow, _CONTENTS.columns_of(content) | {"stored_at": now})

    @override
    def restore(self, check_in: CheckIn) -> Maturity:
        key = (check_in.catalogue_hash, check_in.scale_hashes, check_in.jumps_hash, check_in.headline_scale)
        known = _RESTORED.get(key)
        if known is None:
            hashes = (check_in.catalogue_hash, check_in.jumps_hash, *check_in.scale_hashes)
            catalogue, jumps, *scales = (self.get(content_hash).canonical_json for content_hash in hashes)
            known = restored(catalogue, scales, jumps, check_in.headline_scale)
            if len(_RESTORED) >= MOST_RESTORED:
                _RESTORED.clear()
            _RESTORED[key] = known
        return known


class SqlPlacements(SqlRepository, Placements):
    """The table of results as they were."""

    @override
    def add(self, of: PlacedOn, placements: Iterable[Placement], *, catalogue_hash: str, now: datetime) -> None:
        """Record the results. Their scales and the catalogue must be among the contents."""
        rows = [
            {
                "assessment_id": of.assessment_id,
                "check_in_id": of.check_in_id,
                "scale_hash": placement.scale.content_hash,
                "catalogue_hash": catalogue_hash,
                "level": placement.level.level,
                "best_case": placement.best_case.level,
                "settled": placement.settled,
                "proof": _proof(placement),
                "placed_at": now,
            }
            for placement in placements
        ]
        if rows:
            self._connection.execute(_ADD_PLACEMENTS, rows)

    @override
    def list_of_team(self, team_id: str, scale: str, most: int) -> list[PlacedResult]:
        rows = self._connection.execute(_OF_TEAM, {"team_id": team_id, "scale": scale, "most": most}).all()
        return [PlacedResult(*row[:5], not_applicable=len(row.proof.get("not_applicable") or ())) for row in rows]


def _proof(placement: Placement) -> dict[str, Any]:
    """The proof in the notation of the scale files."""
    return {
        "held_by": [gate.notation() for gate in placement.held_by],
        "raised_by": [str(raise_) for raise_ in placement.raised_by],
        "progress": placement.progress and asdict(placement.progress),
        "weak_spots": [str(weak_spot) for weak_spot in placement.weak_spots],
        "not_asked": list(placement.not_asked),
        "not_applicable": list(placement.not_applicable),
    }
