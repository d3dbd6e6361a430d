"""Rules of the database that a row may still break when it is written: what to tell of them.

The writers know these rules and turn a row away by itself. What is left is what somebody else wrote
meanwhile, and what a writer does not foresee: then the file as a whole is not taken in.
"""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError

from apps.accounts.orders import broken_rule

#: constraint or trigger → key of ``messages.FILE_ERRORS``
_RULES: Final = {
    "assignment_one_per_household": "charge_conflict",
    "assignment_not_own_household": "own_charge_conflict",
    "resident_not_in_own_charge": "own_charge_conflict",
    "resident_of_living_home": "home_conflict",
    "resident_in_one_home": "home_conflict",
    "resident_left_after_joining": "home_conflict",
    "membership_one_current": "people_conflict",
    "membership_ends_after_start": "people_conflict",
    "post_held_once": "people_conflict",
    "post_ends_after_start": "people_conflict",
    "cell_name_in_commune": "people_conflict",
    "village_code_in_commune": "unit_conflict",
    "group_code_in_village": "unit_conflict",
}


def conflict_of(error: IntegrityError) -> str | None:
    """A key of ``messages.FILE_ERRORS``; None for a rule that nobody foresaw."""
    return _RULES.get(broken_rule(error))
