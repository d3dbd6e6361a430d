"""Features side by side, on their way out of the sandbox and in again."""

import struct
from datetime import date

import pytest
import shapely

from apps.imports.readers.blocks import Block, Passing, blocks_of
from apps.imports.readers.limits import VERTICES
from apps.imports.readers.lines import block_in, dump_lines
from apps.imports.readers.outlines import Vertices, hex_of_wkbs
from apps.imports.readers.shapes import RawFeature, RawLayer, ReaderError

FIELDS = ("ma", "ngay")
FEATURES = [
    RawFeature(n, {"ma": f"H{n}", "ngay": date(2026, 1, n % 28 + 1) if n % 3 else None}, "00" * 30)
    for n in range(1, 1_203)
]


def layer(features: object) -> RawLayer:
    return RawLayer("l", 4326, "", FIELDS, features)  # type: ignore[arg-type]


def test_they_come_in_as_they_went_out() -> None:
    _head, *lines = dump_lines([layer(FEATURES)])
    found = [block_in(line.encode(), 2) for line in lines]
    assert [len(block.numbers) for block in found] == [500, 500, 202]
    assert [each for block in found for each in block.features(FIELDS)] == FEATURES


def test_one_block_is_cut_where_single_features_are() -> None:
    # Geometries of many digits end a block sooner.
    heavy = [each._replace(wkb_hex="00" * 2 ** (each.number % 16)) for each in FEATURES]
    one = Block(
        [each.number for each in heavy],
        [[each.properties[field] for each in heavy] for field in FIELDS],
        [each.wkb_hex for each in heavy],
    )
    assert list(dump_lines([layer(heavy)])) == list(dump_lines([layer(Passing(one.cut()))]))
    assert len(list(one.cut())) > 3


def test_a_layer_without_attributes() -> None:
    bare = [RawFeature(1, {}, "00"), RawFeature(2, {}, None)]
    (block,) = blocks_of(bare, ())
    assert list(block.features(())) == bare


@pytest.mark.parametrize(
    "said",
    [
        '[[1],[["a"]],["00"]]',
        '[[1],[["a"],[]],["00"]]',
        '[[1],[["a"],["b"]],[]]',
        '[[1],[["a"],[["b"]]],["00"]]',
        '[[1],[["a"],[true]],["00"]]',
        '[[1],[["a"],["b"]],[7]]',
        '[["1"],[["a"],["b"]],["00"]]',
    ],
)
def test_what_are_no_features_is_refused(said: str) -> None:
    with pytest.raises(ReaderError, match="unreadable"):
        block_in(f'{{"f":1,"of":{said}}}'.encode(), 2)


def test_plain_points_come_out_as_any_geometry_does() -> None:
    points = [shapely.to_wkb(shapely.Point(106.25, 21.5 + n)) for n in range(3)]
    big_endian = struct.pack(">BIdd", 0, 1, 106.25, 21.5)
    plain = hex_of_wkbs(points, Vertices())
    mixed = hex_of_wkbs([*points, big_endian, None], Vertices())
    assert plain == mixed[:3] == [point.hex().upper() for point in points]
    assert mixed[3:] == [plain[0], None]


@pytest.mark.parametrize("x", [float("inf"), float("-inf")])
def test_a_point_that_lies_nowhere_is_refused(x: float) -> None:
    with pytest.raises(ReaderError, match="bad_geometry"):
        hex_of_wkbs([struct.pack("<BIdd", 1, 1, x, 21.5)], Vertices())


def test_points_count_against_the_files_vertices() -> None:
    vertices = Vertices()
    hex_of_wkbs([struct.pack("<BIdd", 1, 1, 106.0, 21.5)] * 3, vertices)
    assert vertices.left == VERTICES - 3
