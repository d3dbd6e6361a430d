"""Forms of trips; each carries its key, and changes the revision that the page showed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.accounts.keyed_forms import KeyedForm
from apps.common.db import by_person_name
from apps.common.fields import DayField, TidyField, field_of
from apps.common.geo.coordinates import CoordinateError, parse_lat_lon
from apps.issues.desk.forms import chosen
from apps.issues.warning import WARNING
from apps.people.models import Person
from apps.planning.models import DEFAULT_MINUTES, MOST_MINUTES, MOST_STOPS, FieldTrip
from apps.planning.route import Spot
from apps.planning.services import MOST_COMPANIONS, USUAL_START, Plan
from apps.planning.states import Outcome, Turn
from apps.planning.stops import LONGEST_ASK

_OLD: Final = _("Trang này đã cũ. Hãy tải lại trang.")
_BIGGEST: Final = 2**63 - 1
#: places for companions on an empty form
_COMPANIONS: Final = 3


class SeenForm(KeyedForm):
    """``seen``: the trip's revision on the page."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages={"required": _OLD, "invalid": _OLD},
    )


class TripForm(KeyedForm):
    """When, from where, who. The first field of a place is the latitude, as people say it."""

    name = TidyField(
        label=_("Tên chuyến đi (nếu có)"),
        required=False,
        max_length=100,
        help_text=_("Ví dụ: Thăm hộ nghèo thôn Nà Pất. Không ghi tên người."),
    )
    day = DayField(label=_("Ngày đi"))
    starts_at = forms.TimeField(
        label=_("Giờ xuất phát"),
        initial=USUAL_START,
        input_formats=["%H:%M", "%H.%M", "%Hh%M", "%H"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"placeholder": "07:30", "size": 6, "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Hãy ghi giờ dạng giờ:phút, ví dụ 07:30.")},
    )
    leader: Any = forms.TypedChoiceField(label=_("Trưởng đoàn"), coerce=int)
    start_label = TidyField(
        label=_("Nơi xuất phát"),
        required=False,
        max_length=100,
        help_text=_("Ví dụ: Trụ sở xã. Để trống: bắt đầu từ hộ đầu tiên."),
    )
    start_lat = TidyField(label=_("Vĩ độ nơi xuất phát"), required=False, max_length=40)
    start_lon = TidyField(label=_("Kinh độ nơi xuất phát"), required=False, max_length=40)
    returns = forms.BooleanField(label=_("Về lại nơi xuất phát"), required=False)
    note = TidyField(
        label=_("Ghi chú cho đoàn"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=WARNING,
    )

    def __init__(
        self, actor: Actor, trip: FieldTrip | None, data: Any = None, **kwargs: Any
    ) -> None:
        companions = () if trip is None else trip.companions.values_list("person", flat=True)
        first = {} if trip is None else _initial(trip, list(companions))
        super().__init__(data, initial={**first, **kwargs.pop("initial", {})}, **kwargs)
        named = _people(actor, trip)
        field_of(self, "leader", forms.TypedChoiceField).choices = named
        count = min(max(_COMPANIONS, len(companions) + 1), MOST_COMPANIONS)
        note = self.fields.pop("note")
        for number in range(1, count + 1):
            self.fields[f"companion_{number}"] = forms.TypedChoiceField(
                label=_("Người đi cùng") if number == 1 else _("Người đi cùng nữa"),
                coerce=int,
                required=False,
                empty_value=None,
                choices=[("", _("Không")), *named],
            )
        self.fields["note"] = note
        if trip is not None:
            self.fields["seen"] = deepcopy(SeenForm.base_fields["seen"])
            self.initial.setdefault("seen", trip.revision)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        lat, lon = told.get("start_lat", ""), told.get("start_lon", "")
        told["start"] = self._spot(lat, lon) if lat or lon else None
        if told["start"] is None and (told.get("returns") or told.get("start_label")):
            self.add_error(
                "start_label",
                _("Hãy đặt nơi xuất phát trên bản đồ, hoặc bỏ trống cả tên và phần quay về."),
            )
        return told

    def _spot(self, lat: str, lon: str) -> Spot | None:
        try:
            place = parse_lat_lon(lat, lon)
        except CoordinateError:
            self.add_error("start_lat", _("Toạ độ chưa đúng, ví dụ 21,5592 và 106,2110."))
            return None
        return (place.lon, place.lat)

    @property
    def plan(self) -> Plan:
        told = self.cleaned_data
        people = [told[name] for name in self.fields if name.startswith("companion_")]
        return Plan(
            day=told["day"],
            starts_at=told["starts_at"],
            name=told["name"],
            start=told["start"],
            start_label=told["start_label"],
            returns=told["returns"],
            leader=told["leader"],
            companions=tuple(dict.fromkeys(each for each in people if each is not None)),
            note=told["note"],
        )

    @property
    def place_fields(self) -> list[Any]:
        return [self[name] for name in ("start_label", "start_lat", "start_lon", "returns")]

    @property
    def plain_fields(self) -> list[Any]:
        placed = {"start_label", "start_lat", "start_lon", "returns", "key", "seen"}
        return [self[name] for name in self.fields if name not in placed]


def _initial(trip: FieldTrip, companions: list[int]) -> Mapping[str, Any]:
    """What stands in the form of a trip that is there."""
    names = ("name", "day", "starts_at", "start_label", "returns", "note")
    told: dict[str, Any] = {name: getattr(trip, name) for name in names}
    told["leader"] = trip.leader_id
    told |= place_of(trip)
    told |= {f"companion_{number}": key for number, key in enumerate(companions, start=1)}
    return told


def place_of(trip: FieldTrip) -> dict[str, str]:
    """The start as it is typed."""
    if trip.start is None:
        return {}
    typed = {"start_lat": trip.start.y, "start_lon": trip.start.x}
    return {name: f"{degrees:.6f}".replace(".", ",") for name, degrees in typed.items()}


def _people(actor: Actor, trip: FieldTrip | None) -> list[tuple[int, str]]:
    """People of the commune whom the actor sees, and those who are on the trip already."""
    here = Person.objects.visible_to(actor)
    if trip is None:
        own = Person.objects.visible_to(actor).filter(pk=actor.person_id or 0)
        here = here.filter(commune__in=own.values("commune"))
    else:
        here = here.filter(commune=trip.commune_id)
    rows = here.order_by(*by_person_name(), "pk")
    named = [(row.pk, _called(row)) for row in rows]
    if trip is not None and trip.leader_id not in dict(named):
        named.append((trip.leader_id, trip.leader.full_name))
    return named


def _called(person: Any) -> str:
    """Two of one name are told apart by the year of birth."""
    born = person.born_in
    return f"{person.full_name} ({born})" if born else str(person.full_name)


class StopForm(SeenForm):
    ask = TidyField(
        label=_("Việc cần hỏi"),
        required=False,
        max_length=LONGEST_ASK,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=WARNING,
    )
    minutes = forms.IntegerField(
        label=_("Số phút ở hộ"), min_value=1, max_value=MOST_MINUTES, initial=DEFAULT_MINUTES
    )
    is_pinned = forms.BooleanField(
        label=_("Giữ nguyên thứ tự khi xếp theo đường đi"), required=False
    )


class ActForm(SeenForm):
    """A button of the trip's page. ``act``: what; ``stop``: at which."""

    MOVES = ("up", "down", "remove")
    act = forms.ChoiceField(
        choices=[(act, act) for act in (*MOVES, "order", *Turn.values)],
        error_messages={"required": _OLD, "invalid_choice": _OLD},
    )
    stop = forms.IntegerField(required=False, min_value=1, max_value=_BIGGEST)


class TickForm(KeyedForm):
    stop = forms.IntegerField(min_value=1, max_value=_BIGGEST)
    outcome = forms.ChoiceField(choices=Outcome.choices)
    was = forms.ChoiceField(choices=Outcome.choices)


class AddForm(SeenForm):
    """Households stand beside it (``chosen_households``)."""


def chosen_households(items: Iterable[str]) -> list[int]:
    """Keys out of what checkboxes sent; what is no key is left out, and so is one twice."""
    keys = [int(item) for item in items if item.isascii() and item.isdigit() and len(item) < 19]
    return list(dict.fromkeys(keys))[: MOST_STOPS + 1]


def chosen_issues(items: Iterable[str]) -> dict[int, int]:
    """Household → issue, out of "12:345"; what is no such thing is left out."""
    return {home: issue for home, issue in chosen(items).items() if home and issue}
