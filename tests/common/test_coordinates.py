"""Every way a coordinate is written down in a commune."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.geo.coordinates import (
    CoordinateError,
    as_lat_lon,
    parse_angle,
    parse_angles,
    parse_lat_lon,
    parse_metres,
)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        (21.5592, 21.5592),
        (106, 106.0),
        ("21.5592", 21.5592),
        ("21,5592", 21.5592),
        (" 21.5592 ", 21.5592),
        ("-21.5", -21.5),
        ("\u221221.5", -21.5),
        ("21.5°", 21.5),
        ("21,5592°B", 21.5592),
        ("21°33'42.78\"B", 21.561883333),
        ("21°33'42,78\"B", 21.561883333),
        ("106°11'15.46\"Đ", 106.187627778),
        ("106°11'15.46\"D\u0306".replace("D\u0306", "\u0110"), 106.187627778),
        ("106°11’15.46”đ", 106.187627778),
        ("106º 11′ 15.46″ Ð", 106.187627778),
        ("106°11'15.46''E", 106.187627778),
        ("B 21°33'42\"", 21.561666667),
        ("Đông 106°30'", 106.5),
        ("106°30' kinh độ Đông", None),
        ("Kinh độ: 106,5", 106.5),
        ("21°33.5'B", 21.558333333),
        ("21 33 42 B", 21.561666667),
        ("21:33:42", 21.561666667),
        ("21 độ 33 phút 42,5 giây Bắc", 21.561805556),
        ("21\u00a0°\u00a033'\u00a042\" B", 21.561666667),
        ("10°30'N", -10.5),
        ("10°30'Nam", -10.5),
        ("10°30'S", -10.5),
        ("10°30'T", -10.5),
        ("10°30'W", -10.5),
    ],
)
def test_ways_of_writing(text, degrees):
    if degrees is None:
        with pytest.raises(CoordinateError):
            parse_angle(text)
        return
    assert parse_angle(text).degrees == pytest.approx(degrees, abs=1e-8)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "empty"),
        ("", "empty"),
        (" \u00a0 ", "empty"),
        (True, "not_a_number"),
        ("chưa đo", "not_a_number"),
        ("1e5", "not_a_number"),
        ("21.5.5", "not_a_number"),
        ("21.5°33'", "not_a_number"),
        ("-21°30'B", "not_a_number"),
        ("B 21°30'B", "not_a_number"),
        ("21°30'Q", "not_a_number"),
        ("9" * 500, "not_a_number"),
        (object(), "not_a_number"),
        (math.nan, "not_finite"),
        (math.inf, "not_finite"),
        ("NaN", "not_finite"),
        ("-inf", "not_finite"),
        (2385222.597, "out_of_range"),
        ("181", "out_of_range"),
        ("21°60'00\"", "out_of_range"),
        ("21°00'61\"", "out_of_range"),
    ],
)
def test_what_is_refused(cell, code):
    with pytest.raises(CoordinateError) as caught:
        parse_angle(cell)
    assert caught.value.code == code


def test_n_is_nam_unless_its_partner_is_english():
    assert parse_lat_lon("21°33'N", "106°11'E").lat > 0
    assert parse_lat_lon("21°33'N", "106°11'Đ").lat < 0
    assert parse_lat_lon("21°33'N", 106.2).lat < 0
    assert parse_lat_lon("21°33'S", "106°11'E").lat < 0
    assert parse_lat_lon("21.5 North", "106.2 East").lat == 21.5


def test_letters_and_ranges_tell_a_swapped_pair():
    pair = parse_angles("106°11'Đ", "21°33'B")
    with pytest.raises(CoordinateError, match="wrong_axis"):
        as_lat_lon(*pair)
    assert as_lat_lon(pair[1], pair[0]).lat == pytest.approx(21.55)
    with pytest.raises(CoordinateError, match="out_of_range"):
        parse_lat_lon(106.2, 21.5)


@given(
    st.integers(0, 89),
    st.integers(0, 59),
    st.integers(0, 5999),
    st.sampled_from("BNĐTESW"),
    st.sampled_from([("°", "'", '"'), ("º", "’", "”"), ("° ", "′ ", "″ "), (" ", " ", "")]),
    st.sampled_from(".,"),
    st.booleans(),
    st.booleans(),
)
def test_any_dms_is_read_back(d, m, cs, letter, marks, comma, front, lower):
    seconds = f"{cs / 100:.2f}".replace(".", comma)
    body = f"{d}{marks[0]}{m}{marks[1]}{seconds}{marks[2]}"
    text = f"{letter} {body}" if front else f"{body} {letter}"
    angle = parse_angle(text.lower() if lower else text)
    sign = 1 if letter in "BĐE" else -1
    assert angle.degrees == pytest.approx(sign * (d + m / 60 + cs / 360_000), abs=1e-9)
    assert angle.axis == ("lat" if letter in "BNS" else "lon")


@given(st.floats(-180, 180), st.sampled_from(".,"))
def test_any_decimal_is_read_back(degrees, comma):
    text = f"{degrees:.9f}".replace(".", comma)
    assert parse_angle(text).degrees == pytest.approx(degrees, abs=1e-9)
    assert parse_angle(degrees).degrees == degrees


@given(st.text(max_size=40))
def test_any_text_is_a_number_in_range_or_refused_with_a_code(text):
    code, degrees = None, 0.0
    try:
        degrees = parse_angle(text).degrees
    except CoordinateError as error:
        code = error.code
    assert abs(degrees) <= 180
    assert code in {None, "empty", "not_a_number", "not_finite", "out_of_range"}


@pytest.mark.parametrize(
    ("cell", "metres"),
    [
        (2385222.597, 2385222.597),
        (392197, 392197.0),
        ("2385222.597", 2385222.597),
        ("2385222,597", 2385222.597),
        ("2.385.222,597", 2385222.597),
        ("2,385,222.597", 2385222.597),
        ("2 385 222.6", 2385222.6),
        ("2\u00a0385\u00a0222,6 m", 2385222.6),
        ("2.385.222", 2385222.0),
        ("392196,872m", 392196.872),
    ],
)
def test_metres(cell, metres):
    assert parse_metres(cell) == pytest.approx(metres, abs=1e-6)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "empty"),
        ("  ", "empty"),
        ("abc", "not_a_number"),
        ("12 34 56 78", "not_a_number"),
        (False, "not_a_number"),
        (math.nan, "not_finite"),
    ],
)
def test_metres_refused(cell, code):
    with pytest.raises(CoordinateError) as caught:
        parse_metres(cell)
    assert caught.value.code == code


@given(st.text(max_size=40))
def test_any_text_is_metres_or_refused(text):
    code, metres = None, 0.0
    try:
        metres = parse_metres(text)
    except CoordinateError as error:
        code = error.code
    assert math.isfinite(metres)
    assert code in {None, "empty", "not_a_number", "not_finite"}
