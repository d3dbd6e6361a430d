"""Finds households and members the way the office's other files name them."""

from collections.abc import Mapping

from apps.areas.models import Commune
from apps.common.text import name_key, same_name
from apps.households.models import Household
from apps.imports.rows import cells as read
from apps.people.models import Membership, Person


def _kept(household: Household, households: Mapping[int, Household]) -> Household:
    while household.merged_into_id is not None:
        household = households[household.merged_into_id]
    return household


class Register:
    """The commune's households by code, and its members by list number and name."""

    def __init__(self, commune: Commune) -> None:
        households = Household.objects.filter(commune=commune).in_bulk()
        self.households = {
            read.reference(home.code): _kept(home, households) for home in households.values()
        }
        memberships = Membership.objects.filter(
            cell__commune=commune, valid_to__isnull=True
        ).select_related("person")
        self._by_number: dict[int, list[Person]] = {}
        self._by_name: dict[str, list[Person]] = {}
        for membership in memberships:
            if membership.list_number is not None:
                self._by_number.setdefault(membership.list_number, []).append(membership.person)
            self._by_name.setdefault(name_key(membership.person.full_name), []).append(
                membership.person
            )

    def household(self, code: str) -> Household | None:
        """The household of this code; of a double's code, the one that was kept."""
        return self.households.get(code)

    def member(self, number: int | None, name: str) -> Person | None:
        """The member with this number, if a given name agrees; else the only one of this name."""
        if number is not None:
            alike = [
                person
                for person in self._by_number.get(number, [])
                if not name or same_name(person.full_name, name)
            ]
            # Numbers given twice: without a name the later one counts.
            return alike[-1] if alike else None
        alike = self._by_name.get(name_key(name), [])
        return alike[0] if len(alike) == 1 else None
