"""The villages that the solver is measured on."""

from types import SimpleNamespace
from typing import Any

from apps.assignments.plans.models import AssignmentRule
from apps.assignments.proximity import propose
from apps.assignments.seeding import terms_of
from benchmarks.assignment_cases import (
    BY_AMENDMENT,
    BY_DEFAULT_RULE,
    REACH,
    changed_for,
    in_force,
    province,
    tangled_village,
    village,
    without,
)


def test_the_same_seed_makes_the_same_village() -> None:
    asked = tangled_village(3)
    assert (asked.homes, asked.carriers) == (tangled_village(3).homes, tangled_village(3).carriers)
    assert asked.homes != tangled_village(4).homes


def test_every_second_village_has_a_price_on_coverage() -> None:
    assert tangled_village(0).terms.unassigned_metres is None
    assert tangled_village(1).terms.unassigned_metres


def test_a_tangled_village_has_all_that_makes_it_hard() -> None:
    asked = tangled_village(0)
    found = propose(asked)
    assert found.left
    assert found.cost.broken
    assert any(pair.metres is None for pair in found.pairs)
    assert asked.forbidden


def test_a_province_has_room_for_all_its_homes_and_no_home_twice() -> None:
    cells = province(3, 30, 4)
    assert not any(propose(cell).left for cell in cells)
    assert len({home.id for cell in cells for home in cell.homes}) == 90


def test_nobody_moves_but_the_homes_of_who_left() -> None:
    before = in_force(village(1, 24, 4, 12))
    gone = before.carriers[0].id
    after = propose(without(before, gone))
    assert all(pair.kept for pair in after.pairs if before.current[pair.home] != gone)


def test_somebody_leaves_on_the_terms_that_the_product_asks_with() -> None:
    register: Any = SimpleNamespace(rule=AssignmentRule())
    by_rule, amended = terms_of(register), terms_of(register, least_change=True)
    assert (by_rule.max_metres, by_rule.change_metres) == (REACH, BY_DEFAULT_RULE)
    assert amended.change_metres == BY_AMENDMENT
    assert by_rule.unassigned_metres is None
    assert changed_for(village(1, 24, 4, 12), BY_DEFAULT_RULE).terms == by_rule
