"""The register of households: who heads each, how many they are, what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geodata.frame import Floats
from geodata.names import Name, make_name, make_phone
from geodata.settlement import Home
from geodata.territory import Territory

#: How a row gives its position, and how often.
WRITINGS = ("vn2000", "decimal", "dms", "none")
_WRITING_SHARES = (0.53, 0.31, 0.11, 0.05)
_SIZES = (1, 2, 3, 4, 5, 6, 7, 8)
_SIZE_SHARES = (0.05, 0.12, 0.17, 0.29, 0.20, 0.10, 0.05, 0.02)


@dataclass(frozen=True)
class Household:
    """One household. ``east``/``north`` are its true local metres, even if not written down."""

    code: str
    village: int
    group: int
    head: Name
    birth_year: int
    size: int
    status: str | None  # poor, near_poor, escaped, policy
    phone: str | None
    writing: str
    east: float
    north: float


def _along_the_group(homes: Sequence[Home]) -> list[Home]:
    """Neighbours follow each other, as somebody walking the group would list them."""
    points = np.array([(home.east, home.north) for home in homes])
    points = points - points.mean(axis=0)
    axis = np.linalg.svd(points, full_matrices=False)[2][0]
    axis = axis if axis[1] < 0 else -axis
    return [homes[int(i)] for i in np.argsort(points @ axis, kind="stable")]


def _status(poverty: float, rng: np.random.Generator) -> str | None:
    draw = rng.random()
    for name, share in (
        ("poor", poverty),
        ("near_poor", poverty * 0.9),
        ("escaped", 0.03),
        ("policy", 0.045),
    ):
        if draw < share:
            return name
        draw -= share
    return None


def register_households(
    territory: Territory, homes: Sequence[Home], *, seed: int, until: date
) -> list[Household]:
    """Households in the order of their codes, village by village, group by group."""
    rng = np.random.default_rng([seed, 31])
    # Villages differ: a few are much poorer than the others.
    poverty = 0.03 + 0.17 * rng.random(len(territory.villages)) ** 2.2
    households: list[Household] = []
    last_number = [0] * (len(territory.villages) + 1)
    for k, group in enumerate(territory.groups):
        for home in _along_the_group([home for home in homes if home.group == k]):
            last_number[group.village] += 1
            age = int(np.clip(rng.normal(52, 14), 24, 90))
            households.append(
                Household(
                    code=f"T{group.village:02d}-{last_number[group.village]:03d}",
                    village=group.village,
                    group=group.number,
                    head=make_name(rng),
                    birth_year=until.year - age,
                    size=int(rng.choice(_SIZES, p=_SIZE_SHARES)),
                    status=_status(float(poverty[group.village - 1]), rng),
                    phone=make_phone(rng) if rng.random() < 0.78 else None,
                    writing=str(rng.choice(WRITINGS, p=_WRITING_SHARES)),
                    east=home.east,
                    north=home.north,
                )
            )
    return households


def places(households: Sequence[Household]) -> Floats:
    """(n, 2) local metres of the homes."""
    return np.array([(household.east, household.north) for household in households])
