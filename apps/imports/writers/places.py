"""Looks up the commune's villages and groups the way a file names them."""

import re
from datetime import date

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.common.text import find_name, fold, tidy
from apps.imports.writers.geometry import Locator

_NUMBER = re.compile(r"\d+")
_KIND_WORDS = re.compile(
    r"^(?:(?:chi bộ|thôn|bản|làng|buôn|khóm|khu phố|khu|xóm|ấp|tổ dân phố|tdp)\s+)+", re.IGNORECASE
)


def bare_name(name: str) -> str:
    """The name without words for the kind of unit: "Chi bộ thôn Nà A" → "Nà A"."""
    tidied = tidy(name)
    return _KIND_WORDS.sub("", tidied) or tidied


def _number_in(name: str) -> int | None:
    numbers = _NUMBER.findall(name)
    return int(numbers[-1]) if numbers else None


class Places:
    """Villages and groups of a commune in force on a day, by code, by name, and by position."""

    def __init__(self, commune: Commune, at: date) -> None:
        self.villages = list(Village.objects.filter(commune=commune).in_force(at=at))
        groups = SelfManagedGroup.objects.filter(village__in=self.villages).in_force(at=at)
        self.groups = list(groups.select_related("village"))
        self._by_code = {fold(unit.code): unit for unit in self.villages}
        self._by_name = {unit.name: unit for unit in self.villages}
        self._by_bare_name = {bare_name(unit.name): unit for unit in self.villages}
        self._groups_of: dict[int, list[SelfManagedGroup]] = {}
        for group in self.groups:
            self._groups_of.setdefault(group.village_id, []).append(group)
        self.village_at = Locator((unit, unit.geom) for unit in self.villages)
        self.group_at = Locator((unit, unit.geom) for unit in self.groups)
        self.village_index = {unit.pk: index for index, unit in enumerate(self.villages)}
        self.group_index = {unit.pk: index for index, unit in enumerate(self.groups)}
        # A list names the same few units over and over.
        self._villages_met: dict[str, Village | None] = {}
        self._groups_met: dict[tuple[int, str], SelfManagedGroup | None] = {}

    def village(self, name: str) -> Village | None:
        """The village a file calls ``name``: its code, its name, or its name without the kind."""
        if name not in self._villages_met:
            self._villages_met[name] = self._find_village(name)
        return self._villages_met[name]

    def group(self, village: Village, name: str) -> SelfManagedGroup | None:
        """The village's group called ``name``: its code, its name, or just its number."""
        key = village.pk, name
        if key not in self._groups_met:
            self._groups_met[key] = self._find_group(village, name)
        return self._groups_met[key]

    def _find_village(self, name: str) -> Village | None:
        by_code = self._by_code.get(fold(tidy(name)))
        if by_code is not None:
            return by_code
        for known, wanted in (
            (self._by_name, name),
            (self._by_bare_name, bare_name(name)),
        ):
            found = find_name(wanted, known)
            if found is not None:
                return known[found]
        return None

    def _find_group(self, village: Village, name: str) -> SelfManagedGroup | None:
        groups = self._groups_of.get(village.pk, [])
        key = fold(tidy(name))
        for group in groups:
            if key in {fold(group.code), fold(group.name)}:
                return group
        number = _number_in(key)
        alike = [
            group for group in groups if number is not None and _number_in(group.name) == number
        ]
        return alike[0] if len(alike) == 1 else None
