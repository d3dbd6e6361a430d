"""The order of stops: every one once, never longer than going to the nearest, the best of all where
there are few.
"""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.planning.route import (
    DAY_MINUTES,
    Route,
    Spot,
    Stop,
    StraightLine,
    estimate,
    measure,
    order_stops,
)
from apps.planning.route_search import Ways, nearest_order

LINE = StraightLine()
# A few kilometres of one commune; on a coarse grid, so that neighbours share a place.
spots = st.tuples(
    st.integers(0, 12).map(lambda n: 106.2 + n * 0.004),
    st.integers(0, 12).map(lambda n: 21.5 + n * 0.004),
)
starts = st.none() | spots


def stops_of(places: list[Spot | None]) -> list[Stop]:
    return [Stop(key, spot) for key, spot in enumerate(places, start=1)]


def lists(most: int) -> st.SearchStrategy[list[Stop]]:
    return st.lists(spots | st.none(), max_size=most).map(stops_of)


def nearest_metres(start: Spot | None, stops: list[Stop], *, returns: bool) -> int:
    """How long the way is that always goes on to the nearest."""
    placed = [stop for stop in stops if stop.spot is not None]

    def metres(a: Spot | None, b: Spot | None) -> int:
        return 0 if a is None or b is None else round(LINE.metres(a, b))

    ways = Ways(
        [metres(start, stop.spot) for stop in placed],
        [metres(start if returns else None, stop.spot) for stop in placed],
        [[metres(a.spot, b.spot) for b in placed] for a in placed],
    )
    return ways.length(nearest_order(ways, {}))


@settings(max_examples=60, deadline=None)
@given(start=starts, stops=lists(16), returns=st.booleans(), seed=st.randoms())
def test_every_stop_once_and_the_order_of_the_input_is_nothing(
    start: Spot | None, stops: list[Stop], returns: bool, seed: object
) -> None:
    route = order_stops(start, stops, returns=returns, travel=LINE)
    assert sorted(route.keys) == [stop.key for stop in stops]
    mixed = list(stops)
    seed.shuffle(mixed)  # type: ignore[attr-defined]  # random.Random
    assert order_stops(start, mixed, returns=returns, travel=LINE) == route


@settings(max_examples=40, deadline=None)
@given(start=starts, stops=lists(18), returns=st.booleans())
def test_never_longer_than_going_to_the_nearest(
    start: Spot | None, stops: list[Stop], returns: bool
) -> None:
    route = order_stops(start, stops, returns=returns, travel=LINE)
    assert route.metres <= nearest_metres(start, stops, returns=returns)


@settings(max_examples=25, deadline=None)
@given(start=starts, places=st.lists(spots, max_size=7), returns=st.booleans())
def test_few_stops_are_in_the_best_order_of_all(
    start: Spot | None, places: list[Spot], returns: bool
) -> None:
    stops = stops_of(list(places))
    best = min(
        measure(start, order, returns=returns, travel=LINE).metres for order in permutations(stops)
    )
    assert order_stops(start, stops, returns=returns, travel=LINE).metres == best


def test_eight_stops_are_in_the_best_order_of_all() -> None:
    stops = stops_of([(106.2 + n * 7 % 5 * 0.01, 21.5 + n * 3 % 7 * 0.01) for n in range(8)])
    start = (106.23, 21.52)
    best = min(
        measure(start, order, returns=True, travel=LINE).metres for order in permutations(stops)
    )
    assert order_stops(start, stops, returns=True, travel=LINE).metres == best


@settings(max_examples=40, deadline=None)
@given(
    stops=st.lists(spots | st.none(), min_size=1, max_size=14).map(stops_of),
    data=st.data(),
)
def test_what_is_pinned_keeps_its_number(stops: list[Stop], data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(stops), unique=True, max_size=4))
    numbers = data.draw(st.permutations(range(1, len(stops) + 1)))
    pins = {stop.key: number for stop, number in zip(keys, numbers, strict=False)}
    pinned = [Stop(each.key, each.spot, pinned=pins.get(each.key)) for each in stops]
    route = order_stops(None, pinned, returns=False, travel=LINE)
    assert sorted(route.keys) == [stop.key for stop in stops]
    assert {key: route.keys.index(key) + 1 for key in pins} == pins


def test_sixty_stops_twice_the_same() -> None:
    stops = stops_of([(106.2 + n * 37 % 60 / 900, 21.5 + n * 23 % 60 / 900) for n in range(60)])
    start = (106.21, 21.51)
    first = order_stops(start, stops, returns=True, travel=LINE)
    assert order_stops(start, list(reversed(stops)), returns=True, travel=LINE) == first
    assert first.metres < nearest_metres(start, stops, returns=True)


def test_sixty_stops_at_one_place() -> None:
    stops = stops_of([(106.2, 21.5)] * 60)
    route = order_stops((106.3, 21.5), stops, returns=True, travel=LINE)
    assert route.keys == tuple(range(1, 61))


def test_what_has_no_place_comes_last_and_is_in_no_figure() -> None:
    stops = [Stop(1, None), Stop(2, (106.2, 21.5)), Stop(3, (106.3, 21.5), is_provisional=True)]
    route = order_stops((106.1, 21.5), stops, returns=False, travel=LINE)
    assert route.keys == (2, 3, 1)
    assert route.legs[2] is None
    assert route.unsure == {1, 3}
    assert route.metres == (route.legs[0] or 0) + (route.legs[1] or 0)


def test_without_a_start_there_is_no_way_back() -> None:
    stops = stops_of([(106.2, 21.5), (106.3, 21.5)])
    assert order_stops(None, stops, returns=True, travel=LINE).back == 0


@pytest.mark.parametrize("pins", [(1, 1), (3, None), (0, None)])
def test_a_number_that_is_not_there_is_refused(pins: tuple[int, int | None]) -> None:
    stops = [Stop(1, None, pinned=pins[0]), Stop(2, None, pinned=pins[1])]
    with pytest.raises(ValueError, match="no room"):
        order_stops(None, stops, returns=False, travel=LINE)


def test_two_stops_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        order_stops(None, [Stop(1, None), Stop(1, None)], returns=False, travel=LINE)


def test_roads_are_longer_than_lines_and_stops_take_time() -> None:
    # A degree of latitude is 111.2 km.
    told = estimate(Route((1,), (10_000,), 0, frozenset()), minutes_at_stops=20)
    assert (told.road_metres, told.travel_minutes, told.total_minutes) == (13_000, 32, 52)
    assert not told.is_too_long
    assert estimate(Route((), (), 0, frozenset()), minutes_at_stops=DAY_MINUTES + 1).is_too_long


def test_a_degree_of_latitude() -> None:
    assert LINE.metres((106.0, 21.0), (106.0, 22.0)) == pytest.approx(111_195, abs=10)
