"""Households get a place on the map: put there, told by a phone, or their group's centre for now.

One placement has one context of history, whose metadata hold its key (``placement``) and how it
was placed; the last one can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import pghistory
from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point
from django.db.models import Count, F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.orders import REASON_LENGTH
from apps.accounts.roles import Role
from apps.areas.models import Commune, SelfManagedGroup
from apps.common import clock, takeback
from apps.common.db import by_unit_name
from apps.common.errors import DomainError, not_found
from apps.common.geo.coordinates import CoordinateError
from apps.common.geo.vn2000 import THREE_DEGREE_ZONES, zones_of_province
from apps.households.models import Household, PositionSource
from apps.households.placing import ROUGHEST, Place, read_place
from apps.households.querysets import HouseholdQuerySet
from apps.households.signals import household_placed
from apps.households.versions import events, require_version

#: who places households, each those within reach
POSITION_ROLES: Final = frozenset(
    {
        Role.COMMUNE_OFFICE,
        Role.COMMUNE_LEADER,
        Role.CELL_COMMITTEE,
        Role.GROUP_OFFICER,
        Role.MEMBER_IN_CHARGE,
    }
)
#: who may give a whole village its groups' centres at once
BULK_ROLES: Final = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER, Role.CELL_COMMITTEE})
#: degrees, about 55 m: a household on the border is still in the commune
_BORDER: Final = 0.0005
#: what the history keeps is read by others, in the language of the place
_KEPT_IN: Final = "vi"
_COLUMNS: Final = ["position", "position_source", "position_accuracy", "position_missing"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a household is to stand, in the two fields as they came.

    ``source`` is map or phone; a phone tells its ``accuracy`` in metres. ``anyway``: the user was
    told that it lies outside the household's village, and wants it so.
    """

    household: int
    version: int
    first: str
    second: str
    source: str
    accuracy: float | None = None
    anyway: bool = False
    #: why a place that is known changes; nobody asks where there was none
    reason: str = ""


def waiting(rows: HouseholdQuerySet[Household]) -> HouseholdQuerySet[Household]:
    """Of these those without a position, and those with a provisional one."""
    return rows.filter(Q(position__isnull=True) | Q(position_source=PositionSource.GROUP_CENTRE))


def worklist(actor: Actor, *, at: date) -> HouseholdQuerySet[Household]:
    """All that the actor may place and that wait for it on the day ``at``."""
    return waiting(Household.objects.reached_by(actor, POSITION_ROLES).living(at=at))


def counts(actor: Actor, *, at: date) -> list[dict[str, Any]]:
    """Per village: how many have no position, how many a provisional one."""
    villages = worklist(actor, at=at).order_by().values("village", "village__name")
    return list(
        villages.order_by(by_unit_name("village__name"), "village").annotate(
            missing=Count("pk", filter=Q(position__isnull=True)),
            provisional=Count("pk", filter=Q(position__isnull=False)),
            centres=Count("pk", filter=Q(position__isnull=True, group__isnull=False)),
        )
    )


def find(actor: Actor, pk: int, *, at: date) -> Household:
    """A living household that the actor may place; DomainError 404."""
    rows = Household.objects.reached_by(actor, POSITION_ROLES).living(at=at)
    found = rows.select_related("village", "group", "commune__province").filter(pk=pk).first()
    if found is None:
        raise not_found()
    return found


def place(*, actor: Actor, key: UUID, placement: Placement, now: datetime) -> Answer:
    """Put one household on the map; the same key again does nothing more.

    Raises DomainError 404 out of reach, 409 when changed meanwhile, 400 for what is no position in
    the commune, ``outside_village`` until the user wants it ``anyway``, ``no_reason`` where a known
    place is changed without one.
    """

    def work() -> Answer:
        household = _locked(actor, placement.household, now)
        require_version(household, placement.version)
        point = _checked(household, placement)
        reason = _checked_reason(household, placement)
        source = PositionSource(placement.source)
        with _history(actor, key, source, reason):
            accuracy = placement.accuracy if source == PositionSource.PHONE else None
            _set(household, point, source, accuracy)
        household_placed.send(Household, household=household.pk, user=actor.user_id, at=now)
        return {"placement": str(key), "household": household.pk}

    body = {"verb": "place", "placement": repr(placement)}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _locked(actor: Actor, pk: int, now: datetime) -> Household:
    rows = Household.objects.reached_by(actor, POSITION_ROLES).living(at=clock.local_day(now))
    found = rows.select_for_update().filter(pk=pk).first()
    if found is None:
        raise not_found()
    return found


@contextmanager
def _history(actor: Actor, key: UUID, source: PositionSource, reason: str = "") -> Iterator[None]:
    with translation.override(_KEPT_IN):
        how = str(source.label)
    said = {"reason": reason or how, "placement": str(key), "placed_by": source.value}
    with pghistory.context(user=actor.user_id, **said):
        yield


def _set(
    household: Household, point: Point, source: PositionSource, accuracy: float | None
) -> None:
    household.position = point
    household.position_source = source
    household.position_accuracy = accuracy
    household.position_missing = ""
    household.save(update_fields=_COLUMNS)


def _checked(household: Household, placement: Placement) -> Point:
    if placement.source not in {PositionSource.MAP, PositionSource.PHONE}:
        raise DomainError("bad_source", _("Hãy đặt vị trí trên bản đồ hoặc bằng điện thoại."))
    if placement.source == PositionSource.PHONE:
        _check_accuracy(placement.accuracy)
    found = _read(household.commune, placement)
    point = Point(found.lon, found.lat, srid=4326)
    if not household.village.geom.buffer(_BORDER).contains(point) and not placement.anyway:
        raise DomainError(
            "outside_village",
            _("Vị trí này nằm ngoài %(village)s. Hãy xem lại; nếu đúng nhà, bấm “Vẫn lưu”.")
            % {"village": household.village.name},
        )
    return point


def has_known_place(household: Household) -> bool:
    """Whether somebody or some file said where it stands; its group's centre is no such place."""
    return household.position is not None and (
        household.position_source != PositionSource.GROUP_CENTRE
    )


def _checked_reason(household: Household, placement: Placement) -> str:
    reason = placement.reason.strip()
    if has_known_place(household) and not reason:
        raise DomainError(
            "no_reason",
            _("Hộ đã có vị trí. Hãy ghi lý do đổi, ví dụ: chuyển nhà, đặt nhầm."),
            detail={"field": "reason"},
        )
    return reason[:REASON_LENGTH]


def _check_accuracy(accuracy: float | None) -> None:
    if accuracy is None or not 0 <= accuracy < float("inf"):
        raise DomainError("no_accuracy", _("Điện thoại không cho biết sai số. Hãy định vị lại."))
    if accuracy > ROUGHEST:
        raise DomainError(
            "too_rough",
            _(
                "Sai số %(n)d m là quá lớn (cho phép tới 100 m). Hãy ra chỗ thoáng, bật định vị"
                " chính xác rồi thử lại, hoặc đặt trên bản đồ."
            )
            % {"n": min(round(accuracy), 99_999)},
        )


def _read(commune: Commune, placement: Placement) -> Place:
    """The place, inside the commune or within some 50 m of it."""
    ground = commune.geom.buffer(_BORDER).prepared

    def inside(lon: float, lat: float) -> bool:
        return bool(ground.contains(Point(lon, lat, srid=4326)))

    try:
        found = read_place(
            placement.first,
            placement.second,
            zones=zones_of_province(commune.province.code) or THREE_DEGREE_ZONES,
            inside=inside,
        )
    except CoordinateError as error:
        raise DomainError(
            "unreadable",
            _(
                "Không đọc được toạ độ. Ghi vĩ độ và kinh độ, ví dụ 21,5592 và 106,21103 hoặc"
                " 21°33'33\" và 106°12'40\"; hoặc X và Y theo VN-2000."
            ),
        ) from error
    if not inside(found.lon, found.lat):
        raise DomainError(
            "outside_commune",
            _("Vị trí này nằm ngoài %(commune)s. Hãy xem lại toạ độ.")
            % {"commune": commune.full_name},
        )
    return found


def place_at_centre(
    *, actor: Actor, key: UUID, household: int, version: int, now: datetime
) -> Answer:
    """The centre of its group, until somebody knows better; DomainError ``no_group``."""

    def work() -> Answer:
        row = _locked(actor, household, now)
        require_version(row, version)
        if has_known_place(row):
            raise DomainError("has_position", _("Hộ này đã có vị trí."), status=409)
        if row.group_id is None:
            raise DomainError(
                "no_group", _("Hộ này chưa thuộc tổ nào nên không có tâm tổ để lấy tạm.")
            )
        _give_centres(actor, key, [row])
        return {"placement": str(key), "household": row.pk}

    body = {"verb": "place_at_centre", "household": household, "version": version}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def place_village_at_centres(*, actor: Actor, key: UUID, village: int, now: datetime) -> Answer:
    """All of a village that have a group and no position get its centre; how many."""
    at = clock.local_day(now)

    def work() -> Answer:
        rows = Household.objects.reached_by(actor, BULK_ROLES).living(at=at).filter(village=village)
        if not rows.exists():
            raise not_found()
        bare = rows.filter(position__isnull=True, group__isnull=False).order_by("pk")
        homes = list(bare.select_for_update())
        _give_centres(actor, key, homes)
        return {"placement": str(key), "village": village, "households": len(homes)}

    body = {"verb": "place_village_at_centres", "village": village}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _give_centres(actor: Actor, key: UUID, homes: Sequence[Household]) -> None:
    groups = SelfManagedGroup.objects.filter(pk__in={home.group_id for home in homes})
    centres: dict[int | None, Point] = dict(
        groups.annotate(centre=PointOnSurface(F("geom"))).values_list("pk", "centre")
    )
    for home in homes:
        home.position = centres[home.group_id]
        home.position_source = PositionSource.GROUP_CENTRE
        home.position_accuracy = None
        home.position_missing = ""
    with _history(actor, key, PositionSource.GROUP_CENTRE):
        Household.objects.bulk_update(homes, _COLUMNS, batch_size=500)


def last_placement(pk: int) -> Any | None:
    """The household's newest row of history that a placement wrote, or None."""
    rows = events().filter(pgh_obj_id=pk, pgh_context__metadata__has_key="placement")
    return rows.select_related("pgh_context").order_by("-pgh_id").first()


def can_take_back(household: Household) -> bool:
    """Whether the last placement is what stands there now."""
    event = last_placement(household.pk)
    return event is not None and _stands(household, event)


def _stands(household: Household, event: Any) -> bool:
    """Whether the household's position is still what the row of history says."""
    return all(getattr(event, column) == getattr(household, column) for column in _COLUMNS)


def take_back(*, actor: Actor, key: UUID, household: int, now: datetime) -> Answer:
    """Undo the household's last placement; DomainError 409 when there is none, or it was changed.

    Of a village placed at once, only this household goes back.
    """

    def work() -> Answer:
        row = _locked(actor, household, now)
        event = last_placement(row.pk)
        if event is None or not can_take_back(row):
            raise DomainError(
                "nothing_to_undo",
                _("Không có lần đặt vị trí nào để hoàn tác, hoặc vị trí đã đổi sau đó."),
                status=409,
            )
        _take_back(actor, key, event.pgh_context_id, [row.pk])
        return {"household": row.pk}

    body = {"verb": "take_back_position", "household": household}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def take_back_village(*, actor: Actor, key: UUID, placement: UUID, now: datetime) -> Answer:
    """Undo a whole village's centres, but for households placed anew since; how many."""
    at = clock.local_day(now)

    def work() -> Answer:
        rows = Household.objects.reached_by(actor, BULK_ROLES).living(at=at)
        at_centre = rows.filter(position_source=PositionSource.GROUP_CENTRE)
        written = {
            event.pgh_obj_id: event
            for event in events().filter(
                pgh_obj_id__in=at_centre.values("pk"),
                pgh_context__metadata__placement=str(placement),
            )
        }
        homes = [
            home
            for home in at_centre.filter(pk__in=written).order_by("pk").select_for_update()
            if _stands(home, written[home.pk])
        ]
        if not homes:
            raise DomainError(
                "nothing_to_undo", _("Không còn vị trí tạm nào của lần đó."), status=409
            )
        _take_back(actor, key, written[homes[0].pk].pgh_context_id, [home.pk for home in homes])
        return {"households": len(homes)}

    body = {"verb": "take_back_village", "placement": str(placement)}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _take_back(actor: Actor, key: UUID, history: UUID, keys: Sequence[int]) -> None:
    with translation.override(_KEPT_IN):
        reason = _("Hoàn tác vị trí")
    with pghistory.context(user=actor.user_id, reason=reason, unplaced=str(key)):
        takeback.take_back(takeback.traces(history, only={Household: keys}))
