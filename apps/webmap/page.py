"""What the map page needs to know before it loads anything."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import (
    COMMUNE_ROLES,
    HOUSEHOLD_ROLES,
    PHONE_ROLES,
    TAKER_ROLES,
    VILLAGE_WIDE_ROLES,
    Role,
)
from apps.areas.models import Commune
from apps.assignments.plans.roles import drafting_cells
from apps.households.positions import POSITION_ROLES
from apps.issues.brief import LETTER_OF
from apps.issues.causes import LINKER_ROLES
from apps.issues.kinds import CURRENT, RESTRICTED
from apps.planning.querysets import PLANNER_ROLES
from apps.reports.exports.grids import grids_of
from apps.reports.exports.subjects import FORM_LABELS, PURPOSES, SUBJECTS
from apps.webmap.contactrules import map_rules, told
from apps.webmap.issuehexes import STATEMENT_OF
from apps.webmap.orderpoints import ORDER_ROLES
from apps.webmap.payloads import bounds_of
from apps.webmap.scope import TileScope, aggregates_only, hides_small, scope_of
from apps.webmap.selectors import Outlines, outlines, sees_all_rows
from apps.webmap.strings import map_strings
from apps.webmap.tiles import HEXAGONS_OF_TIER_ABOVE_UP_TO

# Beyond this zoom tiles are drawn larger; their grid is 15 cm wide there.
MAX_NATIVE_ZOOM = 16


def _issue_kinds() -> list[dict[str, Any]]:
    """Every kind with the letter that marks know it by (see ``apps.issues.brief``)."""
    return [
        {
            "key": kind.value,
            "letter": letter,
            "label": str(kind.label),
            "weight": CURRENT[kind].weight,
            # Whether several households may have one of them for one reason.
            "joint": kind not in RESTRICTED,
        }
        for kind, letter in LETTER_OF.items()
    ]


def _area(actor: Actor, units: Outlines) -> dict[str, str]:
    """The name and level of the actor's own area, the widest one first."""
    communes = ", ".join(commune.full_name for commune in units.communes)
    if actor.has_any({Role.PROVINCE_VIEWER}):
        provinces = {commune.province.name for commune in units.communes}
        return {"level": "province", "name": ", ".join(sorted(provinces))}
    # The police has no figures of its commune: whoever counts households besides counts those.
    is_police_only = Role.COMMUNE_POLICE in actor.roles and not actor.has_any(HOUSEHOLD_ROLES)
    if is_police_only or actor.has_any(COMMUNE_ROLES):
        return {"level": "commune", "name": communes}
    if actor.has_any(VILLAGE_WIDE_ROLES):
        return {"level": "villages", "name": ", ".join(unit.name for unit in units.villages)}
    if actor.has_any({Role.GROUP_OFFICER}):
        return {"level": "groups", "name": _("Các tổ được phân công")}
    return {"level": "households", "name": _("Hộ của tôi")}


def _order_urls(actor: Actor) -> dict[str, str]:
    """Where public-order issues come from as points, for who reads a commune's."""
    return {"order": reverse("webmap:order-points")} if actor.has_any(ORDER_ROLES) else {}


def _export_urls(actor: Actor) -> dict[str, str]:
    """Where files of the chosen households are made, for who takes such away."""
    return {"export": reverse("webmap:export")} if actor.has_any(TAKER_ROLES) else {}


def _tiles_of_tier_above(actor: Actor, scope: TileScope) -> dict[str, Any]:
    """Hexagons of each kind of issues, by its key, and the last zoom that has any."""
    if not aggregates_only(actor):
        return {}
    return {
        "issues_of": {
            kind: _tile_template("webmap:issue-kind-tiles", scope.etag, kind=kind)
            for kind in STATEMENT_OF
        },
        "max_native_hexes": HEXAGONS_OF_TIER_ABOVE_UP_TO,
    }


def _tile_template(name: str, version: str, **more: str) -> str:
    """The address of tiles of a version, with ``{z}/{x}/{y}`` in place of the numbers."""
    address = reverse(name, kwargs={"z": 0, "x": 0, "y": 0, **more})
    return address.replace("0/0/0.mvt", f"{{z}}/{{x}}/{{y}}.mvt?v={version}")


def export_choices(actor: Actor, *, at: date) -> dict[str, Any]:
    """What the dialog offers that makes a file of the chosen households."""
    if not actor.has_any(TAKER_ROLES):
        return {}
    communes = Commune.objects.visible_to(actor).in_force(at=at)
    return {
        "forms": {form: FORM_LABELS[form] for form in SUBJECTS["households"].forms},
        "grids": grids_of(communes.select_related("province").defer("geom", "province__geom")),
        "purposes": PURPOSES,
    }


def _urls(actor: Actor) -> dict[str, str]:
    """Where the page asks and leads; 0 stands for a key."""
    return {
        "areas": reverse("webmap:areas"),
        "days": reverse("webmap:areas-days"),
        "days_table": reverse("webmap:issue-days"),
        "households": reverse("webmap:households"),
        "card": reverse("webmap:household", kwargs={"pk": 0}),
        "page": reverse("households:page", kwargs={"pk": 0}),
        **_export_urls(actor),
        "issue": reverse("issues:show", kwargs={"pk": 0}),
        "issues": reverse("issues:list"),
        "clusters": reverse("webmap:issue-clusters"),
        "causes": reverse("webmap:issue-causes"),
        "cause": reverse("issues:cause", kwargs={"pk": 0}),
        "folium": reverse("webmap:folium"),
        "takeaway": reverse("webmap:takeaway"),
        **_order_urls(actor),
        "trips": reverse("trips-api:list"),
        "trip_plan": reverse("trips-api:plan"),
        "trip_add": reverse("trips-api:add", kwargs={"pk": 0}),
        "trip": reverse("trips:show", kwargs={"pk": 0}),
        **_plan_urls(),
    }


def _plan_urls() -> dict[str, str]:
    return {
        "plans": reverse("plans:list"),
        "plan": reverse("plans:plan", kwargs={"pk": 0}),
        "plan_pairs": reverse("plans:pairs", kwargs={"pk": 0}),
        "plan_map": reverse("plan-map:map", kwargs={"pk": 0}),
        "plan_cell": reverse("plan-pages:cell", kwargs={"pk": 0}),
    }


def map_config(actor: Actor, *, at: date) -> dict[str, Any]:
    """The page's configuration, in the shape that ``static/js/pages/map.js`` reads."""
    units = outlines(actor, at=at)
    facts = told(actor, map_rules(units.reach), at=at)
    scope = scope_of(actor, at=at)
    return {
        "urls": _urls(actor),
        "tiles": {
            "units": _tile_template("webmap:tiles", scope.etag),
            "gaps": _tile_template("webmap:gap-tiles", scope.etag),
            "issues": _tile_template("webmap:issue-tiles", scope.etag),
            "points_from": scope.points_from,
            "max_native": MAX_NATIVE_ZOOM,
            **_tiles_of_tier_above(actor, scope),
        },
        "area": {
            **_area(actor, units),
            "bounds": bounds_of(units.villages or units.communes),
        },
        "sees": {
            "households": actor.has_any(HOUSEHOLD_ROLES),
            # Of areas: the police has outlines and points alone.
            "figures": actor.has_any(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER}),
            "rows": sees_all_rows(actor, at=at),
            "places": actor.has_any(POSITION_ROLES),
            "links": actor.has_any(LINKER_ROLES),
            # A role alone says nothing: who drafts sits on the committee of a cell today.
            "drafts_plans": bool(drafting_cells(actor, at=at)),
            "plans_trips": actor.has_any(PLANNER_ROLES),
            "phones": actor.has_any(PHONE_ROLES),
            "aggregates_only": aggregates_only(actor),
            # Also from who is in charge of some households besides looking at all areas.
            "steps_only": hides_small(actor),
        },
        "issues": {"kinds": _issue_kinds()},
        **facts,
        "strings": map_strings() | facts["strings"],
    }
