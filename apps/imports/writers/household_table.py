"""Households by the table: rows are copied beside the register, compared and written at once.

Of a commune that has some; its first file goes another way (``household_first``). A few statements
take in some thousand rows, so that what hangs on the register (history, marks of the map) runs once
for all of them, and nothing of them is held here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import CharField, Exists, F, Func, OuterRef, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from apps.accounts.orders import broken_rule
from apps.areas.models import Commune
from apps.areas.succession import announce
from apps.common.chunks import chunks
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.households.signals import Removal, household_moved
from apps.imports.ledger import RowOutcome
from apps.imports.messages import about, message
from apps.imports.rows import cells as read
from apps.imports.wording import words_for
from apps.imports.writers import copy_text as as_text
from apps.imports.writers import household_sql as sql
from apps.imports.writers.arrived import Arrived, Ready, changes_of
from apps.imports.writers.context import ImportContext
from apps.imports.writers.kept import reads_as
from apps.imports.writers.rows import Account

# How a file's own text of these fields is read.
READ_AS = {
    "head_name": read.person,
    "address": read.text,
    "phone": read.phone_or_nothing,
}
_TOGETHER = 2_000
#: the rule that a commune has a code but once
_ONE_CODE = "household_code_in_commune"
#: letters of the reason that a move holds
_REASON = 300
_REFERENCE = Upper(
    Func(
        "code",
        Value(r"\s+"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
)


class HouseholdTable:
    """Collects rows of one file; ``write`` brings those that have come into the register."""

    #: rows of which nobody knows where they belong may be of households that are known
    takes_nowhere = True

    def __init__(self, context: ImportContext, account: Account) -> None:
        commune = context.require_commune()
        self._context = context
        self._scope: dict[str, Any] = {"commune": commune.pk, "day": context.day}
        self._account = account
        self._written = _written_otherwise(commune)
        with connection.cursor() as cursor:
            cursor.execute(sql.CREATE)
            cursor.execute(sql.COMPARABLE)

    def codes_of(self, references: Sequence[str]) -> list[str]:
        """The codes as they are stored, by how files are read."""
        return [self._written.get(each, each) for each in references]

    def ready(self, arrived: Arrived) -> Ready:
        """Some rows as they are copied. Touches no database."""
        codes = self.codes_of(arrived.homes["code"])
        return Ready(arrived, as_text.lines(_columns(arrived, codes)))

    def take(self, ready: Ready) -> None:
        """Copy beside the register, compare, tell, then write. Counts go into the report."""
        with connection.wrap_database_errors, connection.cursor() as cursor:
            with cursor.copy(sql.COPY) as copy:
                copy.write(ready.text)
            self._compare(cursor, is_list=ready.arrived.villages is not None)
            cursor.execute(sql.COUNT)
            new, changed, same, unlocated = cursor.fetchone()
            if self._account.has_ledger:
                self._tell()
            # Somebody else has just written that one of them left, or a decision on it, or made
            # it: better again than half.
            if changed:
                self._follow_heads(cursor)
                self._write_moves(cursor)
                cursor.execute(sql.UPDATE, self._scope)
                _require(cursor.rowcount == changed)
            if new:
                self._insert(cursor)
            cursor.execute(sql.CLEAR)
        report = self._account.report
        report.imported += new + changed + same
        report.updated += changed
        report.unchanged += same
        report.unlocated += unlocated

    def _compare(self, cursor: Any, *, is_list: bool) -> None:
        cursor.execute(sql.MATCH, self._scope)
        found = cursor.rowcount
        if is_list:
            self._refuse_nowhere(cursor)
        if found:
            cursor.execute(sql.INDEX)
            self._refuse_gone(cursor)
            if is_list:
                cursor.execute(sql.STAY)
            self._keep_as_stored(cursor)
            self._hold_statuses(cursor)
            cursor.execute(sql.DIFFER)
            self._remark_heads(cursor)

    def _remark_heads(self, cursor: Any) -> None:
        """Rows that call a household by somebody who is none of its residents."""
        cursor.execute(sql.STRANGE_HEADS)
        for sheet, number in sorted(cursor.fetchall()):
            self._account.say(sheet, number, "head_is_another")

    def _follow_heads(self, cursor: Any) -> None:
        """Who is listed as the head is who the list calls the household by, if they live there."""
        cursor.execute(sql.SPELL_HEADS)
        cursor.execute(sql.FORMER_HEADS)
        if heads := [other for (other,) in cursor.fetchall()]:
            cursor.execute(sql.NEW_HEADS, [heads])

    def _write_moves(self, cursor: Any) -> None:
        """Write down who changes village or group, before they do, and tell the apps above.

        No list says whether those in charge change too: they stay. Boundaries are held all the
        while, and so nobody else moves anybody (``desk.moving``).
        """
        context = self._context
        reason = _("Theo tệp %(name)s") % {"name": self._account.report.file}
        about = {"reason": reason[:_REASON], "user": context.actor.user_id, "at": context.at}
        cursor.execute(sql.MOVES, self._scope | about)
        for (household,) in cursor.fetchall():
            announce(household_moved, removal=Removal(household, context.day, keeps_charge=True))

    def _insert(self, cursor: Any) -> None:
        with made_by_nobody_else():
            cursor.execute(sql.INSERT, self._scope)

    def _refuse_nowhere(self, cursor: Any) -> None:
        """Of new households somebody must know where they belong; known ones stay there."""
        cursor.execute(sql.NOWHERE)
        for sheet, number, code, codes, is_known in cursor.fetchall():
            said = dict.fromkeys((*(codes or ()), "unknown_village"))
            if not is_known:
                self._account.reject(sheet, number, code, *said)
            elif "unknown_village" in (codes or ()):
                self._account.say(sheet, number, "unknown_village")
        cursor.execute(sql.LEAVE_OUT_NOWHERE)

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

    def _hold_statuses(self, cursor: Any) -> None:
        """A status that rests on a decision stays, and is remarked upon."""
        cursor.execute(sql.HOLD_STATUSES)
        for sheet, number, remarks in cursor.fetchall():
            for remark in remarks:
                self._account.say(sheet, number, remark)

    def _keep_as_stored(self, cursor: Any) -> None:
        """What only was tidied in reading changes nothing (see ``kept``)."""
        with connection.chunked_cursor() as found:
            found.execute(sql.OTHERWISE)
            for some in chunks(found, _TOGETHER):
                kept = [line for line in map(_kept, some) if any(line[1:])]
                if kept:
                    cursor.execute(sql.KEEP, list(map(list, zip(*kept, strict=True))))

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
                    changes=list(changes_of(pairs)) if outcome != "unchanged" else (),
                    codes=codes or (),
                )


@contextmanager
def made_by_nobody_else() -> Iterator[None]:
    """Gives the file up where one of its new households has been made meanwhile."""
    try:
        yield
    except IntegrityError as error:
        _require(broken_rule(error) != _ONE_CODE)
        raise


def _require(as_counted: bool) -> None:
    if not as_counted:
        raise DomainError("changed_meanwhile", message("changed_meanwhile"))


def _written_otherwise(commune: Commune) -> dict[str, str]:
    """How a file's reading of a code is stored, where people wrote it otherwise."""
    homes = Household.objects.filter(commune=commune)
    found = homes.annotate(reference=_REFERENCE).exclude(code=F("reference"))
    alone = found.exclude(Exists(homes.filter(code=OuterRef("reference"))))
    return dict(alone.order_by("-pk").values_list("reference", "code"))


def _kept(line: Sequence[Any]) -> tuple[Any, ...]:
    """The line, and of each of ``household_sql.TIDIED`` what is stored if that reads alike."""
    number, *pairs = line
    return number, *(
        stored if reads_as(stored, new, READ_AS[name]) else None
        for name, new, stored in zip(sql.TIDIED, pairs[::2], pairs[1::2], strict=True)
    )


def _columns(arrived: Arrived, codes: Sequence[str]) -> Iterator[Sequence[str]]:
    """In the order of ``household_sql.COPIED``; what the file does not say is nothing."""
    homes, count = arrived.homes, len(codes)
    nothing = as_text.same(None, count)
    yield as_text.same(arrived.sheet, count)
    yield as_text.numbers(homes["number"])
    yield as_text.lists(arrived.codes, count) if arrived.codes else nothing
    yield as_text.texts(codes)
    yield as_text.texts(homes["head_name"])
    yield as_text.numbers(homes["head_birth_year"])
    yield as_text.numbers(homes["size"])
    yield as_text.numbers(arrived.villages) if arrived.villages is not None else nothing
    yield as_text.numbers(arrived.groups) if any(arrived.groups) else nothing
    villages, groups = arrived.names
    yield as_text.flags(villages) if villages else nothing
    yield as_text.flags(groups) if groups else nothing
    yield as_text.texts(homes["phone"])
    yield as_text.texts(homes["address"])
    yield as_text.texts(homes["poverty_status"])
    yield as_text.flags(homes["is_policy_family"])
    yield as_text.numbers(homes["lon"])
    yield as_text.numbers(homes["lat"])
    yield as_text.texts(homes["position_source"])
    yield as_text.texts(arrived.missing())
