"""Writes households: where the file puts them, checked against where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np

from apps.areas.models import SelfManagedGroup, Village
from apps.households.models import Household
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows.households import CleanHousehold, clean_households
from apps.imports.writers.context import STEP, ImportContext
from apps.imports.writers.datum import HomeFit
from apps.imports.writers.geometry import Flags, Floats
from apps.imports.writers.household_table import Arrived, HouseholdTable
from apps.imports.writers.places import Places
from apps.imports.writers.rows import Account, Taken, ground_of

# A household near a border may be drawn on the wrong side of it; beyond this it is reported.
BORDER_TOLERANCE_METRES = 30.0
Row = Taken[CleanHousehold]
Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class _Spots:
    """Where the rows of a batch stand, and in which units each of them lies."""

    lons: Floats
    lats: Floats
    villages: Flags
    groups: Flags


class HouseholdWriter:
    """Takes the clean rows of one file in batches."""

    def __init__(self, context: ImportContext, account: Account) -> None:
        self.commune = context.require_commune()
        self.account = account
        self.places = Places(self.commune, context.day)
        self.fit = HomeFit(self.places)
        self.table = HouseholdTable(self.commune, account, context.day)

    def take(self, rows: list[Row], *, positions_only: bool) -> None:
        """One batch: placed, checked, and handed to the table."""
        lons = np.array([_or_nan(row.value.lon) for row in rows])
        lats = np.array([_or_nan(row.value.lat) for row in rows])
        spots = _Spots(
            lons,
            lats,
            self.places.village_at.holding(lons, lats),
            self.places.group_at.holding(lons, lats),
        )
        place = self._known_places(rows) if positions_only else self._listed_places(rows, spots)
        self.table.put(list(place))
        self.fit.look(rows, lons, lats)

    def _listed_places(self, rows: list[Row], spots: _Spots) -> Iterator[Arrived]:
        """Rows of a list, each with the village and the group it belongs to."""
        for index, row in enumerate(rows):
            found = self._placed(row, index, spots)
            if found is not None:
                yield found

    def _placed(self, row: Row, index: int, spots: _Spots) -> Arrived | None:
        """One row, or None when nobody knows its village: then it is rejected."""
        home = row.value
        said: list[str] = []
        village = self.places.village(home.village) if home.village else None
        if village is None and home.village:
            said.append("unknown_village")
        standing = _first(self.places.villages, spots.villages[index])
        village = village or standing
        if village is None:
            codes = (*row.codes, "unknown_village")
            self.account.reject(row.sheet, row.number, home.code, *codes)
            return None
        if self._is_off(village, index, spots, home):
            said.append("village_disagrees")
        group, remark = self._group(home, index, spots, village)
        said += remark
        for code in said:
            self.account.say(row.sheet, row.number, code)
        self.fit.place(row.number, village, group)
        return Arrived(row, village.pk, group.pk if group else None, (*row.codes, *said))

    def _is_off(self, village: Village, index: int, spots: _Spots, home: CleanHousehold) -> bool:
        column = self.places.village_index[village.pk]
        if home.lon is None or home.lat is None or spots.villages[index, column]:
            return False
        metres = self.places.village_at.metres_from(column, home.lon, home.lat)
        return metres > BORDER_TOLERANCE_METRES

    def _group(
        self, home: CleanHousehold, index: int, spots: _Spots, village: Village
    ) -> tuple[SelfManagedGroup | None, list[str]]:
        """The group the file names, else the one the household stands in; what to say of it."""
        if home.group is None:
            return None, []
        standing = _first(self.places.groups, spots.groups[index])
        if standing is not None and standing.village_id != village.pk:
            standing = None
        if not home.group:
            return standing, []
        named = self.places.group(village, home.group)
        if named is None:
            return standing, ["unknown_group"]
        column = self.places.group_index[named.pk]
        if home.lon is None or home.lat is None or spots.groups[index, column]:
            return named, []
        metres = self.places.group_at.metres_from(column, home.lon, home.lat)
        return named, ["group_disagrees"] if metres > BORDER_TOLERANCE_METRES else []

    def _known_places(self, rows: list[Row]) -> Iterator[Arrived]:
        """Points of households that must be known already; they stay in their village."""
        codes = [row.value.code for row in rows]
        known = set(
            Household.objects.filter(commune=self.commune, code__in=codes).values_list(
                "code", flat=True
            )
        )
        for row in rows:
            if row.value.code in known:
                yield Arrived(row, None, None, row.codes)
            else:
                code = row.value.code
                remarks = (*row.codes, "unknown_household")
                self.account.reject(row.sheet, row.number, code, *remarks)

    def finish(self) -> None:
        """Write what has come."""
        self.table.write()
        if self.fit.suspects_shift():
            self.account.say(None, 0, "datum_shift_suspected")


def _or_nan(degrees: float | None) -> float:
    return float("nan") if degrees is None else degrees


def _first(units: list[Unit], holding: Flags) -> Unit | None:
    """The first unit that holds a point."""
    found = int(holding.argmax()) if len(units) else 0
    return units[found] if len(units) and holding[found] else None


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in lists of ``STEP``."""
    waiting = iter(rows)
    while batch := list(islice(waiting, STEP)):
        yield batch


def take_households(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a workbook, or layers of points; a code may not come twice in a file."""
    account = Account(context, source, report)
    ground = ground_of(context, source, report)
    writer = HouseholdWriter(context, account)
    codes: set[str] = set()
    for table in source.tables:
        cleaned = clean_households(table, at=context.day, ground=ground, codes=codes)
        for batch in batches(account.collect(cleaned, table.sheet)):
            writer.take(batch, positions_only=table.positions_only)
            account.step(len(batch))
    writer.finish()
