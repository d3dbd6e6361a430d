"""Whose contacts they are: of who wrote them down, and of everybody who went along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from apps.visits.models import Contact, ContactCompanion
from apps.visits.querysets import ContactQuerySet


def contacts_of_person(person: int, month: tuple[date, date]) -> ContactQuerySet[Contact]:
    """What counts for the person in the month ``[start, end)``; to be narrowed by a scope."""
    rows: ContactQuerySet[Contact] = Contact.objects.between(*month).by_person(person)
    return rows


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one person in one month: contacts, households met, and days on which any was met."""

    contacts: int = 0
    households: int = 0
    days: int = 0


def tallies_of(people: Collection[int], month: tuple[date, date]) -> dict[int, Tally]:
    """Of each of ``people``, in two questions; who went along counts as who wrote it down."""
    start, end = month
    met: dict[int, set[tuple[int, int, date]]] = defaultdict(set)
    own = Contact.objects.between(start, end).filter(person__in=people)
    for person, pk, home, day in own.values_list("person_id", "pk", "household_id", "day"):
        met[person].add((pk, home, day))
    along = ContactCompanion.objects.filter(
        person__in=people, contact__day__gte=start, contact__day__lt=end
    )
    columns = ("person_id", "contact_id", "contact__household_id", "contact__day")
    for person, pk, home, day in along.values_list(*columns):
        met[person].add((pk, home, day))
    return {person: _tally(met[person]) for person in people}


def _tally(met: set[tuple[int, int, date]]) -> Tally:
    return Tally(len(met), len({home for _pk, home, _day in met}), len({day for *_met, day in met}))
