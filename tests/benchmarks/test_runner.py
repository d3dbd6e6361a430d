"""The fair comparison of two things."""

from benchmarks.runner import Duel, compare, machine


def test_ours_and_peer_take_turns() -> None:
    calls: list[str] = []
    duel = Duel("calls", "the other", lambda: calls.append("o"), lambda: calls.append("p"), 1e9, 3)
    row = compare(duel)
    assert calls == ["o", "p"] * 4
    assert row.met
    assert (row.measure, row.peer_name, row.unit) == ("calls", "the other", "ms")


def test_a_goal_that_is_missed_is_said() -> None:
    duel = Duel("work", "nothing", lambda: sum(range(20_000)), lambda: None, 1.0)
    assert not compare(duel).met


def test_the_machine_is_named() -> None:
    assert machine()["cores"]
