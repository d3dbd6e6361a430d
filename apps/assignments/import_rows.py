"""Writes today's assignments of households from a commune's file (tier 3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.areas.models import Commune
from apps.assignments.import_charges import Charge, End, Known, Line, Refused, judge
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


class AssignmentWriter:
    """Takes the clean rows; an old pair is closed, never deleted."""

    def __init__(self, context: ImportContext, account: Account) -> None:
        commune = context.require_commune()
        self.day = context.day
        self.account = account
        self.register = Register(commune)
        self.charges = _charges_of(commune)
        homes = HouseholdMember.objects.filter(person__commune=commune)
        #: who lives where, and until when
        self.homes: dict[tuple[int | None, int], date] = {}
        for person, home, left_on in homes.values_list("person_id", "household_id", "left_on"):
            last = self.homes.get((person, home), date.min)
            self.homes[person, home] = max(last, left_on or date.max)
        self.new: list[Assignment] = []

    def _reject(self, row: Row, code: str) -> None:
        codes = (*row.codes, code)
        self.account.reject(row.sheet, row.number, row.value.household_code, *codes)

    def add(self, row: Row) -> None:
        home = self.register.household(row.value.household_code)
        if home is None:
            return self._reject(row, "unknown_household")
        if gone := self._gone(home, row.value):
            return self._reject(row, about("household_left", words_for(gone)))
        said = row.value
        person = self.register.member(said.member_number, said.member_name, self._last_day(said))
        if person is None and self._is_in_charge_already(row.value, home):
            return self._took(row, home, "unchanged")
        if person is None:
            return self._reject(row, "unknown_member")
        return self._put(row, person, home)

    def _last_day(self, row: CleanAssignment) -> date:
        """The last day of a charge that is over; of any other, the day of the import."""
        return self.day if row.until is None else min(self.day, row.until - timedelta(days=1))

    def _gone(self, home: Home, row: CleanAssignment) -> date | None:
        """The day on which the household left; None for a charge that was over by then."""
        gone = home.gone_since(self.day)
        over = gone is not None and row.until is not None and row.until <= gone
        return None if over else gone

    def _is_in_charge_already(self, row: CleanAssignment, home: Home) -> bool:
        """Whether the household is today with somebody of the name that the row gives.

        The list of members does not know everybody in charge, nor one of two of the same name.
        """
        if row.member_number is not None:
            return False
        return any(
            same_name(charge.name, row.member_name)
            for charge in self.charges.get(home.pk, ())
            if not charge.is_over(self.day) and row.until in {None, charge.until}
        )

    def _put(self, row: Row, person: Person, home: Home) -> None:
        line = Line(person.pk, row.value.since, row.value.until, self.day)
        if self._lives_in(person, home, line.start):
            return self._reject(row, "own_household")
        verdict = judge(self.charges.get(home.pk, ()), line)
        if isinstance(verdict, Known):
            return self._took(row, home, "unchanged")
        if isinstance(verdict, Refused):
            return self._reject(row, verdict.code)
        if isinstance(verdict, End):
            return self._end(row, home, verdict.charge)
        of_double = row.value.household_code != read.reference(home.code)
        if of_double and verdict.former is not None:
            return self._reject(row, "already_assigned")
        return self._begin(row, person, home, verdict.former)

    def _lives_in(self, person: Person, home: Home, at: date) -> bool:
        """Whether it is the person's own home on the day or later."""
        return self.homes.get((person.pk, home.pk), date.min) > at

    def _end(self, row: Row, home: Home, charge: Charge) -> None:
        self._close(home, charge, row.value.until)
        self._took(row, home, "changed", (Change("until", "", words_for(row.value.until)),))

    def _begin(self, row: Row, person: Person, home: Home, former: Charge | None) -> None:
        since, until = row.value.since or self.day, row.value.until
        if former is not None:
            self._close(home, former, since)
        self.charges.setdefault(home.pk, []).append(
            Charge(None, person.pk, person.full_name, since, until)
        )
        self.new.append(
            Assignment(
                tier=Tier.HOUSEHOLD,
                person=person,
                household_id=home.pk,
                period=DateRange(since, until),
            )
        )
        changes = [
            Change("person", former.name if former else "", person.full_name),
            Change("since", words_for(former.since) if former else "", words_for(since)),
        ]
        if until is not None:
            changes.append(Change("until", "", words_for(until)))
        self._took(row, home, "changed" if former else "new", changes)
        if len(self.new) >= _BATCH:
            self.finish()

    def _close(self, home: Home, charge: Charge, until: date | None) -> None:
        """The charge ends on this day."""
        rows = Assignment.objects.filter(pk__in=[charge.pk])
        rows.update(period=DateRange(charge.since, until))
        charges = self.charges[home.pk]
        charges[charges.index(charge)] = replace(charge, until=until)

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


def _charges_of(commune: Commune) -> dict[int, list[Charge]]:
    """Household → who was, is and will be in charge of it."""
    rows = Assignment.objects.for_households().filter(household__commune=commune)
    found: dict[int, list[Charge]] = {}
    for home, pk, person, name, period in rows.values_list(
        "household_id", "pk", "person_id", "person__full_name", "period"
    ).iterator():
        charge = Charge(pk, person, name, period.lower, period.upper)
        found.setdefault(home, []).append(charge)
    return found


def who_is_in_charge(commune: Commune, day: date) -> frozenset[tuple[int, int]]:
    """For the lists of members: (person, household) of tier 3 on the day ``day`` or later."""
    rows = Assignment.objects.for_households().filter(
        household__commune=commune, period__overlap=DateRange(day, None)
    )
    return frozenset(rows.values_list("person_id", "household_id"))


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
