"""How alike two entries are: the same both ways round, always, and for the reasons it names."""

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.households.likeness import (
    POINTS,
    Facts,
    Sign,
    distance,
    likeness,
    name_likeness,
)

NAMES = st.sampled_from(
    ["Hoàng Văn Tài", "HOÀNG VĂN TÀI", "Hoang Van Tai", "Hoàng Văn Tái", "Hoàng Tài Văn", "Lý Tư"]
) | st.text(max_size=30)
PLACES = st.none() | st.tuples(st.floats(102, 118), st.floats(6, 24))
FACTS = st.builds(
    Facts,
    name=NAMES,
    phone=st.sampled_from(["", "0912000111", "0912000112"]),
    birth_year=st.none() | st.integers(1930, 2005),
    address=st.sampled_from(["", "Số 7, thôn Nà A", "số 7,  thon na a", "thôn Nà A"]),
    place=PLACES,
)


@given(FACTS, FACTS)
def test_it_does_not_matter_who_comes_first(one: Facts, other: Facts) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(FACTS, FACTS)
def test_the_same_question_has_the_same_answer(one: Facts, other: Facts) -> None:
    answer = likeness(one, other)
    assert likeness(one, other) == answer
    assert 0 <= answer.score <= 100
    assert answer.score == max(0, min(100, sum(POINTS[sign] for sign in answer.signs)))
    assert len(set(answer.signs)) == len(answer.signs)


@given(FACTS)
def test_nothing_is_more_alike_than_itself(one: Facts) -> None:
    itself = likeness(one, one)
    assert Sign.ALIKE_NAME not in itself.signs
    assert itself.metres in {None, 0.0}


@given(FACTS, st.text(max_size=20))
def test_another_name_never_makes_it_more_alike(one: Facts, name: str) -> None:
    other = Facts(name, one.phone, one.birth_year, one.address, one.place)
    if one.name.strip():
        assert likeness(one, other).score <= likeness(one, one).score


@given(PLACES.filter(bool), PLACES.filter(bool))
def test_distances_are_the_same_both_ways(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance(one, other) == distance(other, one) >= 0
    assert math.isfinite(distance(one, other))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hoàng Văn Tài", "HOANG  VAN TAI", True),
        ("Hoà", unicodedata.normalize("NFD", "Hòa"), True),
        ("Đinh Thị Đào", "dinh thi dao", True),
        ("Hoàng Văn Tài", "Tài Văn Hoàng", False),
        ("", "", False),
    ],
)
def test_names_without_accents_case_and_order(one: str, other: str, same: bool) -> None:
    assert (name_likeness(one, other) == 1.0) is same


def test_a_slip_of_the_pen_is_alike_and_another_name_is_not() -> None:
    assert Sign.ALIKE_NAME in likeness(Facts("Nguyễn Thị Hường"), Facts("Nguyễn Thị Hươn")).signs
    assert likeness(Facts("Nguyễn Thị Hường"), Facts("Lý Văn Sơn")).signs == ()


@pytest.mark.parametrize(
    ("metres", "sign"),
    [(0, Sign.SAME_PLACE), (12, Sign.SAME_PLACE), (40, Sign.NEAR), (200, None), (900, Sign.FAR)],
)
def test_what_the_distance_says(metres: float, sign: Sign | None) -> None:
    north = metres / 111_195
    found = likeness(Facts("A", place=(106.0, 21.5)), Facts("B", place=(106.0, 21.5 + north)))
    assert found.signs == (() if sign is None else (sign,))
    assert found.metres == pytest.approx(metres, abs=0.5)


def test_a_name_alone_is_not_worth_a_look_but_with_a_phone_it_is() -> None:
    name = "Nguyễn Văn Hùng"
    assert not likeness(Facts(name), Facts(name)).is_worth_a_look
    assert not likeness(Facts(name, birth_year=1970), Facts(name, birth_year=1980)).is_worth_a_look
    assert likeness(Facts(name, "0912000111"), Facts(name, "0912000111")).is_worth_a_look
    assert likeness(Facts(name, birth_year=1970), Facts(name, birth_year=1970)).is_worth_a_look


def test_only_an_address_with_a_number_counts() -> None:
    village, house = "Thôn Nà A", "Số 7, thôn Nà A"
    assert likeness(Facts("A", address=village), Facts("B", address=village)).signs == ()
    assert likeness(Facts("A", address=house), Facts("B", address="so 7, thon na a")).signs == (
        Sign.SAME_ADDRESS,
    )
