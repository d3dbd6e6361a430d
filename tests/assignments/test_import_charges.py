"""What a line of a list does to the charges of a household."""

from datetime import date

import pytest

from apps.assignments.import_charges import Begin, Charge, End, Known, Line, Refused, judge

TODAY = date(2026, 11, 16)
A, B = 1, 2


def day(month: int, number: int = 5) -> date:
    return date(2026, month, number)


def charge(person: int, since: date, until: date | None = None, pk: int | None = 7) -> Charge:
    return Charge(pk, person, f"#{person}", since, until)


def line(person: int, since: date | None, until: date | None = None) -> Line:
    return Line(person, since, until, TODAY)


OPEN = charge(A, day(3))
OVER = charge(A, day(3), day(9))
PLANNED = charge(A, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("charges", "said", "verdict"),
    [
        ([], line(A, day(3)), Begin(None)),
        ([], line(A, day(3), day(9)), Begin(None)),
        ([], line(A, None, day(9)), Refused("ends_before_start")),
        # The same person, whatever the day is said to be.
        ([OPEN], line(A, day(3)), Known()),
        ([OPEN], line(A, day(6)), Known()),
        ([OPEN], line(A, None), Known()),
        ([charge(A, day(3), date(2026, 12, 31))], line(A, day(3)), Known()),
        # It has an end now.
        ([OPEN], line(A, day(3), day(9)), End(OPEN)),
        ([OPEN], line(A, None, day(9)), End(OPEN)),
        ([OPEN], line(A, None, day(3)), Refused("ends_before_start")),
        ([OPEN], line(A, day(4), day(9)), Refused("already_assigned")),
        ([charge(A, day(3), pk=None)], line(A, day(3), day(9)), Refused("already_assigned")),
        # What was ended stays ended.
        ([OVER], line(A, day(3), day(9)), Known()),
        ([OVER], line(A, None, day(9)), Known()),
        ([OVER], line(A, day(3)), Refused("charge_ended:05/09/2026")),
        ([OVER], line(A, day(4)), Refused("charge_ended:05/09/2026")),
        ([OVER], line(A, None), Refused("charge_ended:05/09/2026")),
        ([OVER], line(A, day(3), day(10)), Refused("charge_ended:05/09/2026")),
        ([OVER, charge(B, day(9))], line(A, day(3)), Refused("charge_ended:05/09/2026")),
        ([OVER], line(A, day(9)), Begin(None)),
        # Somebody else takes over, or was in charge before.
        ([OPEN], line(B, day(9)), Begin(OPEN)),
        ([OPEN], line(B, None), Begin(OPEN)),
        ([OPEN], line(B, day(9), date(2026, 12, 31)), Begin(OPEN)),
        ([OPEN], line(B, day(1), day(3)), Begin(None)),
        ([OVER], line(B, day(9)), Begin(None)),
        # But whoever is in charge is not displaced by what is over, nor cut short from the front.
        ([OPEN], line(B, day(4), day(9)), Refused("already_assigned")),
        ([OPEN], line(B, day(1), day(4)), Refused("already_assigned")),
        ([OPEN], line(B, day(3)), Refused("already_assigned")),
        ([OVER], line(B, day(4)), Refused("already_assigned")),
        ([PLANNED], line(B, day(3)), Refused("already_assigned")),
        ([PLANNED], line(B, day(3), date(2027, 1, 1)), Begin(None)),
        ([charge(A, day(3), pk=None)], line(B, day(9)), Refused("already_assigned")),
        ([charge(A, day(3), day(12)), PLANNED], line(B, day(9)), Refused("already_assigned")),
    ],
)  # fmt: skip
def test_verdict(charges: list[Charge], said: Line, verdict: object) -> None:
    assert judge(charges, said) == verdict
