"""Random small villages for property tests; distances on a coarse grid, so that ties abound."""

from hypothesis import strategies as st

from apps.assignments.proximity import Carrier, Home, Problem, Spot, Terms

GRID = 100.0
VILLAGES = (1, 2)
_spots = st.builds(Spot, *[st.integers(0, 4).map(lambda n: n * GRID)] * 2)
# One in ten has no position.
_maybe_spots = st.tuples(_spots, st.integers(0, 9)).map(
    lambda drawn: drawn[0] if drawn[1] != 9 else None
)


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    homes: tuple[int, int] = (6, 12),
    carriers: tuple[int, int] = (2, 6),
    priced: bool = False,
    changes: tuple[int, ...] = (0, 50, 150),
) -> Problem:
    """``homes``, ``carriers``: the fewest and the most. ``priced``: leaving a home may have a price
    in metres; else coverage comes first.
    """
    home_ids = range(draw(st.integers(*homes)))
    carrier_ids = range(100, 100 + draw(st.integers(*carriers)))
    pairs = st.tuples(st.sampled_from(home_ids), st.sampled_from(carrier_ids))
    some = st.frozensets(pairs, max_size=6)
    forbidden = draw(some)
    fixed = dict(sorted(draw(some) - forbidden)[:2])
    return Problem(
        homes=tuple(draw(_home(key)) for key in home_ids),
        carriers=tuple(draw(_carrier(key)) for key in carrier_ids),
        terms=Terms(
            max_metres=draw(st.sampled_from([600.0, 300.0, 150.0])),
            change_metres=draw(st.sampled_from(changes)),
            unassigned_metres=draw(st.sampled_from([0.0, 120.0, 400.0])) if priced else None,
        ),
        current=dict(draw(some)),
        forbidden=forbidden,
        fixed=fixed,
    )


def _home(key: int) -> st.SearchStrategy[Home]:
    return st.builds(
        Home,
        id=st.just(key),
        spot=_maybe_spots,
        village=st.sampled_from(VILLAGES),
        group=st.sampled_from([None, 7, 8]),
        weight=st.sampled_from([1, 1, 2, 5]),
    )


def _carrier(key: int) -> st.SearchStrategy[Carrier]:
    return st.builds(
        Carrier,
        id=st.just(key),
        spot=_maybe_spots,
        villages=st.sampled_from([None, None, frozenset(VILLAGES), frozenset({1}), frozenset({2})]),
        capacity=st.sampled_from([3, 2, 1, 1, 4, 0]),
        carried=st.sampled_from([0, 0, 0, 1, 2]),
    )
