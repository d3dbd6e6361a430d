"""A trip is planned, changed, carried out and closed; each change once, by its own key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import pghistory
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.people.models import Person
from apps.planning.changing import Edit, change
from apps.planning.models import FieldTrip, TripCompanion
from apps.planning.querysets import PLANNER_ROLES
from apps.planning.route import Spot
from apps.planning.states import TURNS, Outcome, TripState, Turn
from apps.planning.stops import Wanted, check_wanted, households_for, put_in_order, write_stops
from apps.planning.talks import talk_at

#: before the offices close for lunch there is time for a few
USUAL_START: Final = time(7, 30)
MOST_COMPANIONS: Final = 12
_FURTHEST: Final = timedelta(days=366)
_LONGEST: Final = {"name": 100, "start_label": 100, "note": 500}


@dataclass(frozen=True, slots=True)
class Plan:
    """When, from where, who. ``leader`` None: whoever plans it.

    ``start`` None: the way begins at the first stop.
    """

    day: date
    starts_at: time = USUAL_START
    name: str = ""
    start: Spot | None = None
    start_label: str = ""
    returns: bool = False
    leader: int | None = None
    companions: tuple[int, ...] = ()
    note: str = ""


def plan_trip(
    *,
    key: UUID,
    actor: Actor,
    plan: Plan,
    stops: Sequence[Wanted],
    at: datetime,
) -> Answer:
    """A new trip to the households of ``stops`` in a good order; the answer has ``trip``.

    Raises DomainError 404 for a household out of reach, 403 for who plans no trips, 422 with the
    ``field`` to blame.
    """
    today = local_day(at)

    def work() -> Answer:
        if not actor.has_any(PLANNER_ROLES):
            raise DomainError("not_yours", _("Vai trò của bạn không lập chuyến đi."), status=403)
        _check(plan, today, before=None)
        check_wanted(stops)
        homes = households_for(actor, [each.household for each in stops], at=today)
        where = _own_commune(actor)
        if any(home.commune_id != where for home in homes):
            raise not_found()
        with pghistory.context(reason="plan_trip", user=actor.user_id):
            columns = _columns(plan, actor, where) | {"made_by_id": actor.user_id}
            trip = FieldTrip.objects.create(key=key, commune_id=where, made_on=today, **columns)
            _write_companions(trip, plan, actor)
            write_stops(trip, actor, stops)
            put_in_order(trip)
        return {"trip": trip.pk, "revision": trip.revision}

    body = {"verb": "plan_trip", **asdict(plan), "stops": [asdict(each) for each in stops]}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _own_commune(actor: Actor) -> int:
    """Whoever plans in a commune is of it."""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None or person.commune_id is None:
        raise not_found()
    return person.commune_id


def set_details(*, edit: Edit, trip: int, plan: Plan) -> Answer:
    """Another day, start, leader or companions."""

    def work(found: FieldTrip) -> None:
        _check(plan, edit.today, before=found.day)
        columns = _columns(plan, edit.actor, found.commune_id, kept=found)
        if plan.day < found.made_on:
            raise wrong("day", _("Ngày đi không thể trước ngày lập chuyến đi."))
        for name, value in columns.items():
            setattr(found, name, value)
        _write_companions(found, plan, edit.actor)

    return change(edit, trip, body={"verb": "set_details", **asdict(plan)}, work=work)


def turn_trip(*, edit: Edit, trip: int, turn: Turn) -> Answer:
    """Set out, finish, cancel, open again. Stops that were met get the talks written down since."""

    def work(found: FieldTrip) -> None:
        if turn == Turn.SET_OUT and found.day > edit.today:
            raise DomainError("too_early", _("Chưa tới ngày đi."), status=409)
        if turn == Turn.FINISH:
            _join_talks(found)
        found.state = TURNS[turn, TripState(found.state)]

    states = {state for each, state in TURNS if each == turn}
    return change(edit, trip, body={"verb": "turn", "turn": turn.value}, work=work, states=states)


def _join_talks(trip: FieldTrip) -> None:
    stops = trip.stops.filter(outcome=Outcome.MET, contact__isnull=True).select_related("trip")
    for stop in stops:
        stop.contact = talk_at(stop)
        if stop.contact is not None:
            stop.save(update_fields=["contact"])


def wrong(field: str, message: str) -> DomainError:
    return DomainError("bad_trip", message, status=422, detail={"field": field})


def _check(plan: Plan, today: date, *, before: date | None) -> None:
    """``before``: the day that stands already, which may have come meanwhile."""
    if plan.day != before and not today <= plan.day <= today + _FURTHEST:
        raise wrong("day", _("Ngày đi phải từ hôm nay đến một năm tới."))
    for name, most in _LONGEST.items():
        if len(getattr(plan, name)) > most:
            raise wrong(name, _("Nội dung dài quá %(most)d ký tự.") % {"most": most})
    if len(plan.companions) > MOST_COMPANIONS:
        message = _("Nhiều nhất %(most)d người đi cùng.") % {"most": MOST_COMPANIONS}
        raise wrong("companions", message)
    if plan.start is None and (plan.returns or plan.start_label):
        raise wrong("start", _("Hãy chọn nơi xuất phát trên bản đồ, hoặc bỏ phần quay về."))
    if plan.start is not None and not _on_earth(plan.start):
        raise wrong("start", _("Nơi xuất phát không phải là một toạ độ."))


def _on_earth(spot: Spot) -> bool:
    return -180 <= spot[0] <= 180 and -90 <= spot[1] <= 90


def _columns(
    plan: Plan, actor: Actor, commune: int, *, kept: FieldTrip | None = None
) -> dict[str, Any]:
    leader = plan.leader or actor.person_id
    known = {kept.leader_id} if kept is not None else set()
    if leader not in known:
        _require_people(actor, {leader or 0}, commune, "leader")
    return {
        "name": plan.name.strip(),
        "day": plan.day,
        "starts_at": plan.starts_at,
        "start": None if plan.start is None else Point(*plan.start, srid=4326),
        "start_label": plan.start_label.strip(),
        "returns": plan.returns,
        "leader_id": leader,
        "note": plan.note.strip(),
    }


def _require_people(actor: Actor, people: set[int], commune: int, field: str) -> None:
    known = Person.objects.visible_to(actor).filter(pk__in=people, commune=commune)
    if people - set(known.values_list("pk", flat=True)):
        raise wrong(field, _("Hãy chọn người trong danh sách của xã."))


def _write_companions(trip: FieldTrip, plan: Plan, actor: Actor) -> None:
    wanted = set(plan.companions) - {trip.leader_id}
    there = {row.person_id: row for row in trip.companions.all()}
    fresh = wanted - there.keys()
    if fresh:
        _require_people(actor, fresh, trip.commune_id, "companions")
    for person in there.keys() - wanted:
        there[person].delete()
    TripCompanion.objects.bulk_create(
        TripCompanion(trip=trip, person_id=person) for person in sorted(fresh)
    )
