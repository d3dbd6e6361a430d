"""Trips as their pages, papers and the interface show them, as far as the reader may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.common.db import by_person_name
from apps.common.errors import not_found
from apps.households.models import Household
from apps.households.querysets import reaches
from apps.people.models import Person
from apps.planning.asks import place_of, suggestions
from apps.planning.models import FieldTrip, TripCompanion, TripStop
from apps.planning.placing import route_stops, way_through
from apps.planning.querysets import PLANNER_ROLES
from apps.planning.route import DETOUR, Estimate, Spot, estimate
from apps.planning.states import OPEN, Outcome, Turn, turns_from
from apps.planning.wording import end_of

A_PAGE: Final = 30
COMING, PAST, MINE = "coming", "past", "mine"
LISTS: Final = (COMING, PAST, MINE)


def trips(actor: Actor, which: str) -> QuerySet[FieldTrip]:
    """Coming: open ones, the next first. Past: those that are over, the latest first."""
    seen = FieldTrip.objects.visible_to(actor).select_related("leader")
    rows = seen.annotate(
        homes=Count("stops"), met=Count("stops", filter=Q(stops__outcome=Outcome.MET))
    )
    if which == MINE:
        rows = rows.filter(pk__in=FieldTrip.objects.joined_by(actor).values("pk"))
        found = rows.order_by("-day", "-pk")
    elif which == PAST:
        found = rows.exclude(state__in=sorted(OPEN)).order_by("-day", "-pk")
    else:
        found = rows.open().order_by("day", "starts_at", "pk")
    told: QuerySet[FieldTrip] = found
    return told


def trips_page(actor: Actor, which: str, *, page: Any) -> Page[FieldTrip]:
    return Paginator(trips(actor, which), A_PAGE).get_page(page)


def open_trips(actor: Actor, *, at: date) -> QuerySet[FieldTrip]:
    """Trips to which the actor may still add households, the next first."""
    rows = FieldTrip.objects.changed_by(actor).coming(at=at).annotate(homes=Count("stops"))
    found: QuerySet[FieldTrip] = rows.order_by("day", "starts_at", "pk")
    return found


def find_trip(actor: Actor, pk: int) -> FieldTrip:
    """Raises DomainError 404 out of reach."""
    rows = FieldTrip.objects.visible_to(actor).filter(pk=pk)
    trip = rows.select_related("leader", "commune").defer("commune__geom").first()
    if trip is None:
        raise not_found()
    found: FieldTrip = trip
    return found


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop as the reader may know it. ``home`` None: a household out of reach, a number only.

    ``phone``: "" where there is none, or it is not for the reader. ``metres``: by road from the
    place before, None where that is not known. ``lines``: what to ask, suggested.
    """

    number: int
    stop: TripStop | None = None
    home: Household | None = None
    spot: Spot | None = None
    is_provisional: bool = False
    metres: int | None = None
    phone: str = ""
    lines: Sequence[str] = ()
    has_left: bool = False

    @property
    def is_lost(self) -> bool:
        """Nobody knows where it is."""
        return self.home is not None and self.spot is None

    @property
    def is_open(self) -> bool:
        return self.stop is not None and self.stop.outcome == Outcome.NONE


@dataclass(frozen=True, slots=True)
class TripPage:
    """A trip as its reader sees it; figures are of the stops in reach."""

    trip: FieldTrip
    rows: list[StopRow]
    companions: list[Person]
    total: Estimate
    may_change: bool
    may_walk: bool
    at: date
    turns: list[Turn] = field(default_factory=list)

    @property
    def visible(self) -> list[StopRow]:
        return [row for row in self.rows if row.home is not None]

    @property
    def hidden(self) -> int:
        return len(self.rows) - len(self.visible)

    @property
    def unsure(self) -> int:
        return sum(row.is_provisional or row.is_lost for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.stop is not None and not row.is_open for row in self.rows)

    @property
    def ends_at(self) -> time:
        return end_of(self.trip.starts_at, self.total.total_minutes)


def trip_page(actor: Actor, pk: int, *, at: date) -> TripPage:
    """One trip with its stops in order. Raises DomainError 404 out of reach."""
    trip = find_trip(actor, pk)
    stops = _stops(actor, trip)
    numbers = TripStop.objects.numbers_of(trip)
    rows, total = _rows(actor, trip, stops, at=at)
    hidden = [StopRow(number) for number in numbers if number not in {row.number for row in rows}]
    is_open = trip.state in OPEN
    changes = FieldTrip.objects.changed_by(actor).filter(pk=pk).exists()
    walks = FieldTrip.objects.walked_by(actor).filter(pk=pk).exists()
    return TripPage(
        trip=trip,
        rows=sorted([*rows, *hidden], key=lambda row: row.number),
        companions=_companions(actor, trip),
        total=total,
        may_change=changes and is_open,
        may_walk=walks and is_open and trip.day <= at,
        at=at,
        turns=_turns(trip, at) if changes else [],
    )


def _turns(trip: FieldTrip, at: date) -> list[Turn]:
    return [turn for turn in turns_from(trip.state) if turn != Turn.SET_OUT or trip.day <= at]


def _stops(actor: Actor, trip: FieldTrip) -> list[TripStop]:
    rows = TripStop.objects.visible_to(actor).filter(trip=trip).order_by("number")
    rows = rows.select_related("household__village", "household__group", "issue")
    return list(rows.defer("household__village__geom", "household__group__geom"))


def _companions(actor: Actor, trip: FieldTrip) -> list[Person]:
    rows = TripCompanion.objects.visible_to(actor).filter(trip=trip).select_related("person")
    return [row.person for row in rows.order_by(*by_person_name("person__"), "pk")]


def _rows(
    actor: Actor, trip: FieldTrip, stops: list[TripStop], *, at: date
) -> tuple[list[StopRow], Estimate]:
    homes = [stop.household for stop in stops]
    lines = suggestions(actor, homes, at=at)
    rings = reaches(actor, roles=PHONE_ROLES)
    placed = route_stops(stops)
    route = way_through(trip, placed)
    rows = [
        StopRow(
            number=stop.number,
            stop=stop,
            home=stop.household,
            spot=where.spot,
            is_provisional=where.is_provisional,
            metres=None if leg is None else round(leg * DETOUR),
            phone=stop.household.phone if rings(place_of(stop.household)) else "",
            lines=lines.get(stop.household_id, []),
            has_left=stop.household.left_on is not None and stop.household.left_on <= at,
        )
        for stop, where, leg in zip(stops, placed, route.legs, strict=True)
    ]
    return rows, estimate(route, minutes_at_stops=sum(stop.minutes for stop in stops))


def last_start(actor: Actor) -> FieldTrip | None:
    """The commune's latest trip that set out from a place: from there the next one will, too."""
    rows = FieldTrip.objects.visible_to(actor).filter(start__isnull=False)
    found: FieldTrip | None = rows.order_by("-pk").first()
    return found


def plans(actor: Actor) -> bool:
    return actor.has_any(PLANNER_ROLES)


def lines_at(actor: Actor, stop: TripStop, *, at: date) -> list[str]:
    """What is suggested at one stop."""
    return list(suggestions(actor, [stop.household], at=at).get(stop.household_id, []))
