"""Writes a commune's contact log."""

import uuid
from collections import Counter
from datetime import datetime, time

from django.contrib.gis.geos import Point

from apps.common.clock import ZONE
from apps.common.text import tidy
from apps.households.models import Household
from apps.imports.messages import message
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows.contacts import CleanContact, clean_contacts
from apps.imports.writers.context import ImportContext
from apps.imports.writers.register import Register
from apps.imports.writers.rows import collect, ground_of
from apps.people.models import Person
from apps.visits.models import Contact

# A line of a log has no UUID; the same line always gets the same one, so that a file can be
# brought in again.
_NAMESPACE = uuid.UUID("0f6c2d0e-5a51-4f0b-9a53-6a0a3f1d7c11")
_BATCH = 1000


class ContactWriter:
    """Takes the clean rows. A log knows the day only: its contacts stand at midnight."""

    def __init__(self, context: ImportContext, report: FileReport) -> None:
        self.commune = context.require_commune()
        self.at = context.at
        self.report = report
        self.register = Register(self.commune)
        known = Contact.objects.filter(household__commune=self.commune)
        self.known = {contact.client_uuid: contact for contact in known.iterator()}
        # Keys of this file, so that no key is taken in twice.
        self.met: set[uuid.UUID] = set()
        self.repeats: Counter[str] = Counter()
        self.new: list[Contact] = []

    def _reject(self, row: CleanContact, code: str) -> None:
        self.report.rejected += 1
        self.report.say(sheet=row.sheet, row=row.number, code=code, message=message(code))

    def _uuid(self, row: CleanContact, person: Person) -> uuid.UUID:
        """The n-th of several equal lines is its own contact."""
        what = f"{self.commune.code}|{row.household_code}|{person.pk}|{row.day}|{row.channel}"
        line = f"{what}|{row.lon}|{row.lat}|{row.note}"
        self.repeats[line] += 1
        return uuid.uuid5(_NAMESPACE, f"{line}|{self.repeats[line]}")

    def add(self, row: CleanContact) -> None:
        household = self.register.household(row.household_code)
        if household is None:
            return self._reject(row, "unknown_household")
        if row.key in self.met:
            return self._reject(row, "record_key_taken")
        if row.key in self.known:
            # Whoever recorded it may have left the list of members since.
            return self._known_again(row, household, self.known[row.key])
        person = self.register.member(row.member_number, row.member_name)
        if person is None:
            return self._reject(row, "unknown_member")
        return self._put(row, household, person)

    def _known_again(self, row: CleanContact, household: Household, old: Contact) -> None:
        """The same key says the same, or the file was changed."""
        self.met.add(old.client_uuid)
        said = (household.pk, row.day, row.channel, row.note)
        if said != (old.household_id, old.day, old.channel, tidy(old.note)):
            return self._reject(row, "record_differs")
        return self._unchanged()

    def _put(self, row: CleanContact, household: Household, person: Person) -> None:
        key = row.key or self._uuid(row, person)
        if key in self.known:
            return self._unchanged()
        if row.key is not None:
            self.met.add(key)
            if Contact.objects.filter(client_uuid=key).exists():
                # Of another commune: nothing of it is said.
                return self._reject(row, "record_key_taken")
        self.report.imported += 1
        self.new.append(self._contact(row, household, person, key))
        return None

    def _unchanged(self) -> None:
        self.report.imported += 1
        self.report.unchanged += 1

    def _contact(
        self, row: CleanContact, household: Household, person: Person, key: uuid.UUID
    ) -> Contact:
        has_position = row.lon is not None and row.lat is not None
        return Contact(
            client_uuid=key,
            household=household,
            person=person,
            channel=row.channel,
            said_at=datetime.combine(row.day, time.min, tzinfo=ZONE),
            received_at=self.at,
            note=row.note,
            position=Point(row.lon, row.lat, srid=4326) if has_position else None,
        )

    def finish(self) -> None:
        Contact.objects.bulk_create(self.new, batch_size=_BATCH)


def take_contacts(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a contact log."""
    ground = ground_of(context, source, report)
    rows: list[CleanContact] = []
    for table in source.tables:
        rows += collect(clean_contacts(table, at=context.day, ground=ground), table, report)
    writer = ContactWriter(context, report)
    for done, row in enumerate(rows, start=1):
        writer.add(row)
        context.progress(done, len(rows))
    writer.finish()
