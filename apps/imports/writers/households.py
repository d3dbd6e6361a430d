"""Writes households: where the file puts them, checked against where they stand."""

from typing import Any

from django.contrib.gis.geos import Point

from apps.areas.models import SelfManagedGroup, Village
from apps.households.models import Household, MissingReason, PositionSource
from apps.imports.messages import message
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows import cells as read
from apps.imports.rows.households import CleanHousehold, clean_households
from apps.imports.writers.context import ImportContext
from apps.imports.writers.kept import kept_as_stored
from apps.imports.writers.places import Places
from apps.imports.writers.rows import collect, ground_of
from apps.imports.writers.upsert import Upsert, same_value

# A household near a border may be drawn on the wrong side of it; beyond this it is reported.
BORDER_TOLERANCE_METRES = 30.0
# How a file's own text of these fields is read; see ``kept_as_stored``.
_READ_AS = {
    "code": read.reference,
    "head_name": read.person,
    "address": read.text,
    "phone": read.phone_or_nothing,
}


class HouseholdWriter:
    """Takes the clean rows of one workbook, one after the other."""

    def __init__(self, context: ImportContext, report: FileReport) -> None:
        self.commune = context.require_commune()
        self.report = report
        self.places = Places(self.commune, context.day)
        known = Household.objects.filter(commune=self.commune).select_related("village", "group")
        self.rows = Upsert(Household, {read.reference(home.code): home for home in known})

    def _say(self, row: CleanHousehold, code: str) -> None:
        self.report.say(sheet=row.sheet, row=row.number, code=code, message=message(code))

    def add(self, row: CleanHousehold) -> None:
        """Take one row in, or reject it because nobody knows its village."""
        placed = None if row.lon is None or row.lat is None else self.places.at(row.lon, row.lat)
        village = self.places.village(row.village) if row.village else None
        if village is None and row.village:
            self._say(row, "unknown_village")
        if village is None and placed is not None:
            village = placed.village
        if village is None:
            self.report.rejected += 1
            if not row.village:
                self._say(row, "unknown_village")
            return
        self._check_village(row, village)
        group = self._group(row, village, placed.group if placed else None)
        self.rows.put(row.code, **self._values(row, village, group))

    def _check_village(self, row: CleanHousehold, village: Village) -> None:
        if row.lon is None or row.lat is None:
            return
        metres = self.places.metres_from_village(village, row.lon, row.lat)
        if metres > BORDER_TOLERANCE_METRES:
            self._say(row, "village_disagrees")

    def _group(
        self, row: CleanHousehold, village: Village, standing_in: SelfManagedGroup | None
    ) -> SelfManagedGroup | None:
        """The group the file names, else the one the household stands in."""
        if row.group is None:
            return None
        if standing_in is not None and standing_in.village_id != village.pk:
            standing_in = None
        if not row.group:
            return standing_in
        named = self.places.group(village, row.group)
        if named is None:
            self._say(row, "unknown_group")
            return standing_in
        if row.lon is not None and row.lat is not None:
            metres = self.places.metres_from_group(named, row.lon, row.lat)
            if metres > BORDER_TOLERANCE_METRES:
                self._say(row, "group_disagrees")
        return named

    def _values(
        self, row: CleanHousehold, village: Village, group: SelfManagedGroup | None
    ) -> dict[str, Any]:
        """What to store. An empty cell never erases what is known."""
        values: dict[str, Any] = {
            "commune": self.commune,
            "village": village,
            "code": row.code,
            "head_name": row.head_name,
        }
        if group is not None:
            values["group"] = group
        optional = {
            "head_birth_year": row.head_birth_year,
            "size": row.size,
            "phone": row.phone,
            "address": row.address,
            "poverty_status": row.poverty_status,
            "is_policy_family": row.is_policy_family,
        }
        values |= {
            name: value for name, value in optional.items() if value is not None and value != ""
        }
        return kept_as_stored(self.rows.get(row.code), values, _READ_AS) | self._position(row)

    def _position(self, row: CleanHousehold) -> dict[str, Any]:
        known = self.rows.get(row.code)
        if row.lon is not None and row.lat is not None:
            position = Point(row.lon, row.lat, srid=4326)
            if known is not None and same_value(known.position, position):
                # Who placed it there first is worth more than that a file says so too.
                return {}
            return {
                "position": position,
                "position_source": PositionSource(row.position_source),
                "position_missing": "",
            }
        if known is not None and known.position is not None:
            return {}
        self.report.unlocated += 1
        if known is not None and row.position_missing == MissingReason.NOT_GIVEN:
            # Nothing new is said, so the reason known already stays.
            return {}
        return {
            "position": None,
            "position_source": "",
            "position_missing": row.position_missing or MissingReason.NOT_GIVEN,
        }

    def finish(self) -> None:
        self.report.count(self.rows.flush())


def take_households(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a workbook; a code may not come twice in it."""
    ground = ground_of(context, source, report)
    codes: set[str] = set()
    rows: list[CleanHousehold] = []
    for table in source.tables:
        cleaned = clean_households(table, at=context.day, ground=ground, codes=codes)
        rows += collect(cleaned, table, report)
    writer = HouseholdWriter(context, report)
    for done, row in enumerate(rows, start=1):
        writer.add(row)
        context.progress(done, len(rows))
    writer.finish()
