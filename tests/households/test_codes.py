"""The next free code, in the manner of the codes around it."""

import pytest

from apps.households.desk.codes import CODE_LENGTH, next_code, split_code


@pytest.mark.parametrize(
    ("like", "taken", "expected"),
    [
        ("T01-007", ["T01-007", "T01-012", "T02-900"], "T01-013"),
        ("T01-1-9", ["T01-1-9"], "T01-1-10"),
        ("H99", ["H100"], "H101"),
        ("XOMTREN", [], "XOMTREN-1"),
        ("HỘ-²", [], "HỘ-²-1"),
    ],
)
def test_after_the_largest_of_its_kind(like: str, taken: list[str], expected: str) -> None:
    assert next_code(like, taken) == expected


def test_a_long_run_of_digits_is_not_all_number() -> None:
    assert split_code("024190001234567") == ("024190", "001234567")
    assert len(next_code("9" * CODE_LENGTH, [])) <= CODE_LENGTH
