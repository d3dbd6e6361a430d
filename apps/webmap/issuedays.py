"""What the households of each area waited for on two days, and what changed in between.

As the steps of issues tell (``issues.expressions``), so for any day gone by. Kinds that few may
read are left out: the figures are everybody's who counts the area. The tier above has of every
number only the step it lies in, and none of few households, so that numbers of two days cannot be
taken from one another to find a single household.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from apps.accounts.actor import Actor
from apps.common.clock import ZONE
from apps.households.models import Household
from apps.issues.kinds import RESTRICTED, IssueKind
from apps.issues.machine import PENDING, State, Verb
from apps.issues.models import Issue, IssueAction
from apps.reports.suppression import SMALLEST_SHOWN
from apps.webmap.communedays import figures_on
from apps.webmap.contactrules import map_rules
from apps.webmap.payloads import AreaNumbers, outlined_only
from apps.webmap.scope import hides_small
from apps.webmap.selectors import outlines

# What is told of both days, by the name the areas' own figures have.
MEASURES: Final = ("waiting", "waiting_late", "uncovered")
# Numbers that the tier above sees are told in steps of this many.
STEP: Final = SMALLEST_SHOWN
_DONE: Final = frozenset({State.CONFIRMED, State.CLOSED})
_READ_BY_ALL: Final = sorted(frozenset(IssueKind) - RESTRICTED)
_Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Number:
    """Households; None: hidden. ``is_step``: of ``n`` only the step is to be told."""

    n: int | None
    is_step: bool = False

    @property
    def upto(self) -> int | None:
        """The last number of the step."""
        return None if self.n is None else self.n + STEP - 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A number of both days."""

    before: Number
    after: Number

    @property
    def change(self) -> int | None:
        """None where it cannot be told."""
        if self.before.n is None or self.after.n is None or self.after.is_step:
            return None
        return self.after.n - self.before.n


@dataclass(frozen=True, slots=True)
class DaysRow:
    """One area. ``opened``: households that told of something after the first day, up to the
    second; ``done``: of which something that waited in between does not wait any more.
    """

    level: str
    pk: int
    name: str
    pairs: tuple[Pair, ...]
    opened: Number
    done: Number


def compared_days(
    actor: Actor, *, since: date, until: date, today: date, commune: int | None = None
) -> list[DaysRow]:
    """The communes of the actor's area, each with its villages and their groups.

    ``commune``: only this one. Areas are those of ``today``. Of many communes no village comes.
    """
    units = outlines(actor, at=today, commune=commune)
    wanted = {unit.pk for unit in units.communes}
    bounds = map_rules(units.reach).bounds
    before, after = (
        AreaNumbers(
            units,
            figures_on(actor, at=day, told_on=today, communes=wanted, units=True),
            bounds,
            hide_small=hides_small(actor),
            outlined=outlined_only(actor, units),
        )
        for day in (since, until)
    )
    table = _Table(
        opened=_by_area(_opened(actor, wanted, since, until)),
        done=_by_area(_done(actor, wanted, since, until)),
        hidden=hides_small(actor),
    )
    rows = []
    for unit in units.communes:
        numbers = before.commune_numbers(unit.pk), after.commune_numbers(unit.pk)
        rows.append(table.row("commune", unit.pk, unit.full_name, *numbers))
        for village in units.villages:
            if village.commune_id != unit.pk:
                continue
            numbers = before.village_numbers(village.pk), after.village_numbers(village.pk)
            rows.append(table.row("village", village.pk, village.name, *numbers))
            # A group has too few households for figures to the tier above.
            groups = [] if table.hidden else [g for g in units.groups if g.village_id == village.pk]
            for group in groups:
                numbers = before.group_numbers(group.pk), after.group_numbers(group.pk)
                rows.append(table.row("group", group.pk, group.name, *numbers))
    return rows


_Counts = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class _Table:
    opened: _Counts
    done: _Counts
    hidden: bool

    def row(self, level: str, pk: int, name: str, before: _Numbers, after: _Numbers) -> DaysRow:
        is_closed = before["households"] is None or after["households"] is None
        opened, done = self.opened.get((level, pk), 0), self.done.get((level, pk), 0)
        return DaysRow(
            level,
            pk,
            name,
            tuple(Pair(self.told(before[key]), self.told(after[key])) for key in MEASURES),
            self.told(shown(opened, is_closed=self.hidden and is_closed, hidden=self.hidden)),
            self.told(shown(done, is_closed=self.hidden and is_closed, hidden=self.hidden)),
        )

    def told(self, n: int | None) -> Number:
        return stepped(n) if self.hidden else Number(n)


def shown(n: int, *, is_closed: bool, hidden: bool) -> int | None:
    """``n``, unless it is to be hidden: of few households, or of an area of few. Pure."""
    return None if is_closed or (hidden and 0 < n < SMALLEST_SHOWN) else n


def stepped(n: int | None) -> Number:
    """The step a number lies in, by its first number; none stays none. Pure."""
    return Number(n) if not n else Number(n - n % STEP, is_step=True)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZONE)


def _countable(actor: Actor, communes: Collection[int]) -> QuerySet[Household]:
    return Household.objects.countable_by(actor).filter(commune__in=communes).order_by()


def _steps(since: date, until: date) -> QuerySet[IssueAction]:
    return IssueAction.objects.filter(at__gte=_end(since), at__lt=_end(until)).order_by()


def _opened(
    actor: Actor, communes: Collection[int], since: date, until: date
) -> QuerySet[Household]:
    reports = _steps(since, until).filter(
        issue__household=OuterRef("pk"), verb=Verb.REPORT, issue__kind__in=_READ_BY_ALL
    )
    return _countable(actor, communes).filter(Exists(reports))


def _done(actor: Actor, communes: Collection[int], since: date, until: date) -> QuerySet[Household]:
    ended = _steps(since, until).filter(
        issue=OuterRef("pk"), from_state__in=sorted(PENDING), to_state__in=sorted(_DONE)
    )
    last = IssueAction.objects.filter(issue=OuterRef("pk"), at__lt=_end(until)).order_by("-number")
    issues = (
        Issue.objects.filter(household=OuterRef("pk"), kind__in=_READ_BY_ALL)
        .annotate(then=Subquery(last.values("to_state")[:1]))
        .filter(Exists(ended), then__in=sorted(_DONE))
        .order_by()
    )
    return _countable(actor, communes).filter(Exists(issues))


def _by_area(households: QuerySet[Household]) -> _Counts:
    """Households by level and key of the area that they are in now."""
    rows: Iterable[dict[str, Any]] = households.values("commune", "village", "group").annotate(
        n=Count("pk")
    )
    found: Counter[tuple[str, int]] = Counter()
    for row in rows:
        for level in ("commune", "village", "group"):
            if row[level] is not None:
                found[level, row[level]] += row["n"]
    return found
