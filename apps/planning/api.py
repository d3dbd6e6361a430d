"""Trips over HTTP: lists, one with its stops, a new one, changes, what became of the stops.

A trip out of reach is not found before its request is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.paginator import Paginator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView, DescriptionView
from apps.common import clock
from apps.planning import answers, bodies, reading, services, stops
from apps.planning.changing import Edit, require_change
from apps.planning.querysets import PLANNER_ROLES, READER_ROLES, WALKER_ROLES
from apps.planning.states import Outcome, Turn

TAG: Final = "trips"
Method = Callable[..., Response]
Body = type[serializers.Serializer[Any]]


def told(
    answer: Body, body: Body | None = None, *, name: str, **more: Any
) -> Callable[[Method], Method]:
    """How a view's method stands in the interface's description."""
    refusals = dict.fromkeys((403, 404, 409, 422), answers.TripRefusal)
    mark: Callable[[Method], Method] = extend_schema(
        tags=[TAG], operation_id=name, request=body, responses={200: answer, **refusals}, **more
    )
    return mark


class TripsView(ActorAPIView):
    """Trips in reach, a page at a time."""

    access = only(READER_ROLES)

    @told(answers.TripsAnswer, name="trips_list", parameters=[bodies.TripListQuery])
    def get(self, request: Request) -> Response:
        asked = bodies.read(bodies.TripListQuery, request.query_params)
        day = clock.local_day(clock.now())
        if asked["changeable"]:
            rows = reading.open_trips(self.actor, at=day).select_related("leader")
        else:
            rows = reading.trips(self.actor, asked["which"])
        found = Paginator(rows, reading.A_PAGE)
        shown = found.get_page(asked["page"])
        return Response(
            {
                "trips": [answers.brief(trip) for trip in shown],
                "total": found.count,
                "page": shown.number,
                "pages": found.num_pages,
            }
        )


class TripView(ActorAPIView):
    """One trip with its stops in order."""

    access = only(READER_ROLES)

    @told(answers.TripAnswer, name="trips_read")
    def get(self, request: Request, pk: int) -> Response:
        day = clock.local_day(clock.now())
        return Response(answers.trip_answer(reading.trip_page(self.actor, pk, at=day)))


class PlanView(ActorAPIView):
    """A new trip, its stops in a good order."""

    access = only(PLANNER_ROLES)

    @told(answers.TripChanged, bodies.TripPlanBody, name="trips_plan")
    def post(self, request: Request) -> Response:
        body = bodies.read(bodies.TripPlanBody, request.data)
        return Response(
            services.plan_trip(
                key=body["key"],
                actor=self.actor,
                plan=bodies.plan_of(body),
                stops=bodies.wanted_of(body),
                at=clock.now(),
            )
        )


class _ChangeView(ActorAPIView):
    """A change of one trip's plan."""

    access = only(PLANNER_ROLES)

    def asked(self, kind: Body, request: Request, pk: int) -> tuple[Edit, dict[str, Any]]:
        require_change(self.actor, pk)
        body = bodies.read(kind, request.data)
        return Edit(self.actor, body.pop("key"), clock.now(), body.pop("seen")), body


class DetailsView(_ChangeView):
    """Another day, start, leader, companions."""

    @told(answers.TripChanged, bodies.TripDetailsBody, name="trips_details")
    def post(self, request: Request, pk: int) -> Response:
        edit, body = self.asked(bodies.TripDetailsBody, request, pk)
        return Response(services.set_details(edit=edit, trip=pk, plan=bodies.plan_of(body)))


class AddView(_ChangeView):
    """Households at the end of the way."""

    @told(answers.TripChanged, bodies.TripAddBody, name="trips_add_stops")
    def post(self, request: Request, pk: int) -> Response:
        edit, body = self.asked(bodies.TripAddBody, request, pk)
        return Response(stops.add_stops(edit=edit, trip=pk, stops=bodies.wanted_of(body)))


class RemoveView(_ChangeView):
    """A household less."""

    @told(answers.TripChanged, bodies.TripRemoveBody, name="trips_remove_stop")
    def post(self, request: Request, pk: int) -> Response:
        edit, body = self.asked(bodies.TripRemoveBody, request, pk)
        return Response(stops.remove_stop(edit=edit, trip=pk, **body))


class MoveView(_ChangeView):
    """A stop at another number."""

    @told(answers.TripChanged, bodies.TripMoveBody, name="trips_move_stop")
    def post(self, request: Request, pk: int) -> Response:
        edit, body = self.asked(bodies.TripMoveBody, request, pk)
        return Response(stops.move_stop(edit=edit, trip=pk, **body))


class StopView(_ChangeView):
    """What to ask at a stop, how long it takes, whether it keeps its number."""

    @told(answers.TripChanged, bodies.TripStopBody, name="trips_set_stop")
    def post(self, request: Request, pk: int) -> Response:
        edit, body = self.asked(bodies.TripStopBody, request, pk)
        return Response(stops.set_stop(edit=edit, trip=pk, **body))


class OrderView(_ChangeView):
    """The stops in a good order."""

    @told(answers.TripChanged, bodies.TripChangeBody, name="trips_order")
    def post(self, request: Request, pk: int) -> Response:
        edit, _body = self.asked(bodies.TripChangeBody, request, pk)
        return Response(stops.order_by_way(edit=edit, trip=pk))


class TurnView(_ChangeView):
    """Set out, finish, cancel, open again."""

    @told(answers.TripChanged, bodies.TripTurnBody, name="trips_turn")
    def post(self, request: Request, pk: int) -> Response:
        edit, body = self.asked(bodies.TripTurnBody, request, pk)
        return Response(services.turn_trip(edit=edit, trip=pk, turn=Turn(body["turn"])))


class OutcomeView(ActorAPIView):
    """What became of a stop; no hour and no place is kept."""

    access = only(WALKER_ROLES)

    @told(answers.TripTicked, bodies.TripOutcomeBody, name="trips_outcome")
    def post(self, request: Request, pk: int) -> Response:
        reading.find_trip(self.actor, pk)
        body = bodies.read(bodies.TripOutcomeBody, request.data)
        tick = stops.Tick(body["stop"], Outcome(body["outcome"]), Outcome(body["was"]))
        return Response(
            stops.set_outcome(key=body["key"], actor=self.actor, trip=pk, tick=tick, at=clock.now())
        )


class SchemaView(DescriptionView):
    """This interface described in OpenAPI 3."""

    access = only(READER_ROLES)
    urlconf = "apps.planning.api_urls"
