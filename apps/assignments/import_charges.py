"""What a line of a commune's list does to the charges of a household (tier 3). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.imports.messages import about
from apps.imports.wording import words_for


@dataclass(frozen=True, slots=True)
class Charge:
    """Somebody in charge of a household from ``since`` up to, not including, ``until``.

    ``pk`` is None while the file in hand has yet to write it.
    """

    pk: int | None
    person: int
    name: str
    since: date
    until: date | None

    def is_over(self, at: date) -> bool:
        return self.until is not None and self.until <= at

    def overlaps(self, since: date, until: date | None) -> bool:
        begins_before = until is None or self.since < until
        return begins_before and (self.until is None or since < self.until)


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: the person, and the days if it gives any; ``day``: of the import."""

    person: int
    since: date | None
    until: date | None
    day: date

    @property
    def start(self) -> date:
        return self.since or self.day


@dataclass(frozen=True, slots=True)
class Known:
    """Nothing new."""


@dataclass(frozen=True, slots=True)
class End:
    """This charge has an end now."""

    charge: Charge


@dataclass(frozen=True, slots=True)
class Begin:
    """A new charge; ``former`` ends on the day on which it begins."""

    former: Charge | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Not to be written; ``code`` is a key of ``messages.ROW_MESSAGES``."""

    code: str


Verdict = Known | End | Begin | Refused


def judge(charges: Sequence[Charge], line: Line) -> Verdict:
    """What becomes of a line, given all the charges of its household, past and to come.

    What somebody ended stays ended: an older list begins it anew only from a day that it gives.
    """
    meant = _meant([charge for charge in charges if charge.person == line.person], line)
    if meant is not None:
        return _again(meant, line)
    if line.until is not None and line.until <= line.start:
        return Refused("ends_before_start")
    met = [charge for charge in charges if charge.overlaps(line.start, line.until)]
    if not met:
        return Begin(None)
    if len(met) == 1 and _gives_way(met[0], line):
        return Begin(met[0])
    return Refused("already_assigned")


def _meant(own: Sequence[Charge], line: Line) -> Charge | None:
    """The charge of the same person that a line is about, if it is not about a new one."""
    latest_first = sorted(own, key=lambda charge: charge.since, reverse=True)
    if line.until is None:
        # A list of who is in charge today: since when is often written down otherwise.
        standing = [charge for charge in latest_first if not charge.is_over(line.day)]
        if standing:
            return standing[0]
    if line.since is None:
        return latest_first[0] if latest_first else None
    exact = [charge for charge in latest_first if charge.since == line.since]
    overlapping = [charge for charge in latest_first if charge.overlaps(line.since, line.until)]
    return next(iter([*exact, *overlapping]), None)


def _again(charge: Charge, line: Line) -> Verdict:
    """A line about a charge that is there already."""
    if line.until is None and not charge.is_over(line.day):
        return Known()
    if line.until is not None and line.since not in {None, charge.since}:
        return Refused("already_assigned")
    if line.until is not None and line.until == charge.until:
        return Known()
    if charge.until is not None:
        return Refused(about("charge_ended", words_for(charge.until)))
    if line.until is not None and line.until <= charge.since:
        return Refused("ends_before_start")
    return End(charge) if charge.pk is not None else Refused("already_assigned")


def _gives_way(charge: Charge, line: Line) -> bool:
    """Whether somebody else takes over: who was in charge in between does not displace who is."""
    is_past = line.until is not None and line.until <= line.day
    stands = charge.pk is not None and not charge.is_over(line.day)
    return stands and not is_past and charge.since < line.start
