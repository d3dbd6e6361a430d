"""What requests about plans say: checked before a service sees any of it, and told to OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import serializers

from apps.accounts.orders import REASON_LENGTH
from apps.assignments.plans.editing import LONGEST_DUTY
from apps.assignments.plans.kinds import UPPER_BANS, AmendReason, BanReason, Seed
from apps.assignments.plans.resolving import LONGEST_NUMBER
from apps.assignments.plans.rules import BOUNDS
from apps.assignments.plans.units.register import UPPER_TIERS
from apps.common.errors import DomainError
from apps.people.kinds import MOST_HOUSEHOLDS as MOST_CARRIED
from apps.people.kinds import CarrierKind, Health

BIGGEST_KEY: Final = 2**63 - 1
#: households of one edit; a big cell has some 600
MOST_HOUSEHOLDS: Final = 2_000
MOST_REVISIONS: Final = 2**31 - 1
_UPPER_TIERS: Final = [(tier.value, tier.label) for tier in UPPER_TIERS]


def _key() -> Any:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY)


def _maybe_key() -> Any:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY, allow_null=True)


class WishBody(serializers.Serializer[Any]):
    """``key``: a UUID made by the sender for this wish; the same again gets the same answer."""

    key = serializers.UUIDField()


class EditBody(WishBody):
    """``session``: a UUID that a page makes when it is opened and sends with all its edits. These
    do not get in each other's way; edits of the same account from elsewhere do.
    """

    session = serializers.UUIDField(allow_null=True, default=None)


class SeenBody(EditBody):
    """``seen``: the plan's revision that the sender looked at."""

    seen = serializers.IntegerField(min_value=0, max_value=MOST_REVISIONS)


class StartBody(WishBody):
    """For a cell; or, without one, for tier 1 or 2 of a commune."""

    cell = serializers.IntegerField(
        min_value=1, max_value=BIGGEST_KEY, allow_null=True, default=None
    )
    commune = serializers.IntegerField(
        min_value=1, max_value=BIGGEST_KEY, allow_null=True, default=None
    )
    tier = serializers.ChoiceField(choices=_UPPER_TIERS, allow_null=True, default=None)
    seed = serializers.ChoiceField(choices=Seed.choices)
    year = serializers.IntegerField(min_value=2000, max_value=2100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        upper = [attrs["commune"], attrs["tier"]]
        if (attrs["cell"] is None) == (None in upper) or (attrs["cell"] and any(upper)):
            raise serializers.ValidationError({"cell": "a cell, or a commune and its tier"})
        return attrs


class PairBody(serializers.Serializer[Any]):
    household = _key()
    person = _maybe_key()


class PairsBody(SeenBody):
    pairs = serializers.ListField(child=PairBody(), allow_empty=False, max_length=MOST_HOUSEHOLDS)


class SeatBody(serializers.Serializer[Any]):
    unit = _key()
    person = _key()


class SeatOnBody(SeatBody):
    """``on``: in charge of the unit, or no more."""

    on = serializers.BooleanField()


class SeatsBody(SeenBody):
    """Of tiers 1 and 2: a unit may have several people."""

    seats = serializers.ListField(child=SeatOnBody(), allow_empty=False, max_length=MOST_HOUSEHOLDS)


class SeatLocksBody(SeenBody):
    seats = serializers.ListField(child=SeatBody(), allow_empty=False, max_length=MOST_HOUSEHOLDS)
    locked = serializers.BooleanField()


class SeatBanBody(SeenBody):
    unit = _key()
    person = _key()
    reason = serializers.ChoiceField(
        choices=[(reason.value, reason.label) for reason in UPPER_BANS], allow_null=True
    )


class SecretaryBody(SeenBody):
    """``person`` null: nobody compiles the village's report."""

    village = _key()
    person = _maybe_key()


class LocksBody(SeenBody):
    households = serializers.ListField(child=_key(), allow_empty=False, max_length=MOST_HOUSEHOLDS)
    locked = serializers.BooleanField()


class BanBody(SeenBody):
    """``reason`` null: the pair is no longer forbidden."""

    household = _key()
    person = _key()
    reason = serializers.ChoiceField(choices=BanReason.choices, allow_null=True)


class DutyBody(SeenBody):
    person = _key()
    text = serializers.CharField(max_length=LONGEST_DUTY, allow_blank=True)


class UndoBody(EditBody):
    """``edit`` null: the last one of one's own. The key of an undo: the redo."""

    edit = serializers.UUIDField(allow_null=True)


class ReasonBody(WishBody):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class DropPlanBody(SeenBody):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class ResolveBody(SeenBody):
    """``agreed``: ``lost`` of the outcome as it was shown."""

    number = serializers.CharField(max_length=LONGEST_NUMBER)
    decided_on = serializers.DateField()
    effective_on = serializers.DateField()
    agreed = serializers.IntegerField(min_value=0, max_value=MOST_REVISIONS)


class ResolutionBody(serializers.Serializer[Any]):
    """What stands on a resolution."""

    number = serializers.CharField(max_length=LONGEST_NUMBER)
    decided_on = serializers.DateField()


class CorrectBody(ReasonBody):
    """``seen``: what the sender put right."""

    seen = ResolutionBody()
    paper = ResolutionBody()


class AmendBody(WishBody):
    reason = serializers.ChoiceField(choices=AmendReason.choices)


class RunBody(WishBody):
    """For one cell, or with ``commune`` for all of its cells."""

    cell = _maybe_key()
    commune = _maybe_key()


class ProposalBody(WishBody):
    cell = _key()


class DropBody(WishBody):
    """``cell`` null: all that the sender may decide for."""

    cell = _maybe_key()


class RuleValues(serializers.Serializer[Any]):
    max_metres = serializers.IntegerField()
    change_metres = serializers.IntegerField()
    unassigned_metres = serializers.IntegerField(allow_null=True)
    poor_weight = serializers.IntegerField()
    fair_percent = serializers.IntegerField()
    weak_percent = serializers.IntegerField()
    post_percent = serializers.IntegerField()
    officer_groups = serializers.IntegerField()
    committee_villages = serializers.IntegerField()


class RuleBody(ReasonBody):
    """``seen``: the rule that the sender changed it from."""

    seen = RuleValues()
    values = RuleValues()

    def to_internal_value(self, data: Any) -> Any:
        said = super().to_internal_value(data)
        return said | {
            name: {field: said[name][field] for field in BOUNDS} for name in ("seen", "values")
        }


class CapacityValues(serializers.Serializer[Any]):
    """Households by kind of carrier; 0: that kind is given none."""

    def get_fields(self) -> dict[str, Any]:
        return {
            kind.value: serializers.IntegerField(min_value=0, max_value=MOST_CARRIED)
            for kind in CarrierKind
        }


class CapacitiesBody(ReasonBody):
    """``seen``: the numbers that the sender changed them from."""

    seen = CapacityValues()
    values = CapacityValues()

    def to_internal_value(self, data: Any) -> Any:
        said = super().to_internal_value(data)
        return said | {name: dict(said[name]) for name in ("seen", "values")}


class AbilityValues(serializers.Serializer[Any]):
    """``health`` "": nothing is said; ``capacity`` null: as many as the commune's rule says."""

    health = serializers.ChoiceField(choices=Health.choices, allow_blank=True)
    capacity = serializers.IntegerField(min_value=0, max_value=MOST_CARRIED, allow_null=True)


class AbilityBody(ReasonBody):
    """``seen``: what the sender changed it from."""

    seen = AbilityValues()
    values = AbilityValues()


def read(kind: type[serializers.Serializer[Any]], data: object) -> dict[str, Any]:
    """The checked body; DomainError 422 ``invalid`` with the field that is to blame."""
    body = kind(data=data)
    if not body.is_valid():
        field = next(iter(body.errors), "body")
        raise DomainError(
            "invalid",
            _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": field},
            status=422,
            detail={"field": field},
        )
    checked: dict[str, Any] = body.validated_data
    return checked
