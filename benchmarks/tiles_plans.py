"""The bare statement of a tile, and whether its plan goes by a spatial index."""

import json
import time
from types import TracebackType
from typing import Any, Self

from benchmarks.tiles_database import Database

SPATIAL = {"household_mark_geom", "map_unit_geom"}
LARGE = {"webmap_householdmark", "webmap_mapunit"}


class Statements:
    """A connection with the settings under which the site runs its tiles."""

    def __init__(self, database: Database) -> None:
        self._connection = database.connect()

    def __enter__(self) -> Self:
        self._connection.execute("SET enable_seqscan = off")
        self._connection.execute("SET jit = off")
        # As the site's own lines for tiles: one plan for all tiles of a zoom.
        self._connection.execute("SET plan_cache_mode = force_generic_plan")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def seconds(self, text: str) -> float:
        """The first time for a text it is prepared as well."""
        if not text:
            return 0.0
        start = time.perf_counter()
        self._connection.execute(text.encode(), prepare=True, binary=True).fetchone()
        return time.perf_counter() - start

    def plans(self, text: str, prepared: str, values: list[float]) -> Any:
        """How the tile is found with its numbers in the statement, and by the prepared one."""
        if not text:
            return []
        self._connection.execute(f"PREPARE tile AS {prepared}".encode())
        numbers = ", ".join(map(repr, values))
        try:
            return [self._plan(text), self._plan(f"EXECUTE tile ({numbers})")]
        finally:
            self._connection.execute("DEALLOCATE tile")

    def _plan(self, text: str) -> Any:
        row = self._connection.execute(f"EXPLAIN (FORMAT JSON) {text}".encode()).fetchone()
        found = row[0] if row else "[]"
        return json.loads(found) if isinstance(found, str) else found


def uses_spatial_index(plan: Any) -> bool:
    """No large table is read whole, and each reading of the map's tables is by its place."""
    if isinstance(plan, list):
        return all(uses_spatial_index(part) for part in plan)
    if not isinstance(plan, dict):
        return True
    if plan.get("Relation Name") in LARGE and not _by_place(plan):
        return False
    return all(uses_spatial_index(part) for part in plan.values() if isinstance(part, list | dict))


def _by_place(node: dict[str, Any]) -> bool:
    return bool(_indexes(node) & SPATIAL)


def _indexes(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*(_indexes(part) for part in node))
    if not isinstance(node, dict):
        return set()
    own = {str(node["Index Name"])} if "Index Name" in node else set()
    return own | _indexes(node.get("Plans", []))
