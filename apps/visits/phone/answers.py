"""What phones send and are answered, for OpenAPI. The answers themselves are plain dicts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from apps.visits.checkins.kinds import ChangeKind
from apps.visits.models import Channel
from apps.visits.phone.additions import additions
from apps.visits.phone.items import BIGGEST_KEY
from apps.visits.phone.kinds import Kind, kinds
from apps.visits.phone.models import DeviceKind

_Fields = serializers.Serializer[Any]
_text = serializers.CharField
_whole = serializers.IntegerField


class PhoneRefusal(_Fields):
    """Every refusal: a code for programs, and a message that says what to do."""

    code = _text()
    message = _text()


def _bodies() -> dict[str, Any]:
    """Of each kind, whichever app it comes from: its fields, and those that all have."""
    return {kind.name: _body(kind) for kind in kinds()}


def _body(kind: Kind) -> Any:
    name = kind.serializer.__name__.removesuffix("Item") + "Body"
    fields = {
        "uuid": serializers.UUIDField(),
        "kind": serializers.ChoiceField(choices=[kind.name]),
    }
    return type(name, (kind.serializer,), fields)


# Untyped, as all of drf-spectacular is.
_one_of: Any = PolymorphicProxySerializer
_ITEM = _one_of(
    component_name="PhoneItem",
    serializers=_bodies,
    resource_type_field_name="kind",
)


class SyncBody(_Fields):
    """``items``: contacts, proposed positions and more, told apart by ``kind``; unknown fields are
    kept out but belong to what is the same. ``device``: the browser's own UUID.
    """

    version = _whole(min_value=1)
    sent_at = serializers.DateTimeField()
    device = serializers.UUIDField(required=False, allow_null=True)
    items = serializers.ListField(child=_ITEM)


class SealedItemBody(_Fields):
    uuid = serializers.UUIDField()
    sealed = _text()


class SealedBody(_Fields):
    version = _whole(min_value=1)
    key_id = _text()
    sent_at = serializers.DateTimeField()
    device = serializers.UUIDField(required=False, allow_null=True)
    items = SealedItemBody(many=True)


class ResultAnswer(_Fields):
    uuid = _text()
    status = serializers.ChoiceField(choices=["accepted", "refused"])
    code = _whole()
    reason = _text(allow_null=True)
    answer = serializers.DictField(allow_null=True)


class SyncAnswer(_Fields):
    received_at = serializers.DateTimeField()
    results = ResultAnswer(many=True)
    wipe = serializers.BooleanField()


class ChangesBody(_Fields):
    cursor = _text(required=False, allow_null=True, allow_blank=True, default=None)
    device = serializers.UUIDField(required=False, allow_null=True)


class WhoAnswer(_Fields):
    key = _text()
    name = _text()
    person = _whole(allow_null=True)


class RuleAnswer(_Fields):
    per_month = _whole()
    in_person_minimum = _whole()
    month_start = _whole()
    class_days = serializers.ListField(child=_whole())


class MonthAnswer(_Fields):
    days = _whole()
    in_person = _whole()


class HomeAnswer(_Fields):
    id = _whole()
    code = _text()
    head = _text()
    address = _text()
    village = _text()
    group = _text(allow_null=True)
    phone = _text()
    lon = serializers.FloatField(allow_null=True)
    lat = serializers.FloatField(allow_null=True)
    provisional = serializers.BooleanField()
    poverty = _text()
    month = MonthAnswer()
    last_day = serializers.DateField(allow_null=True)
    next_visit_on = serializers.DateField(allow_null=True)
    person_in_charge = _text(allow_null=True)
    is_mine = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        """With what apps above add."""
        added = {each.name: each.row(many=True) for each in additions()}
        return {**super().get_fields(), **added}


class PhonePersonAnswer(_Fields):
    id = _whole()
    name = _text()


class ChangeWords(_Fields):
    code = serializers.ChoiceField(choices=ChangeKind.choices)
    label = _text()  # type: ignore[assignment]  # a field of that name
    part = _text()


class ChannelWords(_Fields):
    code = serializers.ChoiceField(choices=Channel.choices)
    label = _text()  # type: ignore[assignment]  # a field of that name


class ChangesAnswer(_Fields):
    cursor = _text()
    at = serializers.DateTimeField()
    user = WhoAnswer()
    rule = RuleAnswer()
    changed = HomeAnswer(many=True)
    gone = serializers.ListField(child=_whole(max_value=BIGGEST_KEY))
    anew = serializers.BooleanField()
    companions = PhonePersonAnswer(many=True)
    changes = ChangeWords(many=True)
    channels = ChannelWords(many=True)
    wipe = serializers.BooleanField()

    def get_fields(self) -> dict[str, Any]:
        """With the words of what apps above add."""
        added = {each.words_name: each.word() for each in additions()}
        return {**super().get_fields(), **added}


class LayersAnswer(_Fields):
    type = _text()
    features = serializers.ListField(child=serializers.DictField())
    wipe = serializers.BooleanField()


class DeviceBody(_Fields):
    """``wiped``: the browser has forgotten everything."""

    uuid = serializers.UUIDField()
    wiped = serializers.BooleanField(required=False, default=False)
    kind = serializers.ChoiceField(
        choices=DeviceKind.choices, required=False, default=DeviceKind.OTHER
    )


class SealAnswer(_Fields):
    """``public_key``: the uncompressed point of P-256 in base64url without padding."""

    key_id = _text()
    public_key = _text()


class DeviceAnswer(_Fields):
    wipe = serializers.BooleanField()
    seal = SealAnswer()


class StandingBody(_Fields):
    device = serializers.UUIDField()


class StandingAnswer(_Fields):
    wipe = serializers.BooleanField()
