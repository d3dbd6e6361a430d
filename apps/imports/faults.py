"""Which cells of a row a remark is about: code → fields, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from apps.imports.messages import code_of

_DATES: Final = ("date", "from_date", "to_date", "birth_date", "joined_on", "decision_date")
FIELDS_OF: Final[dict[str, tuple[str, ...]]] = {
    "missing_head": ("head_name",),
    "missing_code": ("household_code", "code"),
    "missing_name": ("person_name", "member_name", "name", "full_name"),
    "missing_cell": ("cell",),
    "size_not_a_number": ("size",),
    "impossible_birth_year": ("birth_year", "birth_date"),
    "code_taken": ("household_code",),
    "swapped_lat_lon": ("lat", "lon", "latlon"),
    "outside_commune": ("lat", "lon", "latlon", "grid_x", "grid_y"),
    "bad_position": ("lat", "lon", "latlon", "grid_x", "grid_y"),
    "unknown_zone": ("grid_x", "grid_y"),
    "unknown_village": ("village", "village_code"),
    "unknown_group": ("group", "group_code"),
    "village_disagrees": ("village",),
    "group_disagrees": ("group",),
    "unknown_household": ("household_code", "head_name"),
    "household_left": ("household_code", "head_name"),
    "household_double": ("household_code", "head_name"),
    "home_left": ("household_code",),
    "home_leaving": ("household_code",),
    "home_departed": ("household_code",),
    "home_of_head": ("household_code",),
    "own_charge": ("household_code",),
    "member_listed_twice": ("person_name", "birth_date", "birth_year"),
    "member_ambiguous": ("birth_date", "birth_year", "member_number"),
    "member_left": ("person_name",),
    "cell_left": ("cell",),
    "cell_ended": ("cell",),
    "post_ended": ("post",),
    "unknown_member": ("member_number", "member_name"),
    "own_household": ("member_number", "member_name"),
    "already_assigned": ("from_date", "to_date"),
    "charge_ended": ("from_date",),
    "ends_before_start": ("from_date", "to_date"),
    "unit_taken": ("code", "name", "full_name"),
    "unit_ambiguous": ("code", "name", "full_name"),
    "unit_ended": ("code", "name", "full_name"),
    "other_commune": ("commune_code", "code"),
    "bad_date": _DATES,
    "future_date": _DATES,
    "bad_channel": ("channel",),
    "unknown_status": ("status",),
    "poverty_by_decision": ("status",),
    "policy_by_decision": ("status",),
    "head_is_another": ("head_name",),
    "unknown_kind": ("member_kind",),
    "unknown_post": ("post",),
    "unknown_health": ("health",),
    "bad_phone": ("phone",),
    "join_day_unknown": ("joined_on",),
    "unknown_poverty_status": ("status",),
    "no_decision": ("decision_number", "decision_date"),
    "bad_review_year": ("review_year",),
    "unknown_deprivation": ("deprivations",),
    "listed_twice": ("household_code",),
}


def columns_at_fault(remark: str, columns: Mapping[str, int]) -> list[int]:
    """The columns (0-based) to look at; [] if the remark is about the whole row.

    `columns`: field → column. A sheet without a column for the village says so in its name: then
    too the whole row is meant.
    """
    wanted: Iterable[str] = FIELDS_OF.get(code_of(remark), ())
    return sorted({columns[field] for field in wanted if field in columns})
