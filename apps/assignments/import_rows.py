"""Writes today's assignments of households from a commune's file (tier 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.assignments.models import Assignment, Tier
from apps.common.text import same_name
from apps.households.models import HouseholdMember
from apps.imports.ledger import Change, RowOutcome
from apps.imports.messages import about
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows import cells as read
from apps.imports.rows.assignments import CleanAssignment, clean_assignments
from apps.imports.wording import words_for
from apps.imports.writers.context import ImportContext
from apps.imports.writers.register import Home, Register
from apps.imports.writers.rows import Account, Taken
from apps.people.models import Person

_BATCH = 1000
Row = Taken[CleanAssignment]


@dataclass(frozen=True, slots=True)
class _Current:
    """Who is in charge of a household now; ``pk`` is None while this file has yet to write it."""

    pk: int | None
    person: int
    name: str
    since: date


class AssignmentWriter:
    """Takes the clean rows; an old pair is closed, never deleted."""

    def __init__(self, context: ImportContext, account: Account) -> None:
        commune = context.require_commune()
        self.day = context.day
        self.account = account
        self.register = Register(commune)
        current = Assignment.objects.for_households().filter(
            household__commune=commune, period__upper_inf=True
        )
        self.current = {
            home: _Current(pk, person, name, period.lower)
            for home, pk, person, name, period in current.values_list(
                "household_id", "pk", "person_id", "person__full_name", "period"
            ).iterator()
        }
        homes = HouseholdMember.objects.filter(person__commune=commune, left_on__isnull=True)
        self.homes = set(homes.values_list("person_id", "household_id"))
        self.new: list[Assignment] = []

    def _reject(self, row: Row, code: str) -> None:
        codes = (*row.codes, code)
        self.account.reject(row.sheet, row.number, row.value.household_code, *codes)

    def add(self, row: Row) -> None:
        home = self.register.household(row.value.household_code)
        if home is None:
            return self._reject(row, "unknown_household")
        if gone := home.gone_since(self.day):
            return self._reject(row, about("household_left", words_for(gone)))
        person = self.register.member(row.value.member_number, row.value.member_name)
        if person is None and self._is_in_charge_already(row.value, home):
            return self._took(row, home, "unchanged")
        if person is None:
            return self._reject(row, "unknown_member")
        if (person.pk, home.pk) in self.homes:
            return self._reject(row, "own_household")
        return self._put(row, person, home, row.value.since or self.day)

    def _is_in_charge_already(self, row: CleanAssignment, home: Home) -> bool:
        """Whether the household is today with somebody of the name that the row gives.

        The list of members does not know everybody in charge, nor one of two of the same name.
        """
        old = self.current.get(home.pk)
        if old is None or row.member_number is not None:
            return False
        return same_name(old.name, row.member_name)

    def _put(self, row: Row, person: Person, home: Home, since: date) -> None:
        old = self.current.get(home.pk)
        if old is not None and old.person == person.pk:
            self._took(row, home, "unchanged")
            return
        if old is not None:
            of_double = row.value.household_code != read.reference(home.code)
            if of_double or old.pk is None or since <= old.since:
                self._reject(row, "already_assigned")
                return
            Assignment.objects.filter(pk=old.pk).update(period=DateRange(old.since, since))
        pair = Assignment(
            tier=Tier.HOUSEHOLD,
            person=person,
            household_id=home.pk,
            period=DateRange(since, None),
        )
        self.current[home.pk] = _Current(None, person.pk, person.full_name, since)
        self.new.append(pair)
        changes = (
            Change("person", old.name if old else "", person.full_name),
            Change("since", words_for(old.since) if old else "", words_for(since)),
        )
        self._took(row, home, "changed" if old else "new", changes)
        if len(self.new) >= _BATCH:
            self.finish()

    def _took(
        self, row: Row, home: Home, outcome: RowOutcome, changes: Sequence[Change] = ()
    ) -> None:
        self.account.took(
            row.sheet,
            row.number,
            outcome,
            home.code,
            place=home.place,
            changes=changes,
            codes=row.codes,
        )

    def finish(self) -> None:
        """Write the pairs collected so far."""
        Assignment.objects.bulk_create(self.new)
        self.new.clear()


def take_assignments(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a list of assignments."""
    account = Account(context, source, report)
    writer = AssignmentWriter(context, account)
    for table in source.tables:
        cleaned = clean_assignments(table, at=context.day)
        for row in account.collect(cleaned, table.sheet):
            writer.add(row)
            account.step()
    writer.finish()
