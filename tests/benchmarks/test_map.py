"""The rows of the map's benchmark, from figures as a browser would give them."""

from benchmarks.map import frame_rows, load_rows
from benchmarks.map_browser import Load


def test_loads_are_told_as_medians() -> None:
    cold = [Load(3000, 350_000, 40), Load(9000, 500_000, 41), Load(3500, 360_000, 40)]
    warm = [Load(1600, 2_000, 5)] * 3
    usable, again, moved = load_rows(cold, warm)
    assert (usable["ours"], usable["unit"], usable["met"]) == (3500, "ms", True)
    assert not again["met"]
    assert (moved["ours"], moved["met"]) == (360_000, True)


def test_more_frames_are_better() -> None:
    middle, slow = frame_rows("points", [20.0] * 18 + [100.0] * 2)
    assert (middle["ours"], middle["met"]) == (50, True)
    assert (slow["ours"], slow["met"]) == (10, False)
