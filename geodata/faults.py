"""A handful of slips in the household workbook, so that the demo import has something to say."""

from collections.abc import Collection, Sequence

import numpy as np

from geodata.households import Household

MISSING_HEAD = "missing_head_name"
NOT_A_NUMBER = "not_a_number"
BIRTH_YEAR = "impossible_birth_year"
DUPLICATE = "duplicate_of_previous_row"
SWAPPED = "swapped_lat_lon"
OUTSIDE = "outside_commune"
#: Faults for which the row is turned away, in the order they are dealt out.
_TURNED_AWAY = (MISSING_HEAD, MISSING_HEAD, NOT_A_NUMBER, BIRTH_YEAR)


def deal_faults(
    households: Sequence[Household], needed: Collection[int], *, seed: int
) -> dict[int, str]:
    """Fault by position of the household, one village each.

    Rows to be turned away are never among ``needed`` (assigned, or a member's home), so that a
    slip in one file does not echo through the others.
    """
    rng = np.random.default_rng([seed, 71])
    faults: dict[int, str] = {}
    villages: set[int] = set()

    def deal(fault: str, positions: list[int]) -> None:
        free = [i for i in positions if households[i].village not in villages]
        chosen = free[int(rng.integers(len(free)))]
        villages.add(households[chosen].village)
        faults[chosen] = fault

    everyone = range(len(households))
    spare = [i for i in everyone if i not in needed and households[i].writing != "none"]
    for fault in _TURNED_AWAY:
        deal(fault, spare)
    decimal = [i for i in everyone if households[i].writing == "decimal"]
    deal(SWAPPED, decimal)
    deal(OUTSIDE, decimal)
    deal(DUPLICATE, [i for i in everyone if households[i].writing == "vn2000"])
    return faults
