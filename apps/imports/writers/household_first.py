"""A commune's first households: copied straight into the register.

There is nothing to compare them with and nothing of them that could be erased, so they need not
lie beside it first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.households.models import Household, PovertyStatus
from apps.imports.writers import copy_text as as_text
from apps.imports.writers import household_sql as sql
from apps.imports.writers.arrived import Arrived, Ready, changes_of
from apps.imports.writers.context import ImportContext
from apps.imports.writers.household_table import HouseholdTable, made_by_nobody_else
from apps.imports.writers.rows import Account

# In the order of COPY.
_COPIED = (
    "commune_id",
    "code",
    "head_name",
    "head_birth_year",
    "size",
    "village_id",
    "group_id",
    "phone",
    "address",
    "poverty_status",
    "poverty_decision_number",
    "is_policy_family",
    "policy_decision_number",
    "left_reason",
    "position",
    "position_source",
    "position_missing",
)
_COPY = f"COPY households_household ({', '.join(_COPIED)}) FROM STDIN"
_WGS84 = 4326
_NO_POVERTY = str(PovertyStatus.NONE)


class FirstTable:
    """What ``HouseholdTable`` is for all other files. Whoever makes a household of the commune
    meanwhile meets the rule about codes, and the file is given up."""

    takes_nowhere = False

    def __init__(self, commune: Commune, account: Account) -> None:
        self._commune = commune
        self._account = account
        self._names: tuple[dict[int, str], dict[int, str]] | None = None

    def codes_of(self, references: Sequence[str]) -> list[str]:
        """None is stored yet, and so none otherwise than files are read."""
        return list(references)

    def ready(self, arrived: Arrived) -> Ready:
        """Some rows as they are copied. Touches no database."""
        return Ready(arrived, as_text.lines(self._columns(arrived)))

    def take(self, ready: Ready) -> None:
        """Tell, then write. Counts go into the report."""
        if not ready.text:
            return
        if self._account.has_ledger:
            self._tell(ready.arrived)
        self._copy(ready.text)
        lons = ready.arrived.homes["lon"]
        self._account.report.imported += len(lons)
        self._account.report.unlocated += lons.count(None)

    def _copy(self, text: str) -> None:
        with (
            made_by_nobody_else(),
            connection.wrap_database_errors,
            connection.cursor() as cursor,
        ):
            # Who and why go to the database with a statement of Django's; COPY is none.
            cursor.execute(sql.LEAVE_KEYS)
            with cursor.copy(_COPY) as copy:
                copy.write(text)
            cursor.execute(sql.CHECK_KEYS)

    def _columns(self, arrived: Arrived) -> Iterator[Sequence[str]]:
        homes, count = arrived.homes, len(arrived.groups)
        lons, empty = homes["lon"], as_text.same("", count)
        yield as_text.same(str(self._commune.pk), count)
        yield as_text.texts(homes["code"])
        yield as_text.texts(homes["head_name"])
        yield as_text.numbers(homes["head_birth_year"])
        yield as_text.numbers(homes["size"])
        yield as_text.numbers(arrived.villages or [])
        yield as_text.numbers(arrived.groups)
        yield as_text.texts(homes["phone"], nothing="")
        yield as_text.texts(homes["address"], nothing="")
        yield as_text.texts(homes["poverty_status"], nothing=_NO_POVERTY)
        yield empty
        yield as_text.flags([bool(flag) for flag in homes["is_policy_family"]])
        yield empty
        yield empty
        yield as_text.points(lons, homes["lat"], _WGS84)
        sources = zip(homes["position_source"], lons, strict=True)
        placed = ["" if lon is None else source for source, lon in sources]
        yield as_text.texts(placed, nothing="")
        yield as_text.texts(arrived.missing(), nothing="")

    def _tell(self, arrived: Arrived) -> None:
        homes, account = arrived.homes, self._account
        rows = zip(homes["number"], homes["code"], self._pairs(arrived), strict=True)
        for index, (number, code, pairs) in enumerate(rows):
            *_pairs, _moved, lon, lat, _old_lon, _old_lat = pairs
            account.tell(
                arrived.sheet,
                number,
                "new",
                code,
                place=(lon, lat),
                changes=list(changes_of(pairs)),
                codes=arrived.codes.get(index, ()),
            )

    def _pairs(self, arrived: Arrived) -> Iterator[list[Any]]:
        """What ``changes_of`` looks at, row by row: nothing was there before."""
        villages, groups = self._names_of_units()
        unsaid = {"", "not_given"}
        columns = {
            **arrived.homes,
            "village": [villages[key] for key in arrived.villages or [] if key is not None],
            "group": [None if key is None else groups[key] for key in arrived.groups],
            "position_missing": [None if why in unsaid else why for why in arrived.missing()],
        }
        values = zip(*(columns[name] for name in sql.COMPARED), strict=True)
        places = zip(arrived.homes["lon"], arrived.homes["lat"], strict=True)
        for row, (lon, lat) in zip(values, places, strict=True):
            pairs = [value for new in row for value in (new if new != "" else None, None)]
            yield [*pairs, lon is not None, lon, lat, None, None]

    def _names_of_units(self) -> tuple[dict[int, str], dict[int, str]]:
        if self._names is None:
            villages = Village.objects.filter(commune=self._commune)
            groups = SelfManagedGroup.objects.filter(village__commune=self._commune)
            self._names = (
                dict(villages.values_list("pk", "name")),
                dict(groups.values_list("pk", "name")),
            )
        return self._names


def table_for(context: ImportContext, account: Account) -> FirstTable | HouseholdTable:
    """By whether the commune has households, when its file begins."""
    commune = context.require_commune()
    if Household.objects.filter(commune=commune).exists():
        return HouseholdTable(context, account)
    return FirstTable(commune, account)
