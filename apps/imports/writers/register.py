"""Finds households and members the way the office's other files name them."""

from collections.abc import Mapping

from apps.areas.models import Commune
from apps.common.text import same_name
from apps.households.models import Household
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
            household.code: _kept(household, households) for household in households.values()
        }
        memberships = Membership.objects.filter(
            cell__commune=commune, valid_to__isnull=True
        ).select_related("person")
        self._by_number: dict[int, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        for membership in memberships:
            if membership.list_number is not None:
                self._by_number[membership.list_number] = membership.person
            name = membership.person.full_name
            self._by_name.setdefault(name, []).append(membership.person)

    def household(self, code: str) -> Household | None:
        """The household of this code; of a double's code, the one that was kept."""
        return self.households.get(code)

    def member(self, number: int | None, name: str) -> Person | None:
        """The member with this number, if a given name agrees; else the only one of this name."""
        if number is not None:
            person = self._by_number.get(number)
            if person is None or (name and not same_name(person.full_name, name)):
                return None
            return person
        alike = self._by_name.get(name, [])
        return alike[0] if len(alike) == 1 else None
