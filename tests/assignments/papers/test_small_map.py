"""The geometry of the small maps, and the picture itself."""

import io
from math import hypot

import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from apps.assignments.papers.content import HomeLine, PersonPart, Place
from apps.assignments.papers.layout import layout
from apps.assignments.papers.mapframe import frame_of, near_enough, scale_bar, spread
from apps.assignments.papers.mapimage import SmallMap, small_map
from apps.assignments.papers.outlines import Outline, Outlines

WIDTH, HEIGHT, APART = 1299, 748, 32.0
# Whole numbers are quickly made up: hundred-thousandths of a degree, and pixels.
_places = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(
        lambda at: (106 + at[0] / 1e5, 21.5 + at[1] / 1e5)
    ),
    min_size=1,
    max_size=30,
)
_pixels = st.lists(
    st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)).map(
        lambda at: (float(at[0]), float(at[1]))
    ),
    max_size=40,
)


@given(_places)
def test_every_place_lies_well_inside_the_map(places: list[Place]) -> None:
    frame = frame_of(places, WIDTH, HEIGHT)
    for place in places:
        x, y = frame.pixel(place)
        assert WIDTH * 0.1 < x < WIDTH * 0.9
        assert HEIGHT * 0.1 < y < HEIGHT * 0.9


@given(_places)
def test_north_is_up_and_east_is_right(places: list[Place]) -> None:
    frame = frame_of(places, WIDTH, HEIGHT)
    x, y = frame.pixel((106.05, 21.55))
    east, north = frame.pixel((106.06, 21.55)), frame.pixel((106.05, 21.56))
    assert east[0] > x
    assert north[1] < y
    west, south, *_far = frame.extent
    assert hypot(*(a - b for a, b in zip(frame.pixel((west, south)), (0, HEIGHT), strict=True))) < 1


@given(_places)
def test_the_bar_is_round_and_as_long_as_it_says(places: list[Place]) -> None:
    frame = frame_of(places, WIDTH, HEIGHT)
    metres = scale_bar(frame)
    assert str(metres).rstrip("0") in {"1", "2", "5"}
    assert WIDTH / 12 < metres * frame.scale <= WIDTH / 4


def test_a_hundred_metres_are_a_hundred_metres() -> None:
    """Against the ellipsoid: PostGIS says 103.66 m for a thousandth of a degree of longitude."""
    frame = frame_of([(106.2, 21.56), (106.21, 21.56)], WIDTH, HEIGHT)
    left, right = frame.pixel((106.2, 21.56)), frame.pixel((106.201, 21.56))
    assert abs((right[0] - left[0]) / frame.scale - 103.6) < 0.6


@given(_pixels)
def test_numbers_do_not_cover_each_other(dots: list[tuple[float, float]]) -> None:
    ends = spread(dots, apart=APART, width=WIDTH, height=HEIGHT)
    assert len(ends) == len(dots)
    for number, end in enumerate(ends):
        moved = end != dots[number]
        near = [
            other for other in ends[:number] if hypot(end[0] - other[0], end[1] - other[1]) < APART
        ]
        # Where there was no room at all, it stays on its own dot.
        assert not (moved and near)


def test_houses_on_one_spot_get_a_number_each() -> None:
    ends = spread([(600.0, 400.0)] * 60, apart=APART, width=WIDTH, height=HEIGHT)
    assert ends[0] == (600.0, 400.0)
    assert len(set(ends)) == 60


def test_a_home_far_away_is_left_out() -> None:
    assert near_enough((106.2, 21.5), [(106.21, 21.51)])
    assert not near_enough((106.3, 21.5), [(106.2, 21.5)])


def _line(number: int, place: Place | None, *, group: int | None = 1) -> HomeLine:
    return HomeLine(number, "Nông Văn Một", "Thôn Nà A", 4, "", "", "", 1, group, place, False)


def _drawn(*homes: HomeLine, home: Place | None = None) -> SmallMap | None:
    outlines = Outlines(
        {1: Outline("Thôn Nà A", shapely.box(106.19, 21.49, 106.22, 21.52))},
        {1: Outline("Tổ 1", shapely.box(106.2, 21.5, 106.203, 21.503))},
    )
    part = PersonPart(1, 1, "Hoàng Văn Ba", "", "", home, homes)
    return small_map(part, outlines, layout().map)


def _colours(drawn: SmallMap) -> set[str]:
    pixels = Image.open(io.BytesIO(drawn.png)).tobytes()
    return {f"#{pixels[at : at + 3].hex()}" for at in range(0, len(pixels), 3)}


def test_the_picture_shows_dots_home_and_outlines() -> None:
    drawn = _drawn(_line(1, (106.201, 21.501)), _line(2, None), home=(106.202, 21.502))
    assert drawn is not None
    assert (drawn.units, drawn.missing, drawn.has_home) == (["A: Tổ 1"], [2], True)
    # A dot, the home, the group's outline, the village's ground.
    assert {"#a61b1b", "#14489c", "#9a8a6a", "#f4efe2"} <= _colours(drawn)


def test_without_a_place_there_is_no_picture() -> None:
    assert _drawn(_line(1, None)) is None
    assert _drawn() is None


def test_a_household_without_a_group_and_a_home_elsewhere() -> None:
    drawn = _drawn(_line(1, (106.201, 21.501), group=None), home=(105.0, 21.0))
    assert drawn is not None
    assert (drawn.units, drawn.has_home) == ([], False)


def test_the_same_list_is_the_same_picture() -> None:
    lines = [_line(number, (106.2 + number / 5000, 21.501)) for number in range(1, 9)]
    first, second = _drawn(*lines), _drawn(*lines)
    assert first is not None
    assert second is not None
    assert first.png == second.png
