"""What the boundary editor shows: units with outlines and versions, previews, and the history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import LineString, MultiPolygon
from django.db.models import Count, F, FloatField, Func, Q

from apps.accounts.actor import Actor
from apps.areas import editing, inspection, outline, parts, reshaping, topology, undoing
from apps.areas.inspection import Draft
from apps.areas.levels import Level, commune_of, unit_model
from apps.areas.models import BoundaryEdit, Commune, SelfManagedGroup, Village
from apps.areas.succession import Redrawing
from apps.areas.versions import versions_of
from apps.common.db import by_unit_name
from apps.households import moves
from apps.households.models import Household
from apps.people.models import Person

#: digits of a degree: a tenth of a millimetre
_DIGITS: Final = 9
#: degrees; groups of the villages around that an outline may be snapped to
_AROUND: Final = 5e-4
#: households that a preview names
MOST_NAMED: Final = 200
EDITS_A_PAGE: Final = 30

_AREA = Func(F("geom"), template="ST_Area(%(expressions)s::geography)", output_field=FloatField())


def commune_for(actor: Actor, commune: int | None) -> Commune:
    """The commune asked for, or the actor's first; DomainError 404 outside his own."""
    rows = Commune.objects.drawn_by(actor)
    if commune is not None:
        rows = rows.filter(pk=commune)
    found = rows.order_by("pk").first()
    if found is None:
        raise editing.not_found()
    return found


def editor(actor: Actor, *, commune: int | None, village: int | None, at: date) -> dict[str, Any]:
    """Everything the editor opens with: the villages of a commune, or one village's groups."""
    chosen = None
    if village is not None:
        chosen = editing.find_unit(Level.VILLAGE, village, actor=actor, today=at)
        commune = commune_of(chosen)
    home = commune_for(actor, commune)
    villages = Village.objects.drawn_by(actor).in_force(at=at).filter(commune=home)
    groups = SelfManagedGroup.objects.drawn_by(actor).in_force(at=at)
    around: list[dict[str, Any]] = []
    if chosen is None:
        units = _units(Level.VILLAGE, villages, actor, at)
    else:
        units = _units(Level.GROUP, groups.filter(village=chosen.pk), actor, at)
        others = groups.filter(village__commune=home).exclude(village=chosen.pk)
        near = others.filter(geom__dwithin=(chosen.geom, _AROUND))
        around = _units(Level.GROUP, near, actor, at)
    own = _units(Level.VILLAGE, villages.filter(pk=village or 0), actor, at)
    last = undoing.last_edit(home.pk)
    return {
        "today": at.isoformat(),
        "commune": {"id": home.pk, "name": home.full_name, "outline": _shape(home.geom)},
        "village": own[0] if own else None,
        "units": units,
        "around": around,
        "last": _edits([last], actor)[0] if last else None,
        "limits": LIMITS,
        "kinds": [[value, str(label)] for value, label in Village.Kind.choices],
    }


LIMITS: Final = {
    "bytes": outline.MAX_BYTES,
    "corners": outline.MAX_POINTS,
    "line_corners": outline.MAX_LINE_POINTS,
    "parts": parts.MOST_PARTS,
    "merged": reshaping.MOST_MERGED,
    "reason": editing.REASON_LENGTH,
    "name": 120,
}


def _shape(geom: MultiPolygon) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads(geom.geojson)
    return shape


def _units(level: Level, rows: Any, actor: Actor, at: date) -> list[dict[str, Any]]:
    shape = AsGeoJSON("geom", precision=_DIGITS)
    rows = rows.annotate(area=_AREA, shape=shape).defer("geom")
    found = list(rows.order_by(by_unit_name(), "pk"))
    keys = [unit.pk for unit in found]
    versions, homes = versions_of(level, keys), _homes(level, keys, actor, at)
    return [
        {
            "level": level.value,
            "id": unit.pk,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind if level is Level.VILLAGE else None,
            "parent": unit.commune_id if level is Level.VILLAGE else unit.village_id,
            "version": versions.get(unit.pk, 0),
            "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
            "area": round(unit.area, 1),
            "households": homes.get(unit.pk, (0, 0))[0],
            "unlocated": homes.get(unit.pk, (0, 0))[1],
            "outline": json.loads(unit.shape),
        }
        for unit in found
    ]


def _homes(level: Level, keys: Sequence[int], actor: Actor, at: date) -> dict[int, tuple[int, int]]:
    """Living households of each unit, and those of them without a position."""
    rows = Household.objects.visible_to(actor).living(at=at).filter(**{f"{level}__in": keys})
    counted = rows.values_list(level.value).annotate(
        homes=Count("pk"), unlocated=Count("pk", filter=Q(position__isnull=True))
    )
    return {unit: (homes, unlocated) for unit, homes, unlocated in counted.order_by()}


def preview(actor: Actor, draft: Draft, *, at: date) -> dict[str, Any]:
    """What an outline would do: warnings, refusals, and which households would follow."""
    found = inspection.inspect(draft, actor=actor, today=at)
    if found.redrawing is None:
        return {**found.told, "households": _followers(None, 0)}
    return {**found.told, "households": _followers(found.redrawing, found.unit)}


def _followers(redrawing: Redrawing | None, unit: int) -> dict[str, Any]:
    if redrawing is None:
        return {"inside": 0, "moves": 0, "list": [], "left_outside": 0}
    _old, new = redrawing.changes[unit]
    going = moves.moves_of(redrawing)
    names = _names(redrawing.level, {key for move in going for key in (move.before, move.after)})
    return {
        "inside": moves.homes_inside(redrawing.commune, [new], redrawing.at)[0],
        "moves": len(going),
        "list": [
            {
                "id": move.household,
                "code": move.code,
                "from": names.get(move.before),
                "to": names.get(move.after),
            }
            for move in going[:MOST_NAMED]
        ],
        "left_outside": moves.left_outside(redrawing, unit) if unit else 0,
    }


def _names(level: Level, keys: Iterable[int | None]) -> Mapping[int | None, str]:
    rows = unit_model(level)._default_manager.filter(pk__in=[key for key in keys if key])
    return dict(rows.values_list("pk", "name"))


def preview_cut(
    actor: Actor,
    level: Level,
    unit: int,
    line: LineString | None,
    drawn: Sequence[MultiPolygon | None],
    *,
    at: date,
) -> dict[str, Any]:
    """The parts of a split with what lies in each; DomainError as the split would raise."""
    found = editing.find_unit(level, unit, actor=actor, today=at)
    outlines = inspection.inspect_cut(found, line, drawn)
    homes = moves.homes_inside(commune_of(found), outlines, at)
    groups = SelfManagedGroup.objects.drawn_by(actor).in_force(at=at)
    own = groups.filter(village=unit if level is Level.VILLAGE else 0)
    unlocated = _homes(level, [unit], actor, at).get(unit, (0, 0))[1]
    return {
        "parts": [
            {
                "outline": _shape(part),
                "area": round(topology.area_m2(part), 1),
                "households": count,
                "groups": own.filter(geom__intersects=part).count(),
            }
            for part, count in zip(outlines, homes, strict=True)
        ],
        "unlocated": unlocated,
    }


def history(
    actor: Actor,
    *,
    commune: int | None,
    unit: tuple[Level, int] | None = None,
    before: int | None = None,
) -> dict[str, Any]:
    """Edits of a commune, the newest first, a page at a time."""
    home = commune_for(actor, commune)
    rows = BoundaryEdit.objects.drawn_by(actor).filter(commune=home)
    if unit is not None:
        named = [{"level": unit[0].value, "id": unit[1]}]
        rows = rows.filter(Q(answer__units__contains=named) | Q(answer__ended__contains=named))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("undone_by").order_by("-pk")[: EDITS_A_PAGE + 1])
    return {"edits": _edits(found[:EDITS_A_PAGE], actor), "more": len(found) > EDITS_A_PAGE}


def _edits(edits: Sequence[BoundaryEdit], actor: Actor) -> list[dict[str, Any]]:
    users = {edit.user_id for edit in edits}
    people = Person.objects.visible_to(actor).filter(user__in=users)
    names = dict(people.values_list("user_id", "full_name"))
    return [
        {
            "id": edit.pk,
            "kind": edit.kind,
            "kind_label": edit.get_kind_display(),
            "reason": edit.reason,
            "at": edit.happened_on.isoformat(),
            "written": edit.written_at.isoformat(),
            "by": names.get(edit.user_id, ""),
            "units": edit.answer.get("units", []),
            "ended": edit.answer.get("ended", []),
            "households": edit.answer.get("households_moved", 0),
            "undone": hasattr(edit, "undone_by"),
            "undoes": edit.undoes_id,
        }
        for edit in edits
    ]
