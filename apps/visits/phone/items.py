"""The items of version 1, as they are read; told to OpenAPI. Unknown fields are left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, Final
from unicodedata import normalize
from uuid import UUID

from rest_framework import serializers

from apps.accounts.keys import Answer
from apps.visits.checkins.flags import Spot
from apps.visits.checkins.kinds import ChangeKind
from apps.visits.checkins.outcomes import Outcome
from apps.visits.checkins.proposals import propose
from apps.visits.checkins.recording import Bringing, CheckIn, record
from apps.visits.models import Channel
from apps.visits.phone.kinds import Item

LONGEST_NOTE: Final = 1000
MOST_COMPANIONS: Final = 10
#: metres; what a phone is unsure by beyond this says no more
ROUGHEST: Final = 100_000.0
_BIGGEST: Final = 1e12
BIGGEST_KEY: Final = 2**63 - 1


class _Number(serializers.FloatField):
    """A finite number; neither text nor true and false."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        # An integer of a thousand digits is no float at all.
        if abs(data) > _BIGGEST or not isfinite(data):
            self.fail("invalid")
        return float(data)


class _Accuracy(_Number):
    def to_internal_value(self, data: Any) -> float:
        return min(super().to_internal_value(data), ROUGHEST)


class PositionField(serializers.Serializer[Any]):
    """Degrees of WGS 84, and by how many metres the phone is unsure."""

    lon = _Number(min_value=-180, max_value=180)
    lat = _Number(min_value=-90, max_value=90)
    accuracy = _Accuracy(min_value=0)


class NoteField(serializers.CharField):
    """Whole characters in one form: a text cut by the phone may end in half a character."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        whole = data.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return super().to_internal_value(normalize("NFC", whole.replace("\x00", "")))


def _key() -> Any:
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_KEY)


class ContactItem(serializers.Serializer[Any]):
    household = _key()
    said_at = serializers.DateTimeField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    note = NoteField(
        max_length=LONGEST_NOTE, allow_blank=True, required=False, default="", trim_whitespace=True
    )
    position = PositionField(allow_null=True, required=False, default=None)
    companions = serializers.ListField(
        child=_key(), max_length=MOST_COMPANIONS, required=False, default=list
    )
    changes = serializers.ListField(
        child=serializers.ChoiceField(choices=ChangeKind.choices),
        max_length=len(ChangeKind),
        required=False,
        default=list,
    )
    next_visit_on = serializers.DateField(allow_null=True, required=False, default=None)


class PositionItem(serializers.Serializer[Any]):
    household = _key()
    said_at = serializers.DateTimeField()
    position = PositionField()


def record_contacts(bringing: Bringing, items: Sequence[Item]) -> Mapping[UUID, Outcome]:
    """Handler of the kind ``contact``."""
    return record(bringing, [_check_in(item) for item in items])


def _check_in(item: Item) -> CheckIn:
    said = item.data
    return CheckIn(
        uuid=item.uuid,
        household=said["household"],
        said_at=said["said_at"],
        channel=said["channel"],
        note=said["note"],
        spot=Spot(**said["position"]) if said["position"] else None,
        companions=frozenset(said["companions"]),
        changes=tuple(dict.fromkeys(said["changes"])),
        next_visit_on=said["next_visit_on"],
    )


def propose_position(bringing: Bringing, item: Item) -> Answer:
    """Verb of the kind ``position_proposal``."""
    said = item.data
    return propose(
        bringing,
        uuid=item.uuid,
        household=said["household"],
        said_at=said["said_at"],
        spot=Spot(**said["position"]),
    )
