"""What the plans' interface answers, for OpenAPI. The answers themselves are plain dicts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import AmendReason, BanReason, EditKind, Seed

_Fields = serializers.Serializer[Any]
_whole = serializers.IntegerField
_text = serializers.CharField


class RefusalAnswer(_Fields):
    """Every refusal: a code for programs, a message that says what to do, and what it is about."""

    code = _text()
    message = _text()


class EditAnswer(_Fields):
    """``edit``: by this key it is taken back; null when there was nothing to change."""

    plan = _whole()
    revision = _whole()
    edit = serializers.UUIDField(allow_null=True)
    changed = _whole()


class StateAnswer(_Fields):
    plan = _whole()
    state = serializers.ChoiceField(choices=PlanState.choices)


class HeaderAnswer(_Fields):
    id = _whole()
    commune = _whole()
    cell = _whole(allow_null=True)
    cell_name = _text()
    tier = _whole()
    tier_label = _text()
    year = _whole()
    term = _text()
    state = serializers.ChoiceField(choices=PlanState.choices)
    state_label = _text()
    seed = serializers.ChoiceField(choices=Seed.choices)
    revision = _whole()
    amends = _whole(allow_null=True)
    amend_reason = _text()
    amend_reason_label = _text()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    number = _text()
    decided_on = serializers.DateField(allow_null=True)
    effective_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    may_draft = serializers.BooleanField()
    may_resolve = serializers.BooleanField()


class CellAnswer(_Fields):
    id = _whole()
    name = _text()
    commune = _whole()
    may_draft = serializers.BooleanField()
    may_resolve = serializers.BooleanField()


class PlansAnswer(_Fields):
    plans = HeaderAnswer(many=True)
    cells = CellAnswer(many=True)


class HouseholdAnswer(_Fields):
    """``present``: who is in charge today; ``person``: who is planned; ``metres`` between them.

    ``gone``: planned once, and no household of the cell any more. ``stands``: whoever is planned
    may still be given it; told to who reads the plan whole.
    """

    id = _whole()
    code = _text()
    head_name = _text()
    size = _whole(allow_null=True)
    poverty_status = _text()
    village = _whole()
    group = _whole(allow_null=True)
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    provisional = serializers.BooleanField()
    gone = serializers.BooleanField()
    stands = serializers.BooleanField(required=False)
    present = _whole(allow_null=True)
    person = _whole(allow_null=True)
    locked = serializers.BooleanField()
    source = _text()  # type: ignore[assignment]  # a field of that name, which DRF has no use for
    metres = _whole(allow_null=True)


class PersonAnswer(_Fields):
    """``villages`` empty: anywhere in the cell. Who reads a plan in part gets id, name, duty."""

    id = _whole()
    name = _text()
    duty = _text()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    villages = serializers.ListField(child=_whole())
    may_carry = serializers.BooleanField()
    capacity = _whole()
    elsewhere = _whole()
    given = _whole()
    room = _whole()
    over = _whole()


class BanAnswer(_Fields):
    household = _whole(required=False)
    unit = _whole(required=False)
    person = _whole()
    reason = serializers.ChoiceField(choices=BanReason.choices)


class MendAnswer(_Fields):
    kind = _text()
    subject = _whole()
    number = _whole()
    among = _whole()
    text = _text()


class LeftAnswer(_Fields):
    household = _whole()
    reason = _text()
    reason_label = _text()
    mends = MendAnswer(many=True)


class CostAnswer(_Fields):
    metres = serializers.FloatField()
    broken = _whole()
    left = _whole()
    total = serializers.FloatField()


class SeatAnswer(_Fields):
    person = _whole()
    locked = serializers.BooleanField()
    provisional = serializers.BooleanField(required=False)
    source = _text(required=False)  # type: ignore[assignment]  # as above
    metres = _whole(allow_null=True)


class UnitSeatsAnswer(_Fields):
    """A group (tier 2) or a village (tier 1). Who reads a plan in part gets names and people.

    ``secretary``: who is to compile a village's report; ``officers``: who may be named.
    """

    unit = _whole()
    name = _text()
    village = _whole()
    village_name = _text()
    people = SeatAnswer(many=True)
    secretary = _whole(allow_null=True)
    secretary_present = _whole(allow_null=True, required=False)
    officers = serializers.ListField(child=_whole(), required=False)
    households = _whole(required=False)
    present = serializers.ListField(child=_whole(), required=False)
    gone = serializers.BooleanField(required=False)
    reason = _text(allow_null=True, required=False)
    reason_label = _text(required=False)
    mends = MendAnswer(many=True, required=False)


class PlanAnswer(_Fields):
    """``households`` and ``left`` of a cell's plan, ``units`` of one of tier 1 or 2, whose bans
    are told by ``unit``.
    """

    plan = HeaderAnswer()
    households = HouseholdAnswer(many=True, required=False)
    units = UnitSeatsAnswer(many=True, required=False)
    people = PersonAnswer(many=True)
    bans = BanAnswer(many=True)
    left = LeftAnswer(many=True, required=False)
    cost = CostAnswer(allow_null=True)


class ChangeAnswer(_Fields):
    """``before`` and ``after``: keys of people of a pair, reasons of a ban, texts of a duty."""

    what = _text()
    household = _whole(allow_null=True)
    unit = _whole(required=False)
    person = _whole(allow_null=True)
    before = serializers.JSONField()
    after = serializers.JSONField()
    locked = serializers.BooleanField(required=False)
    was_locked = serializers.BooleanField(required=False)


class OneEditAnswer(_Fields):
    key = serializers.UUIDField()
    revision = _whole()
    kind = serializers.ChoiceField(choices=EditKind.choices)
    who = _text()
    mine = serializers.BooleanField()
    at = serializers.DateTimeField()
    undone = serializers.BooleanField()
    undoes = serializers.UUIDField(allow_null=True)
    changes = ChangeAnswer(many=True)


class UnitAnswer(_Fields):
    """``outline``: GeoJSON; ``centre``: longitude and latitude of a point inside."""

    id = _whole()
    name = _text()
    centre = serializers.ListField(child=serializers.FloatField())
    outline = serializers.JSONField()


class TrailAnswer(_Fields):
    key = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=EditKind.choices)
    mine = serializers.BooleanField()
    undoes = serializers.UUIDField(allow_null=True)
    changed = _whole()


class BoardAnswer(PlanAnswer):
    """``own``: pairs of a household and somebody who lives in it, who must not be given it.

    ``trail``: the actor's edits, oldest first, and what others took back.
    """

    may_write = serializers.BooleanField()
    trail = TrailAnswer(many=True)
    max_metres = _whole()
    own = serializers.ListField(child=serializers.ListField(child=_whole()))
    villages = UnitAnswer(many=True)
    groups = UnitAnswer(many=True)


class EditsAnswer(_Fields):
    revision = _whole()
    state = serializers.ChoiceField(choices=PlanState.choices)
    edits = OneEditAnswer(many=True)


class StepAnswer(_Fields):
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=PlanState.choices)
    state_label = _text()
    who = _text()
    reason = _text()


class StoryAnswer(_Fields):
    steps = StepAnswer(many=True)


class PaperAnswer(_Fields):
    plan = _whole()
    number = _text()
    decided_on = serializers.DateField()


class CorrectionAnswer(_Fields):
    """``number`` and ``decided_on``: as they were written before."""

    at = serializers.DateTimeField()
    who = _text()
    reason = _text()
    number = _text()
    decided_on = serializers.DateField()


class CorrectionsAnswer(_Fields):
    corrections = CorrectionAnswer(many=True)


class OutcomeAnswer(_Fields):
    kept = _whole()
    opened = _whole()
    replaced = _whole()
    closed = serializers.ListField(child=_whole())
    left_out = serializers.ListField(child=serializers.DictField())
    lost = _whole()
    revision = _whole()


class OptionAnswer(_Fields):
    person = _whole()
    name = _text()
    metres = _whole(allow_null=True)
    total = _whole()
    capacity = _whole()
    obstacle = _text(allow_null=True)
    obstacle_label = _text()


class WhyAnswer(_Fields):
    household = _whole()
    chosen = OptionAnswer(allow_null=True)
    kept = serializers.BooleanField()
    locked = serializers.BooleanField()
    provisional = serializers.BooleanField()
    reason = _text(allow_null=True)
    reason_label = _text()
    mends = MendAnswer(many=True)
    others = OptionAnswer(many=True)


class WhyUnitAnswer(_Fields):
    unit = _whole()
    chosen = OptionAnswer(many=True)
    reason = _text(allow_null=True)
    reason_label = _text()
    mends = MendAnswer(many=True)
    others = OptionAnswer(many=True)


class RateAnswer(_Fields):
    members = _whole()
    excused = _whole()
    assigned = _whole()
    assignable = _whole()
    percent = _whole(allow_null=True)


class VillageGapsAnswer(_Fields):
    village = _whole()
    name = _text()
    households = _whole()
    uncovered = _whole()
    reasons = serializers.DictField(child=_whole())


class GapsAnswer(_Fields):
    """Of a cell or a plan also ``gaps``; a commune's households are only counted. ``unable``: of
    today, covered by somebody who is given none any more.
    """

    cell = _whole(required=False)
    commune = _whole(required=False)
    villages = VillageGapsAnswer(many=True)
    gaps = serializers.ListField(child=serializers.DictField(), required=False)
    with_room = serializers.ListField(child=serializers.DictField(), required=False)
    over = serializers.ListField(child=serializers.DictField(), required=False)
    unable = _whole(required=False)
    rate = RateAnswer()


class DriftAnswer(_Fields):
    """``lost``, ``unable``, ``far``: who (null: out of sight) and how many households.

    ``over``: of how many.

    ``reason``: what an amendment would most likely be for; null where nothing calls for one.
    """

    lost = serializers.ListField(child=serializers.DictField())
    unable = serializers.ListField(child=serializers.DictField())
    far = serializers.ListField(child=serializers.DictField())
    over = serializers.ListField(child=serializers.DictField())
    unplanned = _whole()
    gone = _whole()
    reason = serializers.ChoiceField(choices=AmendReason.choices, allow_null=True)
