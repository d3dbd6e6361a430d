"""Who keeps the rule, read through the actor's scope: people, groups, villages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, F, Max, Q

from apps.accounts.actor import Actor
from apps.assignments.expressions import is_covered
from apps.assignments.models import Assignment
from apps.common.db import by_person_name, by_unit_name
from apps.households.models import Household
from apps.households.querysets import HouseholdQuerySet
from apps.people.models import PartyCell
from apps.visits.desk.standing import Home, Standing
from apps.visits.desk.tabs import GROUP_ROLES, KEEPER_ROLES
from apps.visits.expressions import contact_days, keeps_rule, last_contact_day
from apps.visits.models import Channel, Contact, ContactCompanion, ContactRule
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of

Homes = HouseholdQuerySet[Household]


@dataclass(frozen=True, slots=True)
class Month:
    """The commune's month on a day, under its rule."""

    rule: ContactRule
    start: date
    end: date
    days_left: int

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def month_under(rule: ContactRule, *, at: date) -> Month:
    """``days_left`` counts the day ``at`` itself."""
    start, end = month_of(at, rule.month_start)
    return Month(rule, start, end, (end - at).days)


def months(actor: Actor, rows: Homes, *, at: date) -> list[Month]:
    """Of each commune in which ``rows`` lie; nearly always one."""
    communes = rows.order_by().values_list("commune", flat=True).distinct()
    rules = rules_of(communes)
    return [month_under(rules[pk], at=at) for pk in sorted(rules)]


@dataclass(frozen=True, slots=True)
class Doing:
    """What somebody did: contacts of the month within reach, and the day of the last one ever."""

    contacts: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody in charge of households, and how far they are."""

    pk: int
    name: str
    month: Month
    standing: Standing
    doing: Doing = field(default_factory=Doing)

    @property
    def needs_help(self) -> bool:
        return self.standing.needs_help(days_left=self.month.days_left)


@dataclass(frozen=True, slots=True)
class Kept:
    """A group or village: living households, those somebody is in charge of, those of them kept."""

    pk: int | None
    name: str
    of: str
    homes: int
    covered: int
    kept: int
    last: date | None = None

    @property
    def uncovered(self) -> int:
        return self.homes - self.covered

    @property
    def percent(self) -> int | None:
        return 100 * self.kept // self.covered if self.covered else None


def homes_of_people(actor: Actor, *, at: date, village: int | None = None) -> Homes:
    """Living households whose keepers the actor looks after."""
    rows = Household.objects.reached_by(actor, KEEPER_ROLES).living(at=at)
    return rows if village is None else rows.filter(village=village)


def keepers(actor: Actor, *, at: date, village: int | None = None) -> list[Keeper]:
    """Everybody in charge of a household within reach, the weakest first."""
    rows = homes_of_people(actor, at=at, village=village)
    found = [
        keeper
        for month in months(actor, rows, at=at)
        for keeper in _of_month(actor, rows, month, at)
    ]
    # Python's sort keeps the order of names among equals.
    return sorted(found, key=lambda keeper: keeper.standing.weakness)


def _of_month(actor: Actor, rows: Homes, month: Month, at: date) -> Iterator[Keeper]:
    homes = _homes(rows, month, at)
    charges = Assignment.objects.visible_to(actor).for_households().in_force(at=at)
    named = charges.filter(household__in=rows.filter(commune=month.rule.commune_id).values("pk"))
    ordered = named.order_by(*by_person_name("person__"), "person", "household")
    names: dict[int, str] = {}
    held: dict[int, list[Home]] = defaultdict(list)
    for person, name, home in ordered.values_list("person", "person__full_name", "household"):
        names[person] = name
        held[person].append(homes[home])
    for person, name in names.items():
        yield Keeper(person, name, month, Standing.of(month.rule, held[person]))


def _homes(rows: Homes, month: Month, at: date) -> dict[int, Home]:
    told = with_month(rows.filter(commune=month.rule.commune_id), month, at=at)
    return {
        pk: Home(days, in_person, since(last, at=at))
        for pk, days, in_person, last in told.order_by().values_list(
            "pk", "days", "in_person", "last_day"
        )
    }


def with_month(rows: Homes, month: Month, *, at: date) -> Any:
    """With ``days`` and ``in_person`` of the month, and ``last_day``."""
    return rows.annotate(
        days=contact_days(month.start, month.end),
        in_person=contact_days(month.start, month.end, Channel.IN_PERSON),
        last_day=last_contact_day(at),
    )


def since(last: date | None, *, at: date) -> int | None:
    """Days since ``last``; a clock that was ahead makes it today."""
    return None if last is None else max((at - last).days, 0)


def with_doings(actor: Actor, rows: Collection[Keeper], *, at: date) -> list[Keeper]:
    """With what each did, in two questions; whoever went along did it, too."""
    people = {row.pk for row in rows}
    start = min((row.month.start for row in rows), default=at)
    this_month = Q(day__gte=start, day__lte=at)
    own = Contact.objects.visible_to(actor).up_to(at).filter(person__in=people)
    along = ContactCompanion.objects.visible_to(actor).filter(
        person__in=people, contact__day__lte=at
    )
    told: list[tuple[int, int, date]] = [
        *own.order_by()
        .values("person")
        .annotate(n=Count("pk", filter=this_month), last=Max("day"))
        .values_list("person", "n", "last"),
        *along.order_by()
        .values("person")
        .annotate(n=Count("pk", filter=Q(contact__day__gte=start)), last=Max("contact__day"))
        .values_list("person", "n", "last"),
    ]
    found: dict[int, Doing] = {}
    for person, n, last in told:
        had = found.get(person, Doing())
        found[person] = Doing(had.contacts + n, max(last, had.last or last))
    return [
        Keeper(row.pk, row.name, row.month, row.standing, found.get(row.pk, Doing()))
        for row in rows
    ]


_GROUP: Final = ("group", "group__name", "village__name")
_VILLAGE: Final = ("village", "village__name", "commune__name")


def groups(actor: Actor, *, at: date) -> list[Kept]:
    """The groups within reach, in the order of villages; households of none stand last."""
    rows = Household.objects.reached_by(actor, GROUP_ROLES).living(at=at)
    found = _counted(actor, rows, _GROUP, at)
    return sorted(found, key=lambda row: row.pk is None)


def villages(actor: Actor, *, at: date) -> list[Kept]:
    rows = Household.objects.reached_by(actor, KEEPER_ROLES).living(at=at)
    return _counted(actor, rows, _VILLAGE, at)


def _counted(actor: Actor, rows: Homes, columns: tuple[str, ...], at: date) -> list[Kept]:
    key, name, of = columns
    found: list[Kept] = []
    for month in months(actor, rows, at=at):
        covered = Q(is_covered(at))
        kept = covered & keeps_rule(month.rule, month.start, month.end)
        here = rows.filter(commune=month.rule.commune_id).order_by()
        told = here.values(*columns).annotate(
            homes=Count("pk"),
            covered=Count("pk", filter=covered),
            kept=Count("pk", filter=kept),
            last=Max(last_contact_day(at)),
        )
        found += [
            Kept(
                *(row[key], row[name] or "", row[of]),
                *(row["homes"], row["covered"], row["kept"], row["last"]),
            )
            for row in _in_order(told, columns)
        ]
    return found


def _in_order(told: Any, columns: tuple[str, ...]) -> Any:
    _key, name, of = columns
    return told.order_by(by_unit_name(of), by_unit_name(name))


def cells_by_village(actor: Actor, *, at: date) -> dict[int, list[str]]:
    """Names of the cells that work in each village."""
    cells = PartyCell.objects.visible_to(actor).in_force(at=at)
    found: dict[int, list[str]] = defaultdict(list)
    for village, name in cells.order_by("name").values_list("villages", "name"):
        if village is not None and name not in found[village]:
            found[village].append(name)
    return found


def totals(rows: Iterable[Kept]) -> Kept:
    told = list(rows)
    return Kept(
        None,
        "",
        "",
        sum(row.homes for row in told),
        sum(row.covered for row in told),
        sum(row.kept for row in told),
    )


def homes_in_charge(actor: Actor, person: int, *, at: date) -> Homes:
    """The living households within reach that the person is in charge of."""
    charges = Assignment.objects.visible_to(actor).for_households().in_force(at=at)
    held = charges.filter(person=person).values("household")
    return homes_of_people(actor, at=at).filter(pk__in=held)


def name_in_charge(actor: Actor, person: int, *, at: date) -> str:
    """What somebody in charge of a household within reach is called."""
    charges = Assignment.objects.visible_to(actor).for_households().in_force(at=at)
    return charges.filter(person=person).values_list("person__full_name", flat=True).first() or ""


def weakest_homes(rows: Homes, month: Month, *, at: date) -> list[Household]:
    """With their month, who lacks most first, then who waits longest."""
    told = with_month(rows, month, at=at).with_places()
    ordered = told.order_by("days", "in_person", F("last_day").asc(nulls_first=True), "pk")
    return list(ordered)
