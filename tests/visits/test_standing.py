"""Numbers of a month, and who comes first in the list of who needs help."""

from dataclasses import dataclass

import pytest

from apps.visits.desk.standing import Home, Standing, owed_days


@dataclass
class Rule:
    per_month: int = 2
    in_person_minimum: int = 0


@pytest.mark.parametrize(
    ("rule", "home", "owed"),
    [
        (Rule(), Home(0, 0, None), 2),
        (Rule(), Home(1, 1, 3), 1),
        (Rule(), Home(5, 0, 3), 0),
        # Enough days, none of them in person.
        (Rule(2, 1), Home(2, 0, 3), 1),
        # The next one in person does for both.
        (Rule(2, 1), Home(1, 0, 3), 1),
        (Rule(2, 2), Home(1, 0, 3), 2),
    ],
)
def test_what_a_household_is_owed(rule: Rule, home: Home, owed: int) -> None:
    assert owed_days(rule, home) == owed


def test_all_numbers_of_somebody() -> None:
    homes = [Home(2, 1, 3), Home(1, 0, 20), Home(0, 0, 70), Home(0, 0, None)]
    found = Standing.of(Rule(2, 1), homes)
    assert found == Standing(homes=4, kept=1, owed=5, unmet=3, never=1, longest=70)
    assert (found.behind, found.percent) == (3, 25)


def test_nothing_in_charge() -> None:
    none = Standing.of(Rule(), [])
    assert (none.percent, none.longest, none.behind) == (None, None, 0)
    assert not none.needs_help(days_left=0)


@pytest.mark.parametrize(("left", "helped"), [(4, True), (5, False)])
def test_help_is_needed_when_one_a_day_would_not_do(left: int, helped: bool) -> None:
    assert Standing(homes=3, owed=5).needs_help(days_left=left) is helped


def test_the_weakest_first() -> None:
    best = Standing(homes=2, kept=2, longest=9)
    half = Standing(homes=4, kept=2, longest=10)
    longer = Standing(homes=2, kept=1, longest=50)
    never = Standing(homes=2, kept=1, never=1, longest=3)
    none = Standing(homes=9, kept=0, longest=1)
    rows = sorted([best, half, longer, never, none], key=lambda row: row.weakness)
    assert rows == [none, never, longer, half, best]
