"""Writes households: where the file puts them, checked against where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from apps.areas.models import SelfManagedGroup, Village
from apps.common.ahead import ahead
from apps.common.chunks import chunks
from apps.households.models import Household
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows.households import CleanHousehold, clean_households
from apps.imports.rows.outcome import Cleaned
from apps.imports.writers.context import ImportContext
from apps.imports.writers.datum import HomeFit
from apps.imports.writers.geometry import Flags
from apps.imports.writers.household_table import Arrived, HouseholdTable
from apps.imports.writers.places import Places
from apps.imports.writers.rows import Account, Taken, ground_of

# A household near a border may be drawn on the wrong side of it; beyond this it is reported.
BORDER_TOLERANCE_METRES = 30.0
# Rows that the database takes in while as many are being cleaned.
_TOGETHER = 5_000
Row = Taken[CleanHousehold]
Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class _Units:
    """In which units each row of a batch lies; and the first of them, None for none."""

    villages: Flags
    groups: Flags
    village: list[Village | None]
    group: list[SelfManagedGroup | None]


class _Spot(NamedTuple):
    """Where a row belongs, and what is to be said of it. Without a village it is rejected."""

    village: Village | None
    group: SelfManagedGroup | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows as cleaned; of those to be written, in their order, the spots. None: not listed."""

    rows: list[Cleaned[CleanHousehold]]
    spots: list[_Spot] | None


class HouseholdWriter:
    """Takes the clean rows of one file in batches.

    A batch is ``made`` in a thread of its own while the one before is ``take``n: only the second
    may touch the database, the account and the language, and only the first the outlines.
    """

    def __init__(self, context: ImportContext, account: Account) -> None:
        self.commune = context.require_commune()
        self.account = account
        self.places = Places(self.commune, context.day)
        self.fit = HomeFit(self.places)
        self.table = HouseholdTable(self.commune, account, context.day)

    def made(
        self, cleaned: Iterable[Cleaned[CleanHousehold]], *, positions_only: bool
    ) -> Iterator[_Batch]:
        """The rows in batches, placed and checked."""
        for rows in chunks(cleaned, _TOGETHER):
            homes = [row.value for row in rows if row.value is not None]
            yield _Batch(rows, None if positions_only else self._placed(homes))

    def _placed(self, homes: list[CleanHousehold]) -> list[_Spot]:
        # None becomes NaN, which lies nowhere.
        lons = np.array([home.lon for home in homes], dtype=np.float64)
        lats = np.array([home.lat for home in homes], dtype=np.float64)
        villages = self.places.village_at.holding(lons, lats)
        groups = self.places.group_at.holding(lons, lats)
        units = _Units(
            villages,
            groups,
            _firsts(self.places.villages, villages),
            _firsts(self.places.groups, groups),
        )
        spots = [self._spot(home, index, units) for index, home in enumerate(homes)]
        self.fit.look(homes, lons, lats)
        return spots

    def _spot(self, home: CleanHousehold, index: int, units: _Units) -> _Spot:
        said: list[str] = []
        village = self.places.village(home.village) if home.village else None
        if village is None and home.village:
            said.append("unknown_village")
        village = village or units.village[index]
        if village is None:
            return _Spot(None)
        if self._is_off(village, index, units, home):
            said.append("village_disagrees")
        group, remark = self._group(home, index, units, village)
        self.fit.place(home.number, village, group)
        return _Spot(village, group, (*said, *remark))

    def take(self, batch: _Batch, sheet: str | None) -> None:
        """Count and tell one batch, and hand it to the table."""
        rows = list(self.account.collect(batch.rows, sheet))
        if batch.spots is None:
            arrived = self._known_places(rows)
        else:
            arrived = self._listed_places(rows, batch.spots)
        self.table.put(list(arrived))
        self.table.write()
        self.account.step(len(rows))

    def _listed_places(self, rows: list[Row], spots: list[_Spot]) -> Iterator[Arrived]:
        """Rows of a list, each with the village and the group it belongs to."""
        for row, (village, group, said) in zip(rows, spots, strict=True):
            if village is None:
                # Nobody knows where it belongs.
                codes = (*row.codes, "unknown_village")
                self.account.reject(row.sheet, row.number, row.value.code, *codes)
                continue
            for code in said:
                self.account.say(row.sheet, row.number, code)
            yield Arrived(row, village.pk, group.pk if group else None, (*row.codes, *said))

    def _is_off(self, village: Village, index: int, units: _Units, home: CleanHousehold) -> bool:
        column = self.places.village_index[village.pk]
        if home.lon is None or home.lat is None or units.villages[index, column]:
            return False
        metres = self.places.village_at.metres_from(column, home.lon, home.lat)
        return metres > BORDER_TOLERANCE_METRES

    def _group(
        self, home: CleanHousehold, index: int, units: _Units, village: Village
    ) -> tuple[SelfManagedGroup | None, list[str]]:
        """The group the file names, else the one the household stands in; what to say of it."""
        if home.group is None:
            return None, []
        standing = units.group[index]
        if standing is not None and standing.village_id != village.pk:
            standing = None
        if not home.group:
            return standing, []
        named = self.places.group(village, home.group)
        if named is None:
            return standing, ["unknown_group"]
        column = self.places.group_index[named.pk]
        if home.lon is None or home.lat is None or units.groups[index, column]:
            return named, []
        metres = self.places.group_at.metres_from(column, home.lon, home.lat)
        return named, ["group_disagrees"] if metres > BORDER_TOLERANCE_METRES else []

    def _known_places(self, rows: list[Row]) -> Iterator[Arrived]:
        """Points of households that must be known already; they stay in their village."""
        codes = [self.table.code_of(row.value.code) for row in rows]
        known = set(
            Household.objects.filter(commune=self.commune, code__in=codes).values_list(
                "code", flat=True
            )
        )
        for row in rows:
            if self.table.code_of(row.value.code) in known:
                yield Arrived(row, None, None, row.codes)
            else:
                code = row.value.code
                remarks = (*row.codes, "unknown_household")
                self.account.reject(row.sheet, row.number, code, *remarks)

    def finish(self) -> None:
        """Say what only all rows together tell."""
        if self.fit.suspects_shift():
            self.account.say(None, 0, "datum_shift_suspected")


def _firsts(units: list[Unit], holding: Flags) -> list[Unit | None]:
    """Of each row the first unit that holds its point."""
    if not units:
        return [None] * len(holding)
    firsts: list[int] = holding.argmax(axis=1).tolist()
    return [units[at] if holds[at] else None for at, holds in zip(firsts, holding, strict=True)]


def take_households(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a workbook, or layers of points; a code may not come twice in a file."""
    account = Account(context, source, report)
    ground = ground_of(context, source, report)
    writer = HouseholdWriter(context, account)
    codes: set[str] = set()
    for table in source.tables:
        cleaned = clean_households(table, at=context.day, ground=ground, codes=codes)
        for batch in ahead(writer.made(cleaned, positions_only=table.positions_only)):
            writer.take(batch, table.sheet)
    writer.finish()
