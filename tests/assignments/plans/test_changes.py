"""Changes as data: kept as JSON and read back, taken back and back again."""

import json

from hypothesis import given
from hypothesis import strategies as st

from apps.assignments.plans.changes import (
    BanChange,
    Changes,
    DutyChange,
    Held,
    PairChange,
    as_json,
    from_json,
)

keys = st.integers(1, 10**12)
held = st.builds(Held, keys, st.booleans(), st.booleans(), st.sampled_from(["hand", "solver"]))
reasons = st.none() | st.sampled_from(["relative", "other_duty"])
changes = st.builds(
    Changes,
    st.lists(st.builds(PairChange, keys, st.none() | held, st.none() | held)).map(tuple),
    st.lists(st.builds(BanChange, keys, keys, reasons, reasons)).map(tuple),
    st.lists(st.builds(DutyChange, keys, st.text(), st.text())).map(tuple),
)


@given(changes)
def test_what_is_kept_is_what_was_done(done: Changes) -> None:
    kept = json.loads(json.dumps(as_json(done)))
    assert from_json(kept["pairs"], kept["bans"], kept["duties"]) == done


@given(changes)
def test_the_inverse_of_the_inverse_is_the_change(done: Changes) -> None:
    assert done.inverse.inverse == done
    assert {change.key for change in done.inverse.every} == {change.key for change in done.every}
