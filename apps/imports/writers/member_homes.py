"""Where members live: moving in, moving on with the day of the import, and when neither is so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from apps.areas.models import Commune
from apps.households.models import HouseholdMember
from apps.imports.ledger import Change
from apps.imports.messages import about
from apps.imports.rows.members import CleanMember
from apps.imports.wording import words_for
from apps.imports.writers.register import Home, homes_of
from apps.imports.writers.upsert import Put, Upsert
from apps.people.models import Person

HEAD = HouseholdMember.Relation.HEAD


class Dwelling(NamedTuple):
    """The home that a row gives its member; else a remark why none, or why the row is refused."""

    home: Home | None = None
    remark: str | None = None
    refused: str | None = None


class MemberHomes:
    """The homes of a commune's people with duties. ``charges``: (person, household) in charge."""

    def __init__(self, commune: Commune, day: date, charges: Collection[tuple[int, int]]) -> None:
        self.day = day
        self.charges = charges
        rows = HouseholdMember.objects.filter(person__commune=commune)
        still = rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=day)).order_by("left_on")
        self.rows = Upsert(HouseholdMember, {row.person_id: row for row in still})
        ended = rows.filter(left_on__lte=day).order_by("left_on")
        self.departed = {
            (person, home): left_on
            for person, home, left_on in ended.values_list("person_id", "household_id", "left_on")
        }
        self.households = homes_of(commune)

    def lives_in(self, person: int | None, home: Home) -> bool:
        """Whether the household is the member's home already; then nothing new is said of it."""
        known = None if person is None else self.rows.get(person)
        return known is not None and known.household_id == home.pk

    def dwelling(self, row: CleanMember, person: int | None) -> Dwelling:
        """What a row says of the home of ``person`` (None: somebody new)."""
        if not row.home_code:
            return Dwelling()
        home = self.households.get(row.home_code)
        if home is None:
            return Dwelling(remark="unknown_household")
        if self.lives_in(person, home):
            return Dwelling(home)
        if home.left_on is not None:
            gone = home.gone_since(self.day) is not None
            code = "home_left" if gone else "home_leaving"
            return Dwelling(remark=about(code, words_for(home.left_on)))
        return Dwelling(home) if person is None else self._moving(person, home)

    def _moving(self, person: int, home: Home) -> Dwelling:
        if (person, home.pk) in self.charges:
            return Dwelling(refused="own_charge")
        departed = self.departed.get((person, home.pk))
        if departed is not None:
            return Dwelling(remark=about("home_departed", words_for(departed)))
        known = self.rows.get(person)
        if known is not None and known.relation == HEAD:
            return Dwelling(remark="home_of_head")
        return Dwelling(home)

    def put(self, person: Person, home: Home) -> Iterator[Put[Any]]:
        """The person lives in ``home``: moves in, or on from another one on the day."""
        known = self.rows.get(person.pk)
        if known is None:
            yield self._new(person, home)
        elif known.household_id == home.pk:
            yield self.rows.put(person.pk, full_name=person.full_name)
        else:
            yield self._move(person, known, home)

    def _new(self, person: Person, home: Home, **more: Any) -> Put[HouseholdMember]:
        return self.rows.put(
            person.pk,
            household_id=home.pk,
            person=person,
            full_name=person.full_name,
            birth_year=person.born_in,
            **more,
        )

    def _move(self, person: Person, known: HouseholdMember, home: Home) -> Put[Any]:
        """What began today is put right; else one stay ends and another begins."""
        codes = {kept.pk: kept.code for kept in self.households.values()}
        changes = (Change("household", codes.get(known.household_id, ""), home.code),)
        if known.joined_on is not None and known.joined_on >= self.day:
            self.rows.put(person.pk, household_id=home.pk)
            return Put(known, "changed", changes)
        HouseholdMember.objects.filter(pk=known.pk).update(left_on=self.day)
        del self.rows.rows[person.pk]
        new = self._new(
            person,
            home,
            joined_on=self.day,
            residence=known.residence,
            is_working_away=known.is_working_away,
            job=known.job,
        )
        return Put(new.row, "changed", changes)

    def flush(self) -> None:
        self.rows.flush()
