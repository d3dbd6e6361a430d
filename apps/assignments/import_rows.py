"""Writes today's assignments of households from a commune's file (tier 3)."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.assignments.models import Assignment, Tier
from apps.common.text import same_name
from apps.households.models import Household, HouseholdMember
from apps.imports.messages import message
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows.assignments import CleanAssignment, clean_assignments
from apps.imports.writers.context import ImportContext
from apps.imports.writers.register import Register
from apps.imports.writers.rows import collect
from apps.people.models import Person


class AssignmentWriter:
    """Takes the clean rows; an old pair is closed, never deleted."""

    def __init__(self, context: ImportContext, report: FileReport) -> None:
        commune = context.require_commune()
        self.day = context.day
        self.report = report
        self.register = Register(commune)
        current = (
            Assignment.objects.for_households()
            .filter(household__commune=commune, period__upper_inf=True)
            .select_related("person")
        )
        self.current = {row.household_id: row for row in current}
        homes = HouseholdMember.objects.filter(person__commune=commune, left_on__isnull=True)
        self.homes = {(home.person_id, home.household_id) for home in homes}
        self.new: list[Assignment] = []

    def _reject(self, row: CleanAssignment, code: str) -> None:
        self.report.rejected += 1
        self.report.say(sheet=row.sheet, row=row.number, code=code, message=message(code))

    def add(self, row: CleanAssignment) -> None:
        household = self.register.household(row.household_code)
        if household is None:
            return self._reject(row, "unknown_household")
        person = self.register.member(row.member_number, row.member_name)
        if person is None:
            person = self._in_charge_already(row, household)
        if person is None:
            return self._reject(row, "unknown_member")
        if (person.pk, household.pk) in self.homes:
            return self._reject(row, "own_household")
        return self._put(row, person, household, row.since or self.day)

    def _in_charge_already(self, row: CleanAssignment, household: Household) -> Person | None:
        """Who has the household today, if that is the name the row gives.

        The list of members does not know everybody in charge, nor one of two of the same name.
        """
        old = self.current.get(household.pk)
        if old is None or row.member_number is not None:
            return None
        return old.person if same_name(old.person.full_name, row.member_name) else None

    def _put(self, row: CleanAssignment, person: Person, household: Household, since: date) -> None:
        old = self.current.get(household.pk)
        if old is not None and old.person_id == person.pk:
            self.report.imported += 1
            self.report.unchanged += 1
            return
        if old is not None:
            of_double = row.household_code != household.code
            if of_double or old.pk is None or since <= old.period.lower:
                self._reject(row, "already_assigned")
                return
            old.period = DateRange(old.period.lower, since)
            old.save(update_fields=["period"])
            self.report.updated += 1
        pair = Assignment(
            tier=Tier.HOUSEHOLD, person=person, household=household, period=DateRange(since, None)
        )
        self.current[household.pk] = pair
        self.new.append(pair)
        self.report.imported += 1

    def finish(self) -> None:
        Assignment.objects.bulk_create(self.new, batch_size=1000)


def take_assignments(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a list of assignments."""
    rows: list[CleanAssignment] = []
    for table in source.tables:
        rows += collect(clean_assignments(table, at=context.day), table, report)
    writer = AssignmentWriter(context, report)
    for done, row in enumerate(rows, start=1):
        writer.add(row)
        context.progress(done, len(rows))
    writer.finish()
