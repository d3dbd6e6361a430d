"""Writes Party members: the person, the cell, the membership, the post, the home."""

import re
from collections.abc import Hashable
from typing import Any

from django.contrib.gis.geos import Point

from apps.common.text import find_name, name_key, unit_title
from apps.households.models import Household, HouseholdMember
from apps.imports.messages import message
from apps.imports.recognise import Recognised
from apps.imports.reporting import FileReport
from apps.imports.rows import cells as read
from apps.imports.rows.members import CleanMember, clean_members
from apps.imports.writers.context import ImportContext
from apps.imports.writers.kept import kept_as_stored
from apps.imports.writers.places import Places
from apps.imports.writers.rows import collect, ground_of
from apps.imports.writers.upsert import Upsert
from apps.people.kinds import PostKind, PostScope, scope_of
from apps.people.models import CellVillage, Membership, PartyCell, Person, Post

_READ_AS = {"full_name": read.person, "phone": read.phone_or_nothing}
_CELL_WORD = re.compile(r"^chi bộ\s+", re.IGNORECASE)


class MemberWriter:
    """Takes the clean rows of one list of members.

    A member is recognised by name and birthday within the commune, so that next year's list may
    number them anew.
    """

    def __init__(self, context: ImportContext, report: FileReport) -> None:
        self.commune = context.require_commune()
        self.report = report
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
        found = Household.objects.filter(commune=self.commune)
        self.households = {read.reference(home.code): home for home in found}
        self._changed_people: list[tuple[CleanMember, Person]] = []

    @staticmethod
    def _key(full_name: str, birth_date: Any) -> tuple[str, Any]:
        return name_key(full_name), birth_date

    def _say(self, row: CleanMember, code: str) -> None:
        self.report.say(sheet=row.sheet, row=row.number, code=code, message=message(code))

    def _cell(self, row: CleanMember) -> PartyCell:
        """The cell a row names; new cells are tied to the village of the same name."""
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
            self._say(row, "cell_without_village")
        else:
            CellVillage.objects.create(cell=cell, village=village)
        return cell

    def add(self, row: CleanMember) -> None:
        values: dict[str, Any] = {"commune": self.commune, "full_name": row.full_name}
        values["birth_date"] = row.birth_date
        if row.phone:
            values["phone"] = row.phone
        home = self.households.get(row.home_code) if row.home_code else None
        if row.lon is not None and row.lat is not None:
            values["home"] = Point(row.lon, row.lat, srid=4326)
        elif home is not None and home.position is not None and not self._lives_in(row, home):
            values["home"] = home.position
        key = self._key(row.full_name, row.birth_date)
        values = kept_as_stored(self.people.get(key), values, _READ_AS)
        person = self.people.put(key, **values)
        self._changed_people.append((row, person))

    def _lives_in(self, row: CleanMember, home: Household) -> bool:
        """Whether the household is the member's home already; then nothing new is said of it."""
        person = self.people.get(self._key(row.full_name, row.birth_date))
        known = None if person is None else self.homes.get(person.pk)
        return known is not None and known.household_id == home.pk

    def finish(self) -> None:
        self.report.count(self.people.flush())
        for row, person in self._changed_people:
            self._duties(row, person)
            self._home(row, person)
        for table in (self.memberships, self.posts, self.homes):
            table.flush()

    def _duties(self, row: CleanMember, person: Person) -> None:
        cell = self._cell(row)
        values: dict[str, Any] = {"person": person, "cell": cell, "kind": row.kind}
        optional = {
            "list_number": row.list_number,
            "health": row.health,
            "joined_on": row.joined_on,
        }
        values |= {
            name: value for name, value in optional.items() if value is not None and value != ""
        }
        self.memberships.put(person.pk, **values)
        for post in row.posts:
            if scope_of(PostKind(post)) == PostScope.CELL:
                self.posts.put((person.pk, post, cell.pk), person=person, kind=post, cell=cell)
            else:
                self._village_post(row, person, post)

    def _village_post(self, row: CleanMember, person: Person, post: str) -> None:
        """A post in the village of the cell's name, such as village head."""
        village = self.places.village(_CELL_WORD.sub("", row.cell))
        if village is None:
            self._say(row, "unknown_village")
            return
        self.posts.put((person.pk, post, village.pk), person=person, kind=post, village=village)

    def _home(self, row: CleanMember, person: Person) -> None:
        if not row.home_code:
            return
        household = self.households.get(row.home_code)
        if household is None:
            self._say(row, "unknown_household")
            return
        self.homes.put(person.pk, household=household, person=person, full_name=person.full_name)


def take_members(context: ImportContext, source: Recognised, report: FileReport) -> None:
    """All sheets of a list of members."""
    ground = ground_of(context, source, report)
    rows: list[CleanMember] = []
    for table in source.tables:
        rows += collect(clean_members(table, at=context.day, ground=ground), table, report)
    writer = MemberWriter(context, report)
    for done, row in enumerate(rows, start=1):
        writer.add(row)
        context.progress(done, len(rows))
    writer.finish()
