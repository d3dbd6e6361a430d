"""Writes Party members: the person, the cell, the membership, the post, the home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.gis.geos import Point

from apps.common.text import name_key
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows import cells as read
from apps.imports.rows.members import CleanMember, clean_members
from apps.imports.wording import FIELD_LABELS
from apps.imports.writers.context import ImportContext
from apps.imports.writers.kept import kept_as_stored
from apps.imports.writers.member_duties import MemberDuties
from apps.imports.writers.member_homes import Dwelling, MemberHomes
from apps.imports.writers.member_people import Bearer, Match, identify
from apps.imports.writers.registry import charges_of
from apps.imports.writers.rows import Account, Taken, ground_of
from apps.imports.writers.upsert import Put, Upsert
from apps.people.models import Person

_READ_AS: Final = {"full_name": read.person, "phone": read.phone_or_nothing}


@dataclass(slots=True)
class _Entry:
    """A row of the list, whom and which home it is about, and what is remarked on it."""

    row: Taken[CleanMember]
    match: Match
    dwelling: Dwelling
    codes: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.match.person is None


class MemberWriter:
    """Takes the clean rows of one list of members, all at once: names are told apart by each other.

    A member is recognised by name and birth within the commune (``member_people``), so that next
    year's list may number them anew.
    """

    def __init__(self, context: ImportContext, account: Account) -> None:
        self.commune = context.require_commune()
        self.account = account
        self.duties = MemberDuties(self.commune, context.day)
        self.homes = MemberHomes(self.commune, context.day, charges_of(self.commune, context.day))
        people = Person.objects.filter(pk__in=self.duties.latest)
        self.people = Upsert(Person, {person.pk: person for person in people})
        self._rows: list[Taken[CleanMember]] = []

    def add(self, taken: Taken[CleanMember]) -> None:
        self._rows.append(taken)

    def finish(self) -> None:
        """Write the people, then what refers to them, and account for every row."""
        matches = identify([taken.value for taken in self._rows], self._bearers())
        entries = [
            self._entry(taken, match) for taken, match in zip(self._rows, matches, strict=True)
        ]
        accepted = [entry for entry in entries if not self._refused(entry)]
        people = [self._put_person(entry) for entry in accepted]
        self.people.flush()
        for entry, person in zip(accepted, people, strict=True):
            self._account(entry, person, [person, *self._about(entry, person.row)])
        self.duties.flush()
        self.homes.flush()

    def _bearers(self) -> dict[str, list[Bearer]]:
        """Who bears which name, of those who are or were members here."""
        found: dict[str, list[Bearer]] = {}
        for key, latest in self.duties.latest.items():
            person = self.people.rows[key]
            bearer = Bearer(
                key, person.birth_date, person.born_in, latest.list_number, latest.cell.name
            )
            found.setdefault(name_key(person.full_name), []).append(bearer)
        return found

    def _entry(self, taken: Taken[CleanMember], match: Match) -> _Entry:
        dwelling = Dwelling()
        if match.refused is None:
            dwelling = self.homes.dwelling(taken.value, match.person)
        return _Entry(taken, match, dwelling, list(taken.codes))

    def _refused(self, entry: _Entry) -> bool:
        """Turn the row away if nothing of it may be written."""
        row, match = entry.row, entry.match
        code = match.refused or self.duties.refusal(row.value, match.person)
        code = code or entry.dwelling.refused
        if code is None:
            return False
        self.account.reject(row.sheet, row.number, row.value.full_name, *entry.codes, code)
        self.account.step()
        return True

    def _say(self, entry: _Entry, code: str) -> None:
        entry.codes.append(code)
        self.account.say(entry.row.sheet, entry.row.number, code)

    def _put_person(self, entry: _Entry) -> Put[Person]:
        row, key = entry.row.value, entry.match.person
        known = None if key is None else self.people.get(key)
        values: dict[str, Any] = {"commune": self.commune, "full_name": row.full_name}
        values |= _birth(row, known)
        if row.phone:
            values["phone"] = row.phone
        home = entry.dwelling.home
        if row.lon is not None and row.lat is not None:
            values["home"] = Point(row.lon, row.lat, srid=4326)
        elif home is not None and home.position is not None and not self.homes.lives_in(key, home):
            values["home"] = home.position
        return self.people.put(
            (entry.row.sheet, entry.row.number) if key is None else key,
            **kept_as_stored(known, values, _READ_AS),
        )

    def _about(self, entry: _Entry, person: Person) -> Iterator[Put[Any]]:
        """What the row says besides who it is about."""
        yield from self.duties.put(
            entry.row.value,
            person,
            is_new=entry.is_new,
            say=lambda code: self._say(entry, code),
        )
        if entry.dwelling.remark is not None:
            self._say(entry, entry.dwelling.remark)
        if entry.dwelling.home is not None:
            yield from self.homes.put(person, entry.dwelling.home)

    def _account(self, entry: _Entry, person: Put[Person], puts: Sequence[Put[Any]]) -> None:
        """A member has changed if anything that the row says of them has."""
        outcome = person.outcome
        if outcome == "unchanged" and any(put.outcome != "unchanged" for put in puts):
            outcome = "changed"
        said = [change for put in puts for change in put.changes if change.field in FIELD_LABELS]
        home = person.row.home
        self.account.took(
            entry.row.sheet,
            entry.row.number,
            outcome,
            entry.row.value.full_name,
            place=(home.x, home.y) if home else (None, None),
            changes=list({change.field: change for change in reversed(said)}.values())[::-1],
            codes=entry.codes,
        )
        self.account.step()


def _birth(row: CleanMember, known: Person | None) -> dict[str, Any]:
    """The day of birth, or the year where nobody knows the day; nothing erases what is known."""
    if row.birth_date is not None:
        return {"birth_date": row.birth_date, "birth_year": None}
    if row.birth_year is not None and (known is None or known.birth_date is None):
        return {"birth_year": row.birth_year}
    return {}


def take_members(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a list of members."""
    account = Account(context, source, report)
    ground = ground_of(context, source, report)
    writer = MemberWriter(context, account)
    for table in source.tables:
        cleaned = clean_members(table, at=context.day, ground=ground)
        for row in account.collect(cleaned, table.sheet):
            writer.add(row)
    writer.finish()
