"""Writes a commune's contact log."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from hashlib import blake2b

from django.contrib.gis.geos import Point

from apps.common.clock import ZONE
from apps.common.text import tidy
from apps.imports.ledger import Change
from apps.imports.messages import about
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows.contacts import CleanContact, clean_contacts
from apps.imports.wording import words_for
from apps.imports.writers.context import ImportContext
from apps.imports.writers.register import Home, Register
from apps.imports.writers.rows import Account, Taken, ground_of
from apps.people.models import Person
from apps.visits.models import Contact

# A line of a log has no UUID; the same line always gets the same one, so that a file can be
# brought in again.
_NAMESPACE = uuid.UUID("0f6c2d0e-5a51-4f0b-9a53-6a0a3f1d7c11")
_BATCH = 1000
Row = Taken[CleanContact]


class ContactWriter:
    """Takes the clean rows. A log knows the day only: its contacts stand at midnight."""

    def __init__(self, context: ImportContext, account: Account) -> None:
        self.commune = context.require_commune()
        self.at = context.at
        self.account = account
        self.register = Register(self.commune)
        # Digests of lines met: a log is long, and its words are people's.
        self.repeats: Counter[bytes] = Counter()
        # Keys that the file gives, so that none is taken in twice.
        self.met: set[uuid.UUID] = set()
        self.waiting: list[tuple[Row, Home, Contact]] = []

    def _reject(self, row: Row, code: str) -> None:
        codes = (*row.codes, code)
        self.account.reject(row.sheet, row.number, row.value.household_code, *codes)

    def _uuid(self, row: CleanContact, person: Person) -> uuid.UUID:
        """The n-th of several equal lines is its own contact."""
        what = f"{self.commune.code}|{row.household_code}|{person.pk}|{row.day}|{row.channel}"
        line = f"{what}|{row.lon}|{row.lat}|{row.note}"
        digest = blake2b(line.encode(), digest_size=16).digest()
        self.repeats[digest] += 1
        return uuid.uuid5(_NAMESPACE, f"{line}|{self.repeats[digest]}")

    def add(self, row: Row) -> None:
        home = self.register.household(row.value.household_code)
        if home is None:
            return self._reject(row, "unknown_household")
        if row.value.key is not None:
            if row.value.key in self.met:
                return self._reject(row, "record_key_taken")
            self.met.add(row.value.key)
            # Whoever recorded it may have left the list of members since.
            old = Contact.objects.filter(client_uuid=row.value.key).select_related("household")
            if (known := old.first()) is not None:
                return self._known_again(row, home, known)
        person = self.register.member(row.value.member_number, row.value.member_name, row.value.day)
        if person is None:
            return self._reject(row, "unknown_member")
        self.waiting.append((row, home, self._contact(row.value, home, person)))
        if len(self.waiting) >= _BATCH:
            self.finish()
        return None

    def _known_again(self, row: Row, home: Home, old: Contact) -> None:
        """The same key says the same, or the file was changed."""
        if old.household.commune_id != self.commune.pk:
            # Of another commune: nothing of it is said.
            return self._reject(row, "record_key_taken")
        said = row.value
        told = (home.pk, said.day, said.channel, said.note)
        if told != (old.household_id, old.day, old.channel, tidy(old.note)):
            return self._reject(row, "record_differs")
        self.account.took(
            row.sheet, row.number, "unchanged", home.code, place=home.place, codes=row.codes
        )
        return None

    def _contact(self, row: CleanContact, home: Home, person: Person) -> Contact:
        has_position = row.lon is not None and row.lat is not None
        midnight = datetime.combine(row.day, time.min, tzinfo=ZONE)
        return Contact(
            client_uuid=row.key or self._uuid(row, person),
            household_id=home.pk,
            person=person,
            channel=row.channel,
            said_at=midnight,
            happened_at=midnight,
            received_at=self.at,
            note=row.note,
            position=Point(row.lon, row.lat, srid=4326) if has_position else None,
        )

    def finish(self) -> None:
        """Write those collected so far that are not there yet."""
        keys = [contact.client_uuid for _row, _home, contact in self.waiting]
        found = Contact.objects.filter(client_uuid__in=keys)
        known = set(found.values_list("client_uuid", flat=True))
        made: list[Contact] = []
        for row, home, contact in self.waiting:
            is_known = contact.client_uuid in known
            gone = None if is_known else home.gone_since(row.value.day)
            if gone:
                self._reject(row, about("household_left", words_for(gone)))
                continue
            if not is_known:
                made.append(contact)
            self.account.took(
                row.sheet,
                row.number,
                "unchanged" if is_known else "new",
                home.code,
                place=home.place,
                changes=() if is_known else _changes(contact),
                codes=row.codes,
            )
        Contact.objects.bulk_create(made)
        self.waiting.clear()


def _changes(contact: Contact) -> Sequence[Change]:
    """What a new contact says; the words spoken stay in the file."""
    channel = words_for(contact.channel, Contact._meta.get_field("channel"))
    return (
        Change("person", "", contact.person.full_name),
        Change("date", "", words_for(contact.said_at.date())),
        Change("channel", "", channel),
    )


def take_contacts(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a contact log."""
    account = Account(context, source, report)
    ground = ground_of(context, source, report)
    writer = ContactWriter(context, account)
    for table in source.tables:
        cleaned = clean_contacts(table, at=context.day, ground=ground)
        for row in account.collect(cleaned, table.sheet):
            writer.add(row)
            account.step()
    writer.finish()
