"""A trip's stops: added, taken out, put in another order, ticked off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.issues.kinds import RESTRICTED
from apps.issues.models import Issue
from apps.planning.changing import Edit, change, closed
from apps.planning.models import (
    DEFAULT_MINUTES,
    MOST_MINUTES,
    MOST_STOPS,
    FieldTrip,
    TripStop,
)
from apps.planning.placing import best_way, route_stops
from apps.planning.querysets import PLANNER_ROLES
from apps.planning.states import OPEN, Outcome, TripState
from apps.planning.talks import talk_at

LONGEST_ASK = 200
_NEVER = frozenset(RESTRICTED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A household to go to. ``issue``: what it is about, one of the household's own."""

    household: int
    ask: str = ""
    issue: int | None = None
    minutes: int = DEFAULT_MINUTES


def check_wanted(stops: Sequence[Wanted]) -> None:
    """Raises DomainError 422 for too many, for one twice, for what does not fit."""
    if len(stops) > MOST_STOPS:
        raise too_many()
    if len({each.household for each in stops}) < len(stops):
        raise DomainError("twice", _("Một hộ được chọn hai lần."), status=422)
    for each in stops:
        _check_stop(each.ask, each.minutes)


def too_many() -> DomainError:
    return DomainError(
        "too_many",
        _("Một chuyến đi có nhiều nhất %(most)d hộ. Hãy chọn ít hơn, hoặc lập hai chuyến.")
        % {"most": MOST_STOPS},
        status=422,
    )


def _check_stop(ask: str, minutes: int) -> None:
    if len(ask.strip()) > LONGEST_ASK:
        message = _("Việc cần hỏi dài quá %(most)d ký tự.") % {"most": LONGEST_ASK}
        raise DomainError("ask_too_long", message, status=422, detail={"field": "ask"})
    if not 1 <= minutes <= MOST_MINUTES:
        message = _("Số phút ở hộ phải từ 1 đến %(most)d.") % {"most": MOST_MINUTES}
        raise DomainError("bad_minutes", message, status=422, detail={"field": "minutes"})


def households_for(actor: Actor, keys: Sequence[int], *, at: date) -> list[Household]:
    """Living households that the actor plans trips to, all of one commune.

    Raises DomainError 404 where one is out of reach, 422 for two communes.
    """
    rows = Household.objects.reached_by(actor, PLANNER_ROLES).living(at=at)
    homes = list(rows.filter(pk__in=keys).order_by("pk"))
    if len(homes) < len(set(keys)):
        raise not_found()
    if len({home.commune_id for home in homes}) > 1:
        raise DomainError("two_communes", _("Một chuyến đi ở trong một xã."), status=422)
    return homes


def write_stops(trip: FieldTrip, actor: Actor, stops: Sequence[Wanted]) -> None:
    """After the last one; issues are checked here."""
    _require_issues(actor, stops)
    first = trip.stops.count() + 1
    if first + len(stops) - 1 > MOST_STOPS:
        raise too_many()
    TripStop.objects.bulk_create(
        TripStop(
            trip=trip,
            household_id=each.household,
            number=number,
            ask=each.ask.strip(),
            issue_id=each.issue,
            minutes=each.minutes,
        )
        for number, each in enumerate(stops, start=first)
    )


def _require_issues(actor: Actor, stops: Sequence[Wanted]) -> None:
    wanted = {each.issue: each.household for each in stops if each.issue is not None}
    if not wanted:
        return
    readable = Issue.objects.visible_to(actor).exclude(kind__in=_NEVER).filter(pk__in=wanted)
    if dict(readable.values_list("pk", "household")) != wanted:
        raise not_found()


def put_in_order(trip: FieldTrip) -> None:
    """Number the stops along a good way."""
    stops = list(trip.stops.all())
    route = best_way(trip, route_stops(stops))
    by_home = {stop.household_id: stop for stop in stops}
    _number(by_home[home] for home in route.keys)


def _number(stops: Iterable[TripStop]) -> None:
    """From 1, in this order; only what changes is written."""
    changed = []
    for number, stop in enumerate(stops, start=1):
        if stop.number != number:
            stop.number = number
            changed.append(stop)
    TripStop.objects.bulk_update(changed, ["number"])


def add_stops(*, edit: Edit, trip: int, stops: Sequence[Wanted]) -> Answer:
    """Put households at the end; those that are there already stay where they are."""

    def work(found: FieldTrip) -> None:
        check_wanted(stops)
        there = set(found.stops.values_list("household", flat=True))
        fresh = [each for each in stops if each.household not in there]
        homes = households_for(edit.actor, [each.household for each in fresh], at=edit.today)
        if any(home.commune_id != found.commune_id for home in homes):
            raise DomainError("two_communes", _("Một chuyến đi ở trong một xã."), status=422)
        write_stops(found, edit.actor, fresh)

    body = {"verb": "add_stops", "stops": [asdict(each) for each in stops]}
    return change(edit, trip, body=body, work=work)


def remove_stop(*, edit: Edit, trip: int, stop: int) -> Answer:
    """Take a household out that nobody has been to yet; the others close up."""

    def work(found: FieldTrip) -> None:
        row = _seen(edit.actor, found, stop)
        if row.outcome != Outcome.NONE:
            raise DomainError("ticked_off", _("Hộ này đã ghi kết quả, không bớt được."), status=409)
        row.delete()
        _number(found.stops.all())

    return change(edit, trip, body={"verb": "remove_stop", "stop": stop}, work=work)


def move_stop(*, edit: Edit, trip: int, stop: int, number: int) -> Answer:
    """Make a stop the ``number``-th; beyond the last is the last."""

    def work(found: FieldTrip) -> None:
        row = _seen(edit.actor, found, stop)
        others = [each for each in found.stops.all() if each.pk != row.pk]
        others.insert(max(number, 1) - 1, row)
        _number(others)

    return change(edit, trip, body={"verb": "move_stop", "stop": stop, "number": number}, work=work)


def set_stop(
    *, edit: Edit, trip: int, stop: int, ask: str, minutes: int, is_pinned: bool
) -> Answer:
    """What to ask there, how long it takes, and whether it keeps its number."""

    def work(found: FieldTrip) -> None:
        _check_stop(ask, minutes)
        row = _seen(edit.actor, found, stop)
        row.ask, row.minutes, row.is_pinned = ask.strip(), minutes, is_pinned
        row.save(update_fields=["ask", "minutes", "is_pinned"])

    body = {
        "verb": "set_stop",
        "stop": stop,
        "ask": ask,
        "minutes": minutes,
        "is_pinned": is_pinned,
    }
    return change(edit, trip, body=body, work=work)


def order_by_way(*, edit: Edit, trip: int) -> Answer:
    """Put the stops in a good order; pinned ones keep their number.

    Raises DomainError 403 where some are out of the actor's reach: the way would tell where.
    """

    def work(found: FieldTrip) -> None:
        visible = TripStop.objects.visible_to(edit.actor).filter(trip=found).count()
        if visible < found.stops.count():
            raise DomainError(
                "hidden_stops",
                _("Chuyến đi có hộ ngoài phạm vi của bạn; hãy nhờ người lập xếp lại."),
                status=403,
            )
        put_in_order(found)

    return change(edit, trip, body={"verb": "order_by_way"}, work=work)


def _seen(actor: Actor, trip: FieldTrip, stop: int) -> TripStop:
    row = TripStop.objects.visible_to(actor).filter(trip=trip, pk=stop).first()
    if row is None:
        raise not_found()
    found: TripStop = row
    return found


@dataclass(frozen=True, slots=True)
class Tick:
    """What became of a stop; ``was``: what stood there before, as the page showed it."""

    stop: int
    outcome: Outcome
    was: Outcome = Outcome.NONE


def set_outcome(*, key: UUID, actor: Actor, trip: int, tick: Tick, at: datetime) -> Answer:
    """Tick a stop off. Not an hour is kept. The first one sets the trip under way.

    Raises DomainError 404 out of reach, 403 for who does not go along, 409 where somebody else
    ticked it off otherwise, before the day, or once the trip is closed.
    """

    def work() -> Answer:
        found = _walked(actor, trip)
        row = _seen(actor, found, tick.stop)
        _check_tick(found, row, tick, local_day(at))
        row.outcome = tick.outcome
        row.contact = talk_at(row) if tick.outcome == Outcome.MET else None
        with pghistory.context(reason="set_outcome", user=actor.user_id):
            row.save(update_fields=["outcome", "contact"])
            if found.state == TripState.PLANNED:
                found.state = TripState.UNDER_WAY
                found.save(update_fields=["state"])
        return {"trip": found.pk, "stop": row.pk, "household": row.household_id}

    body = {"verb": "set_outcome", "trip": trip, **asdict(tick)}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _walked(actor: Actor, trip: int) -> FieldTrip:
    """The trip, locked, of somebody who goes along, or of the commune's leaders and office."""
    readable = FieldTrip.objects.visible_to(actor).filter(pk=trip)
    if not readable.exists():
        raise not_found()
    if not FieldTrip.objects.walked_by(actor).filter(pk=trip).exists():
        raise DomainError(
            "not_yours", _("Chỉ người trong đoàn ghi được kết quả chuyến đi."), status=403
        )
    return FieldTrip.objects.select_for_update().get(pk=trip)


def _check_tick(trip: FieldTrip, stop: TripStop, tick: Tick, today: date) -> None:
    if trip.state not in OPEN:
        raise closed(trip)
    if trip.day > today:
        raise DomainError("too_early", _("Chưa tới ngày đi."), status=409)
    if stop.outcome not in {tick.was, tick.outcome}:
        raise DomainError(
            "ticked_off",
            _("Người khác vừa ghi hộ này: %(outcome)s. Hãy xem lại rồi bấm lần nữa.")
            % {"outcome": Outcome(stop.outcome).label},
            status=409,
        )
