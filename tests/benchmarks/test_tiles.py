"""The pure parts of the tiles benchmark: percentiles, rows, the choice of tiles, plans."""

import pytest

from benchmarks.goals import limit_row, percentile, row
from benchmarks.tiles_choice import TileNumber, choose, tile_at
from benchmarks.tiles_database import named, recipe
from benchmarks.tiles_plans import uses_spatial_index
from benchmarks.vectortile import features, layers


@pytest.mark.parametrize(("share", "wanted"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_one_of_the_values(share: float, wanted: int) -> None:
    assert percentile(range(100, 0, -1), share) == wanted


def test_a_row_holds_the_ratio_against_its_goal() -> None:
    found = row("zoom 9", 5, 100, peer_name="peer", unit="ms", goal=0.1)
    assert (found["ratio"], found["met"]) == (0.05, True)
    assert not row("zoom 9", 11, 100, peer_name="peer", unit="ms", goal=0.1)["met"]


def test_a_peer_of_nothing_is_never_met() -> None:
    assert not row("x", 1, 0, peer_name="peer", unit="ms", goal=1)["met"]


def test_a_limit_may_be_reached_and_not_passed() -> None:
    assert limit_row("bytes", 150, 150, unit="bytes")["met"]
    assert not limit_row("bytes", 151, 150, unit="bytes")["met"]


def test_the_tile_of_a_place_is_the_known_one() -> None:
    assert tile_at(0.0, 0.0, 1) == TileNumber(1, 1, 1)
    assert tile_at(106.21103, 21.5592, 12) == TileNumber(12, 3256, 1796)


def test_the_choice_is_seeded_and_holds_no_tile_twice() -> None:
    places = [(105 + n / 100, 21 + n / 200) for n in range(200)]
    chosen = choose(places, 12, count=25)
    assert chosen == choose(places, 12, count=25)
    assert len(set(chosen)) == len(chosen) == 25
    assert chosen != choose(places, 12, count=25, seed=4)


def test_a_low_zoom_has_as_many_tiles_as_there_are() -> None:
    assert choose([(105.5, 21.5), (105.6, 21.6)], 6, count=25) == [tile_at(105.5, 21.5, 6)]


def test_a_plan_that_reads_marks_whole_is_found() -> None:
    scan = {"Node Type": "Seq Scan", "Relation Name": "webmap_householdmark"}
    assert not uses_spatial_index([{"Plan": {"Plans": [scan]}}])


def test_a_plan_by_place_is_good() -> None:
    bitmap = {"Node Type": "Bitmap Index Scan", "Index Name": "household_mark_geom"}
    heap = {
        "Node Type": "Bitmap Heap Scan",
        "Relation Name": "webmap_householdmark",
        "Plans": [bitmap],
    }
    assert uses_spatial_index([{"Plan": {"Plans": [heap]}}])


def test_another_number_of_provinces_is_another_recipe() -> None:
    assert recipe(1) == recipe(1) != recipe(10)


def test_the_benchmark_has_a_database_of_its_own_on_the_same_server() -> None:
    url = named("postgis://gandan@/gandan?host=/tmp/x", "bench")
    assert url == "postgis://gandan@/bench?host=/tmp/x"


def test_features_of_a_tile_are_counted_by_layer() -> None:
    feature = b"\x12\x02\x08\x07"  # one feature, key 7
    layer = b"\x0a\x01h" + feature
    tile = b"\x1a" + bytes([len(layer)]) + layer
    assert layers(tile) == {"h": [7]}
    assert features(tile) == 1
