"""A question that contradicts itself is refused, with the reason."""

import math

import pytest

from apps.assignments.proximity import Home, Spot, Terms
from tests.assignments.proximity.village import MAI, SEN, VILLAGE, carrier, home, problem


@pytest.mark.parametrize(
    ("homes", "carriers", "more", "message"),
    [
        ([home(MAI, 0), home(MAI, 1)], [], {}, "home given twice"),
        ([], [carrier(SEN, 0), carrier(SEN, 1)], {}, "carrier given twice"),
        ([home(MAI, 0, weight=0)], [], {}, "weight"),
        ([home(MAI, 0, weight=101)], [], {}, "weight"),
        ([Home(MAI, Spot(math.nan, 0), VILLAGE)], [], {}, "no place"),
        ([], [carrier(SEN, math.inf)], {}, "no place"),
        ([], [carrier(SEN, 0, -1)], {}, "capacity"),
        ([], [carrier(SEN, 0, carried=-1)], {}, "capacity"),
        ([home(MAI, 0)], [], {"fixed": {MAI: SEN}}, "no part"),
        ([], [carrier(SEN, 0)], {"fixed": {MAI: SEN}}, "no part"),
        (
            [home(MAI, 0)],
            [carrier(SEN, 0)],
            {"fixed": {MAI: SEN}, "forbidden": frozenset({(MAI, SEN)})},
            "both fixed and forbidden",
        ),
    ],
)
def test_refused(homes, carriers, more, message):
    with pytest.raises(ValueError, match=message):
        problem(homes, carriers, **more)


@pytest.mark.parametrize("metres", [-1.0, math.inf, math.nan, 1e7])
def test_metres_that_are_none(metres):
    for terms in ((metres, 0, None), (0, metres, None), (0, 0, metres)):
        with pytest.raises(ValueError, match="metres"):
            Terms(*terms)
