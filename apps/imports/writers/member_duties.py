"""What a list of members says of cells and posts, and what it cannot bring back."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import Any, Final

from django.db.models import F, Q

from apps.areas.models import Commune, Village
from apps.common.text import find_name, unit_title
from apps.imports.ledger import Change
from apps.imports.messages import about
from apps.imports.rows.members import CleanMember
from apps.imports.wording import words_for
from apps.imports.writers.places import Places
from apps.imports.writers.upsert import Put, Upsert
from apps.people.kinds import PostKind, PostScope, scope_of
from apps.people.memberships import end_posts, move_membership
from apps.people.models import CellVillage, Membership, PartyCell, Person, Post

_CELL_WORD: Final = re.compile(r"^chi bộ\s+", re.IGNORECASE)
# Called with the code of a remark on the row in hand.
Say = Callable[[str], None]


class MemberDuties:
    """Cells, memberships and posts of a commune on a day.

    Nothing that has ended begins anew: whoever comes back is written down at the desk.
    """

    def __init__(self, commune: Commune, day: date) -> None:
        self.commune, self.day = commune, day
        self.places = Places(commune, day)
        self.cells = {cell.name: cell for cell in PartyCell.objects.filter(commune=commune)}
        self.memberships = Upsert(Membership, {})
        #: the latest membership of each person, in force or not
        self.latest: dict[int, Membership] = {}
        #: when somebody left a cell
        self.left: dict[tuple[int, int], date] = {}
        self._load_memberships()
        self.posts = Upsert(Post, {})
        self.given_up: dict[Hashable, date] = {}
        self._load_posts()

    def _load_memberships(self) -> None:
        rows = Membership.objects.filter(person__commune=self.commune).select_related("cell")
        for row in rows.order_by(F("valid_from").asc(nulls_first=True), "pk"):
            self.latest[row.person_id] = row
            if row.valid_to is not None and row.valid_to <= self.day:
                self.left[row.person_id, row.cell_id] = row.valid_to
            else:
                self.memberships.rows[row.person_id] = row

    def _load_posts(self) -> None:
        rows = Post.objects.filter(person__commune=self.commune)
        for row in rows.order_by(F("valid_to").asc(nulls_last=True), "pk"):
            key = (row.person_id, row.kind, row.cell_id or row.village_id)
            if row.valid_to is not None and row.valid_to <= self.day:
                self.given_up[key] = row.valid_to
            else:
                self.posts.rows[key] = row

    def refusal(self, row: CleanMember, person: int | None) -> str | None:
        """Why nothing may be written of a row about ``person`` (None: somebody new)."""
        cell = self._known_cell(row.cell)
        if cell is not None and cell.valid_to is not None and cell.valid_to <= self.day:
            return about("cell_ended", words_for(cell.valid_to))
        if person is None:
            return None
        current = self.memberships.get(person)
        if current is None:
            return about("member_left", words_for(self.latest[person].valid_to))
        if cell is None:
            return self._given_up(row, person, None)
        if cell.pk != current.cell_id and not self._began_today(current):
            left = self.left.get((person, cell.pk))
            if left is not None:
                return about("cell_left", words_for(left))
        return self._given_up(row, person, cell)

    def _given_up(self, row: CleanMember, person: int, cell: PartyCell | None) -> str | None:
        """Whether the row names a post that has ended."""
        for post in row.posts:
            place = cell if scope_of(PostKind(post)) == PostScope.CELL else self._village(row)
            key = (person, post, place.pk if place is not None else None)
            if key in self.given_up and self.posts.get(key) is None:
                return about("post_ended", words_for(self.given_up[key]))
        return None

    def _began_today(self, row: Membership) -> bool:
        return row.valid_from is not None and row.valid_from >= self.day

    def _village(self, row: CleanMember) -> Village | None:
        """The village of the cell's name."""
        return self.places.village(_CELL_WORD.sub("", row.cell))

    def _known_cell(self, name: str) -> PartyCell | None:
        if name in self.cells:
            return self.cells[name]
        known = find_name(self._cell_name(name), self.cells)
        return None if known is None else self.cells[known]

    def _cell_name(self, name: str) -> str:
        village = self.places.village(_CELL_WORD.sub("", name))
        return f"Chi bộ {village.name}" if village else unit_title(name)

    def _cell(self, row: CleanMember, say: Say) -> PartyCell:
        """The cell a row names; new cells are tied to the village of the same name."""
        known = self._known_cell(row.cell)
        if known is not None:
            return known
        name, village = self._cell_name(row.cell), self._village(row)
        cell = PartyCell.objects.create(commune=self.commune, name=name)
        self.cells[name] = cell
        if village is None:
            say("cell_without_village")
        else:
            CellVillage.objects.create(cell=cell, village=village)
        return cell

    def put(
        self, row: CleanMember, person: Person, *, is_new: bool, say: Say
    ) -> Iterator[Put[Any]]:
        """The membership, then the posts. What is new of somebody known begins on the day."""
        cell = self._cell(row, say)
        current = self.memberships.get(person.pk)
        if current is not None and current.cell_id != cell.pk:
            yield self._move(current, cell)
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
        since = None if is_new else self.day
        for post in row.posts:
            if scope_of(PostKind(post)) == PostScope.CELL:
                yield self._put_post(person, post, since, cell=cell)
            elif (village := self._village(row)) is not None:
                # Such as a village head, in the village of the cell's name.
                yield self._put_post(person, post, since, village=village)
            else:
                say("unknown_village")

    def _put_post(
        self, person: Person, post: str, since: date | None, **place: PartyCell | Village
    ) -> Put[Post]:
        (unit,) = place.values()
        key = (person.pk, post, unit.pk)
        begins = {} if self.posts.get(key) is not None else {"valid_from": since}
        return self.posts.put(key, person=person, kind=post, **place, **begins)

    def _move(self, old: Membership, cell: PartyCell) -> Put[Membership]:
        """In another cell from the day on; what began today is put right instead."""
        changes = (Change("cell", old.cell.name, cell.name),)
        rows = Membership.objects.select_related("cell")
        if self._began_today(old):
            rows.filter(pk=old.pk).update(cell=cell, group=None)
            end_posts(Q(person=old.person_id, cell=old.cell_id), self.day)
            new = rows.get(pk=old.pk)
        else:
            move_membership(old, cell=cell.pk, day=self.day)
            new = rows.get(person=old.person_id, cell=cell, valid_from=self.day)
        self.memberships.rows[old.person_id] = new
        return Put(new, "changed", changes)

    def flush(self) -> None:
        self.memberships.flush()
        self.posts.flush()
