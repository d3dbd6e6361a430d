"""What is odd about check-ins, by the rules alone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.visits.checkins.flags import (
    Flag,
    Home,
    Seen,
    Spot,
    flags_of_pair,
    metres_between,
    own_flags,
    worst,
)

NOON = datetime(2026, 11, 16, 5, tzinfo=UTC)
GATE = Spot(106.0, 21.5, 8)
NEVER_MOVED = Home(Spot(106.0, 21.5))
MINUTE = timedelta(minutes=1)


def north(metres: float, accuracy: float = 8) -> Spot:
    return Spot(106.0, 21.5 + metres / 111_195, accuracy)


def seen(after: timedelta = timedelta(0), **fields: object) -> Seen:
    values: dict[str, object] = {
        "key": uuid4(),
        "household": 1,
        "person": 1,
        "happened_at": NOON + after,
        "received_at": NOON + after,
        "in_person": True,
        "spot": GATE,
    }
    return Seen(**(values | fields))  # type: ignore[arg-type]


def told(flags: Iterable[Flag]) -> dict[str, float | None]:
    return {flag.kind.value: flag.measure for flag in flags}


def test_nothing_is_odd_at_the_gate() -> None:
    assert not told(own_flags(seen(), NEVER_MOVED, apart=None))


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({"spot": None}, {"no_position": None}),
        ({"spot": None, "in_person": False}, {}),
        ({"spot": north(0, 100)}, {}),
        ({"spot": north(0, 101)}, {"poor_accuracy": 101}),
        ({"spot": north(300)}, {}),
        ({"spot": north(308)}, {}),
        ({"spot": north(400)}, {"far_away": 400}),
        ({"spot": north(400, 101)}, {"poor_accuracy": 101}),
        ({"spot": north(9000), "in_person": False}, {}),
    ],
)
def test_position_and_accuracy(fields: dict[str, object], flags: dict[str, object]) -> None:
    assert told(own_flags(seen(**fields), NEVER_MOVED, apart=None)) == flags


def test_a_household_without_a_position_is_far_from_nothing() -> None:
    assert not told(own_flags(seen(spot=north(9000)), Home(None), apart=None))


@pytest.mark.parametrize(("left", "flags"), [(16, {"household_gone": 0}), (17, {})])
def test_a_household_that_has_left(left: int, flags: dict[str, object]) -> None:
    home = Home(GATE, left_on=date(2026, 11, left))
    assert told(own_flags(seen(), home, apart=None)) == flags


def test_clocks_apart_are_told_in_seconds() -> None:
    assert told(own_flags(seen(), NEVER_MOVED, apart=301)) == {"clocks_apart": 301}


@pytest.mark.parametrize(
    ("gap", "fields", "flags"),
    [
        (MINUTE, {}, {"too_soon": 60}),
        (10 * MINUTE, {}, {"too_soon": 600}),
        (11 * MINUTE, {}, {}),
        (MINUTE, {"household": 2}, {}),
        # The same gate across midnight is another day.
        (MINUTE, {"person": 2}, {"parallel": 60}),
        (15 * MINUTE, {"person": 2}, {"parallel": 900}),
        (16 * MINUTE, {"person": 2}, {}),
        (MINUTE, {"person": 2, "household": 2}, {}),
        (MINUTE, {"person": 2, "companions": frozenset({1})}, {}),
        # 2 km in a minute is 120 km/h; what the phones are unsure by is taken off.
        (MINUTE, {"household": 2, "spot": north(2010)}, {}),
        (MINUTE, {"household": 2, "spot": north(2516)}, {"impossible_speed": 150}),
        (MINUTE, {"household": 2, "spot": north(2516), "person": 2}, {}),
        (MINUTE, {"household": 2, "spot": None}, {}),
        (61 * MINUTE, {"household": 2, "spot": north(900_000)}, {}),
    ],
)
def test_two_together(gap: timedelta, fields: dict[str, object], flags: dict[str, object]) -> None:
    first, second = seen(), seen(gap, **fields)
    assert told(flags_of_pair(first, second)) == flags
    assert worst(flags_of_pair(first, second)) == worst(flags_of_pair(second, first))


def test_a_minute_over_midnight_is_not_too_soon() -> None:
    midnight = datetime(2026, 11, 15, 17, tzinfo=UTC)
    pair = [seen(happened_at=midnight - MINUTE / 2), seen(happened_at=midnight + MINUTE / 2)]
    assert not told(flags_of_pair(*pair))


def test_both_of_two_in_parallel_are_flagged() -> None:
    pair = [seen(), seen(MINUTE, person=2)]
    assert {flag.key for flag in flags_of_pair(*pair)} == {each.key for each in pair}


@pytest.mark.parametrize(
    ("received", "dates", "cross"),
    [
        # The first one's date came to the server after the second was set: nobody could know.
        (9, (date(2026, 11, 20), date(2026, 11, 21)), True),
        (1, (date(2026, 11, 20), date(2026, 11, 21)), False),
        (9, (date(2026, 11, 20), date(2026, 11, 20)), False),
        (9, (date(2026, 11, 20), None), False),
    ],
)
def test_dates_set_across(received: int, dates: tuple[date, date | None], cross: bool) -> None:
    hour = timedelta(hours=1)
    first = seen(received_at=NOON + received * hour, next_visit_on=dates[0])
    second = seen(4 * hour, person=2, next_visit_on=dates[1])
    assert ("parallel" in told(flags_of_pair(first, second))) is cross


def test_the_same_second_at_two_places_has_an_end() -> None:
    pair = [seen(), seen(household=2, spot=north(900_000))]
    assert told(flags_of_pair(*pair)) == {"impossible_speed": 9_999}


_spots = st.builds(
    Spot, st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 100_000, allow_subnormal=False)
)
_seen = st.builds(
    lambda key, minutes, household, person, spot: seen(
        minutes * MINUTE, key=UUID(int=key), household=household, person=person, spot=spot
    ),
    st.integers(0, 2**64),
    st.integers(0, 90),
    st.integers(1, 2),
    st.integers(1, 2),
    st.none() | _spots,
)


@given(st.lists(_seen, min_size=2, max_size=4, unique_by=lambda each: each.key))
def test_the_order_does_not_matter(found: list[Seen]) -> None:
    answers = {
        tuple(worst(flag for pair in combinations(order, 2) for flag in flags_of_pair(*pair)))
        for order in permutations(found)
    }
    assert len(answers) == 1


@given(_spots, _spots)
def test_a_distance_is_one(one: Spot, other: Spot) -> None:
    there = metres_between(one, other)
    assert 0 <= there <= 20_037_600
    assert there == pytest.approx(metres_between(other, one))
