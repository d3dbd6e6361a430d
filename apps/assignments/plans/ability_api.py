"""How many households people carry, over HTTP: by kind for a commune, and of one member."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.access import only
from apps.accounts.models import AccessLog
from apps.accounts.roles import AreaKind
from apps.accounts.services import record_access
from apps.areas.models import Commune
from apps.assignments.plans import bodies
from apps.assignments.plans.api_base import PlanView, told
from apps.assignments.plans.querysets import WHOLE_ROLES
from apps.common import clock
from apps.people.abilities import Ability, ability_of, save_capacities, say_ability
from apps.people.capacities import capacities_of
from apps.people.models import Membership
from apps.people.querysets import EDITOR_ROLES


class CapacitiesView(PlanView):
    """How many households somebody of each kind carries in the commune."""

    access = only(WHOLE_ROLES)

    @told(bodies.CapacityValues, name="capacities_read")
    def get(self, request: Request, pk: int) -> Response:
        if not Commune.objects.visible_to(self.actor).filter(pk=pk).exists():
            raise Http404
        return Response(capacities_of([pk])[pk].by_kind)


class SaveCapacitiesView(PlanView):
    """Say other numbers; the office and the leaders of the commune."""

    access = only(EDITOR_ROLES)

    @told(bodies.CapacityValues, bodies.CapacitiesBody, name="capacities_save")
    def post(self, request: Request, pk: int) -> Response:
        if pk not in self.actor.areas(AreaKind.COMMUNE, EDITOR_ROLES):
            raise Http404
        body = bodies.read(bodies.CapacitiesBody, request.data)
        order = self.order(body["key"], body["reason"])
        save_capacities(commune=pk, seen=body["seen"], values=body["values"], order=order)
        return Response(capacities_of([pk])[pk].by_kind)


class _OneMemberView(PlanView):
    access = only(EDITOR_ROLES)

    def member(self, pk: int) -> Membership:
        """The present membership of somebody in a commune the actor edits, or 404."""
        rows = Membership.objects.visible_to(self.actor).edited_by(self.actor)
        row = rows.filter(person=pk, valid_to__isnull=True).first()
        if row is None:
            raise Http404
        return row


class AbilityView(_OneMemberView):
    """What one member can take on; reading it is logged, as reading of a person is everywhere."""

    @told(bodies.AbilityValues, name="ability_read")
    def get(self, request: Request, pk: int) -> Response:
        membership = self.member(pk)
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_PERSON,
            object_id=pk,
            at=clock.now(),
        )
        return Response(asdict(ability_of(membership)))


class SaveAbilityView(_OneMemberView):
    """Say it; the office and the leaders of the commune."""

    @told(bodies.AbilityValues, bodies.AbilityBody, name="ability_save")
    def post(self, request: Request, pk: int) -> Response:
        self.member(pk)
        body = bodies.read(bodies.AbilityBody, request.data)
        say_ability(
            person=pk,
            seen=Ability(**body["seen"]),
            ability=Ability(**body["values"]),
            order=self.order(body["key"], body["reason"]),
        )
        return Response(asdict(ability_of(self.member(pk))))
