"""Writes Party members: the person, the cell, the membership, the post, the home."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from apps.common.text import find_name, name_key, unit_title
from apps.households.models import HouseholdMember
from apps.imports.messages import about
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows import cells as read
from apps.imports.rows.members import CleanMember, clean_members
from apps.imports.wording import FIELD_LABELS, words_for
from apps.imports.writers.context import ImportContext
from apps.imports.writers.kept import kept_as_stored
from apps.imports.writers.places import Places
from apps.imports.writers.register import Home, homes_of
from apps.imports.writers.rows import Account, Taken, ground_of
from apps.imports.writers.upsert import Put, Upsert
from apps.people.kinds import PostKind, PostScope, scope_of
from apps.people.models import CellVillage, Membership, PartyCell, Person, Post

_READ_AS = {"full_name": read.person, "phone": read.phone_or_nothing}
_CELL_WORD = re.compile(r"^chi bộ\s+", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """A row of the list, the person it is about, and what is remarked on it."""

    row: Taken[CleanMember]
    person: Put[Person]
    codes: list[str]


class MemberWriter:
    """Takes the clean rows of one list of members.

    A member is recognised by name and birthday within the commune, so that next year's list may
    number them anew.
    """

    def __init__(self, context: ImportContext, account: Account) -> None:
        self.commune = context.require_commune()
        self.day = context.day
        self.account = account
        self.places = Places(self.commune, context.day)
        self.cells = {cell.name: cell for cell in PartyCell.objects.filter(commune=self.commune)}
        people = Person.objects.filter(commune=self.commune, memberships__isnull=False).distinct()
        self.people = Upsert(Person, {self._key(p.full_name, p.birth_date): p for p in people})
        current = Membership.objects.filter(cell__commune=self.commune, valid_to__isnull=True)
        self.memberships = Upsert(Membership, {m.person_id: m for m in current})
        posts = Post.objects.filter(person__commune=self.commune, valid_to__isnull=True)
        held: dict[Hashable, Post] = {
            (p.person_id, p.kind, p.cell_id or p.village_id): p for p in posts
        }
        self.posts = Upsert(Post, held)
        homes = HouseholdMember.objects.filter(person__commune=self.commune, left_on__isnull=True)
        self.homes = Upsert(HouseholdMember, {home.person_id: home for home in homes})
        self.households = homes_of(self.commune)
        self._taken: list[_Entry] = []

    @staticmethod
    def _key(full_name: str, birth_date: Any) -> tuple[str, Any]:
        return name_key(full_name), birth_date

    def _cell(self, entry: _Entry) -> PartyCell:
        """The cell a row names; new cells are tied to the village of the same name."""
        row = entry.row.value
        if row.cell in self.cells:
            return self.cells[row.cell]
        village = self.places.village(_CELL_WORD.sub("", row.cell))
        name = f"Chi bộ {village.name}" if village else unit_title(row.cell)
        known = find_name(name, self.cells)
        if known is not None:
            return self.cells[known]
        cell = PartyCell.objects.create(commune=self.commune, name=name)
        self.cells[name] = cell
        if village is None:
            self._say(entry, "cell_without_village")
        else:
            CellVillage.objects.create(cell=cell, village=village)
        return cell

    def _say(self, entry: _Entry, code: str) -> None:
        entry.codes.append(code)
        self.account.say(entry.row.sheet, entry.row.number, code)

    def add(self, taken: Taken[CleanMember]) -> None:
        row = taken.value
        values: dict[str, Any] = {"commune": self.commune, "full_name": row.full_name}
        values["birth_date"] = row.birth_date
        if row.phone:
            values["phone"] = row.phone
        home = self._standing(row)
        if row.lon is not None and row.lat is not None:
            values["home"] = Point(row.lon, row.lat, srid=4326)
        elif home is not None and home.position is not None and not self._lives_in(row, home):
            values["home"] = home.position
        key = self._key(row.full_name, row.birth_date)
        put = self.people.put(key, **kept_as_stored(self.people.get(key), values, _READ_AS))
        self._taken.append(_Entry(taken, put, list(taken.codes)))

    def _standing(self, row: CleanMember) -> Home | None:
        """The household of the member's home, unless it has left."""
        home = self.households.get(row.home_code) if row.home_code else None
        return None if home is None or home.gone_since(self.day) else home

    def _lives_in(self, row: CleanMember, home: Home) -> bool:
        """Whether the household is the member's home already; then nothing new is said of it."""
        person = self.people.get(self._key(row.full_name, row.birth_date))
        known = None if person is None else self.homes.get(person.pk)
        return known is not None and known.household_id == home.pk

    def finish(self) -> None:
        """Write the people, then what refers to them, and account for every row."""
        self.people.flush()
        for entry in self._taken:
            puts = [entry.person, *self._duties(entry), *self._home(entry)]
            self._account(entry, puts)
        for table in (self.memberships, self.posts, self.homes):
            table.flush()

    def _account(self, entry: _Entry, puts: Sequence[Put[Any]]) -> None:
        """A member has changed if anything that the row says of them has."""
        outcome = entry.person.outcome
        if outcome == "unchanged" and any(put.outcome != "unchanged" for put in puts):
            outcome = "changed"
        said = [change for put in puts for change in put.changes if change.field in FIELD_LABELS]
        home = entry.person.row.home
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

    def _duties(self, entry: _Entry) -> Iterator[Put[Any]]:
        row, person = entry.row.value, entry.person.row
        cell = self._cell(entry)
        values: dict[str, Any] = {"person": person, "cell": cell, "kind": row.kind}
        optional = {
            "list_number": row.list_number,
            "health": row.health,
            "joined_on": row.joined_on,
        }
        values |= {
            name: value for name, value in optional.items() if value is not None and value != ""
        }
        yield self.memberships.put(person.pk, **values)
        for post in row.posts:
            if scope_of(PostKind(post)) == PostScope.CELL:
                key = (person.pk, post, cell.pk)
                yield self.posts.put(key, person=person, kind=post, cell=cell)
            else:
                yield from self._village_post(entry, post)

    def _village_post(self, entry: _Entry, post: str) -> Iterator[Put[Any]]:
        """A post in the village of the cell's name, such as village head."""
        person = entry.person.row
        village = self.places.village(_CELL_WORD.sub("", entry.row.value.cell))
        if village is None:
            self._say(entry, "unknown_village")
            return
        key = (person.pk, post, village.pk)
        yield self.posts.put(key, person=person, kind=post, village=village)

    def _home(self, entry: _Entry) -> Iterator[Put[Any]]:
        row, person = entry.row.value, entry.person.row
        if not row.home_code:
            return
        home = self.households.get(row.home_code)
        if home is None:
            self._say(entry, "unknown_household")
            return
        gone = home.gone_since(self.day)
        if gone and not self._lives_in(row, home):
            self._say(entry, about("home_left", words_for(gone)))
            return
        yield self.homes.put(
            person.pk, household_id=home.pk, person=person, full_name=person.full_name
        )


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
