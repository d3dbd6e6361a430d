"""Households by the table: rows are copied beside the register, compared and written at once.

Four statements take in a file of any length, so that what hangs on the register (history, marks
of the map) runs once for all of its rows, and nothing of them is held here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import CharField, Func, Value
from django.db.models.functions import Upper

from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.imports.ledger import Change, RowOutcome
from apps.imports.messages import about, message
from apps.imports.rows import cells as read
from apps.imports.rows.households import CleanHousehold
from apps.imports.wording import place_words, words_for
from apps.imports.writers import household_sql as sql
from apps.imports.writers.kept import kept_as_stored
from apps.imports.writers.rows import Account, Taken

# How a file's own text of these fields is read; see ``kept_as_stored``.
READ_AS = {
    "code": read.reference,
    "head_name": read.person,
    "address": read.text,
    "phone": read.phone_or_nothing,
}
_WITHOUT: dict[str, Any] = {"function": "regexp_replace", "output_field": CharField()}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A row with its units; None for both: it only says where a known household stands."""

    row: Taken[CleanHousehold]
    village: int | None
    group: int | None
    codes: tuple[str, ...]


class HouseholdTable:
    """Collects the rows of one file; ``write`` brings them into the register."""

    def __init__(self, commune: Commune, account: Account, at: date) -> None:
        self._scope: dict[str, int | date] = {"commune": commune.pk, "day": at}
        self._commune = commune
        self._account = account
        with connection.cursor() as cursor:
            cursor.execute(sql.CREATE)

    def put(self, batch: Sequence[Arrived]) -> None:
        """Copy some rows beside the register."""
        if not batch:
            return
        stored = self._stored([arrived.row.value.code for arrived in batch])
        with connection.cursor() as cursor, cursor.copy(sql.COPY) as copy:
            for arrived in batch:
                copy.write_row(_values(arrived, stored.get(arrived.row.value.code)))

    def _stored(self, codes: Sequence[str]) -> dict[str, Household]:
        """Those known already, by their codes as files are read."""
        found = Household.objects.filter(commune=self._commune).annotate(
            reference=Upper(Func("code", Value(r"\s+"), Value(""), Value("g"), **_WITHOUT))
        )
        known = found.filter(reference__in=codes).only(*READ_AS)
        return {read.reference(home.code): home for home in known}

    def write(self) -> None:
        """Compare, tell, then write. Counts go into the report."""
        with connection.cursor() as cursor:
            cursor.execute(sql.MATCH, self._scope)
            self._refuse_gone(cursor)
            cursor.execute(sql.COUNT)
            new, changed, same, unlocated = cursor.fetchone()
            if self._account.has_ledger:
                self._tell()
            # Somebody else has just made one of them, or written that it left: better again
            # than half.
            if changed:
                cursor.execute(sql.UPDATE, self._scope)
                _require(cursor.rowcount == changed)
            if new:
                cursor.execute(sql.INSERT, self._scope)
                _require(cursor.rowcount == new)
            cursor.execute(sql.DROP)
        report = self._account.report
        report.imported += new + changed + same
        report.updated += changed
        report.unchanged += same
        report.unlocated += unlocated

    def _refuse_gone(self, cursor: Any) -> None:
        """Rows about households that have left, and about doubles, are rejected."""
        cursor.execute(sql.GONE)
        for sheet, number, code, codes, kept, left_on in cursor.fetchall():
            if kept == code:
                said = about("household_left", words_for(left_on))
            else:
                said = about("household_double", kept)
            self._account.reject(sheet, number, code, *(codes or ()), said)
        cursor.execute(sql.LEAVE_OUT_GONE)

    def _tell(self) -> None:
        """Every row to the ledger, before anything is changed."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql.COMPARE)
            for line in cursor:
                sheet, number, code, codes, known, differs, lon, lat, *pairs = line
                outcome: RowOutcome = "new" if not known else "changed" if differs else "unchanged"
                self._account.tell(
                    sheet,
                    number,
                    outcome,
                    code,
                    place=(lon, lat),
                    changes=list(_changes(pairs)) if outcome != "unchanged" else (),
                    codes=codes or (),
                )


def _require(as_counted: bool) -> None:
    if not as_counted:
        raise DomainError("changed_meanwhile", message("changed_meanwhile"))


def _values(arrived: Arrived, stored: Household | None) -> tuple[Any, ...]:
    """In the order of ``household_sql.COPIED``; what the file does not say is None."""
    home = arrived.row.value
    listed = arrived.village is not None
    texts = kept_as_stored(stored, {name: getattr(home, name) for name in READ_AS}, READ_AS)
    missing = home.position_missing or ("not_given" if listed else None)
    return (
        arrived.row.sheet,
        arrived.row.number,
        list(arrived.codes) or None,
        texts["code"],
        texts["head_name"] or None,
        home.head_birth_year,
        home.size,
        arrived.village,
        arrived.group,
        texts["phone"] or None,
        texts["address"] or None,
        home.poverty_status or None,
        home.is_policy_family,
        home.lon,
        home.lat,
        home.position_source or None,
        missing if home.lon is None else None,
    )


_FIELDS = {field.name: field for field in Household._meta.concrete_fields}


def _changes(pairs: Sequence[Any]) -> Iterator[Change]:
    """``pairs``: new and old of each of ``household_sql.COMPARED``, and of the place."""
    for index, name in enumerate(sql.COMPARED):
        new, old = pairs[2 * index], pairs[2 * index + 1]
        if new is not None and new != old:
            field = _FIELDS[name]
            yield Change(name, words_for(old, field), words_for(new, field))
    moved, new_lon, new_lat, old_lon, old_lat = pairs[2 * len(sql.COMPARED) :]
    if moved:
        yield Change("position", place_words(old_lon, old_lat), place_words(new_lon, new_lat))
