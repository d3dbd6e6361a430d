"""The boundary editor over HTTP: what it opens with, previews, writes, repeats and refusals."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.levels import Level
from apps.areas.models import BoundaryEdit, Village
from apps.areas.versions import events
from apps.households.models import Household
from tests.factories.areas import square
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

Post = Callable[..., tuple[int, dict[str, Any]]]
# Through village Nà A between its two groups, see tests.areas.test_following.
LINE = {"type": "LineString", "coordinates": [[105.99, 21.521], [106.06, 21.521]]}


def shape(outline: GEOSGeometry) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outline.geojson)
    return found


@pytest.fixture
def office(world: World, login: Callable[[User], Client]) -> Client:
    return login(world.users[Role.COMMUNE_OFFICE])


@pytest.fixture
def post(office: Client) -> Post:
    def send(verb: str, *, client: Client = office, **body: Any) -> tuple[int, dict[str, Any]]:
        body = {"key": str(uuid4()), "reason": "Nghị quyết 12", "level": "village", **body}
        url = reverse(f"webmap:boundaries-{verb}")
        response = client.post(url, json.dumps(body), content_type="application/json")
        return response.status_code, response.json()

    return send


def opened(client: Client, **query: Any) -> dict[str, Any]:
    response = client.get(reverse("webmap:boundaries"), query)
    assert response.status_code == 200, response.content
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    found: dict[str, Any] = response.json()
    return found


def units_of(client: Client, **query: Any) -> dict[int, dict[str, Any]]:
    return {unit["id"]: unit for unit in opened(client, **query)["units"]}


def test_the_editor_opens_with_villages_and_their_versions(world: World, office: Client) -> None:
    HouseholdFactory.create(group=world.groups[0], code="KHONG-TOA-DO", position=None)
    told = opened(office)
    assert told["commune"]["id"] == world.commune.pk
    assert [unit["name"] for unit in told["units"]] == ["Thôn Nà A", "Thôn Nà B"]
    first = told["units"][0]
    assert (first["households"], first["unlocated"]) == (7, 1)
    assert first["version"] == events(Level.VILLAGE).get(pgh_obj_id=first["id"]).pgh_id
    assert GEOSGeometry(json.dumps(first["outline"])).equals(world.villages[0].geom)
    assert first["area"] == pytest.approx(2.87e7, rel=0.01)
    assert (told["village"], told["around"], told["last"]) == (None, [], None)


def test_a_village_opens_with_its_groups_and_those_around(world: World, office: Client) -> None:
    told = opened(office, village=world.villages[0].pk)
    assert told["village"]["id"] == world.villages[0].pk
    assert [unit["parent"] for unit in told["units"]] == [world.villages[0].pk] * 2
    # Those of the village next door begin where this one ends.
    assert [unit["parent"] for unit in told["around"]] == [world.villages[1].pk] * 2


def test_what_lies_outside_is_not_there(
    world: World, office: Client, login: Callable[[User], Client], post: Post
) -> None:
    assert world.outsider is not None
    stranger = login(world.outsider)
    village = world.villages[0].pk
    for query in ({"commune": world.commune.pk}, {"village": village}):
        assert stranger.get(reverse("webmap:boundaries"), query).status_code == 404
    query = {"commune": world.commune.pk}
    assert stranger.get(reverse("webmap:boundaries-history"), query).status_code == 404
    assert office.get(reverse("webmap:boundaries"), {"village": 999_999}).status_code == 404
    assert office.get(reverse("webmap:boundaries"), {"village": "1 OR 1"}).status_code == 422
    outline = shape(square(106.0, 21.5, 0.04))
    bodies: dict[str, dict[str, Any]] = {
        "check": {"unit": village, "outline": outline},
        "check-split": {"unit": village, "line": LINE},
        "redraw": {"unit": village, "version": 1, "outline": outline},
        "add": {"parent": world.commune.pk, "name": "X", "outline": outline},
        "rename": {"unit": village, "version": 1, "name": "X"},
        "split": {"unit": village, "version": 1, "line": LINE, "parts": [{"name": "A"}] * 2},
        "merge": {
            "units": [{"unit": v.pk, "version": 1} for v in world.villages],
            "name": "X",
        },
        "undo": {"commune": world.commune.pk, "edit": 1},
    }
    for verb, body in bodies.items():
        status, told = post(verb, client=stranger, **body)
        assert (status, told["code"]) == (404, "not_found"), verb
    assert not BoundaryEdit.objects.exists()


def test_a_draft_is_told_what_it_would_do(world: World, post: Post) -> None:
    left, right = world.villages
    home = world.households[6]
    Household.objects.filter(pk=home.pk).update(position=Point(106.055, 21.505, srid=4326))
    status, told = post("check", unit=left.pk, outline=shape(square(106.0, 21.5, 0.06)))
    assert (status, told["ok"], told["fault"]) == (200, False, None)
    assert {each["code"] for each in told["refusals"]} == {"overlaps"}
    [piece] = told["overlaps"]
    assert [unit["id"] for unit in piece["units"]] == [right.pk]
    assert piece["area"] == pytest.approx(0.01 * 0.05 * 1.149e10, rel=0.01)
    version = piece["units"][0]["version"]
    status, told = post(
        "check",
        unit=left.pk,
        outline=shape(square(106.0, 21.5, 0.05).union(square(106.05, 21.5, 0.01))),
        neighbours=[{"unit": right.pk, "version": version, "manner": "cut"}],
    )
    assert (status, told["ok"], told["overlaps"]) == (200, True, [])
    # The three of the group stand on one spot of the other village's corner but one.
    followers = told["households"]
    assert followers["moves"] == len(followers["list"]) == 3
    mine = next(each for each in followers["list"] if each["id"] == home.pk)
    assert mine == {"id": home.pk, "code": home.code, "from": "Thôn Nà B", "to": "Thôn Nà A"}
    assert followers["inside"] == 9
    assert not BoundaryEdit.objects.exists()


def test_a_draft_that_crosses_itself_is_told_where(world: World, post: Post) -> None:
    ring = [[106, 21.5], [106.04, 21.54], [106.04, 21.5], [106, 21.54], [106, 21.5]]
    bow_tie = {"type": "Polygon", "coordinates": [ring]}
    status, told = post("check", unit=world.villages[0].pk, outline=bow_tie)
    assert (status, told["ok"], told["outline"]) == (200, False, None)
    assert told["fault"]["repairable"] is True
    assert told["fault"]["at"] == pytest.approx([106.02, 21.52])


def test_a_cut_is_told_what_lies_on_each_side(world: World, post: Post) -> None:
    status, told = post("check-split", unit=world.villages[0].pk, line=LINE)
    assert status == 200
    assert [(part["households"], part["groups"]) for part in told["parts"]] == [(3, 1), (3, 2)]
    halves = [part["outline"] for part in told["parts"]]
    status, again = post("check-split", unit=world.villages[0].pk, parts=halves)
    assert [part["area"] for part in again["parts"]] == [p["area"] for p in told["parts"]]


def test_split_history_and_undo(world: World, office: Client, post: Post) -> None:
    village = units_of(office)[world.villages[0].pk]
    key = str(uuid4())
    body = {
        "key": key,
        "unit": village["id"],
        "version": village["version"],
        "line": LINE,
        "parts": [{"name": "Thôn Bắc"}, {"name": "Thôn Nam", "code": "T09"}],
    }
    status, told = post("split", **body)
    assert status == 200, told
    assert [unit["name"] for unit in told["units"]] == ["Thôn Bắc", "Thôn Nam"]
    assert [unit["id"] for unit in told["ended"]] == [village["id"]]
    assert told["households_moved"] == 6
    # A lost answer is asked for again, and the same key for another wish is a mistake.
    assert post("split", **body) == (200, told)
    status, refused = post("split", **{**body, "reason": "Khác"})
    assert (status, refused["code"]) == (409, "key_used")
    shown = opened(office)
    assert len(shown["units"]) == 3
    assert shown["last"]["id"] == told["edit"]["id"]
    assert shown["last"]["by"]
    status, undone = post("undo", commune=world.commune.pk, edit=told["edit"]["id"])
    assert status == 200, undone
    assert opened(office)["last"] is None
    assert len(units_of(office)) == 2
    page = office.get(reverse("webmap:boundaries-history")).json()
    kinds = [(edit["kind"], edit["undone"], edit["undoes"]) for edit in page["edits"]]
    assert kinds == [("undone", False, told["edit"]["id"]), ("split", True, None)]
    url = reverse("webmap:boundaries-history")
    other = office.get(url, {"unit": str(world.villages[1].pk), "level": "village"}).json()
    assert other["edits"] == []
    event = events(Level.VILLAGE).filter(pgh_obj_id=village["id"]).order_by("pgh_id")[1]
    said = event.pgh_context.metadata
    assert said["user"] == world.users[Role.COMMUNE_OFFICE].pk
    assert (said["reason"], said["edit"]) == ("Nghị quyết 12", key)


def test_a_stale_version_is_told_what_is_there_now(
    world: World, office: Client, post: Post
) -> None:
    village = units_of(office)[world.villages[0].pk]
    body = {"unit": village["id"], "version": village["version"]}
    assert post("rename", name="Thôn Một", **body)[0] == 200
    status, told = post("rename", name="Thôn Hai", **body)
    assert (status, told["code"]) == (409, "stale")
    assert told["unit"]["name"] == "Thôn Một"
    assert told["unit"]["outline"]["type"] == "MultiPolygon"
    assert [change["changed"] for change in told["changes"]] == [["name"]]
    assert Village.objects.get(pk=village["id"]).name == "Thôn Một"


def test_redraw_gives_ground_to_the_neighbour_and_moves_whom_it_is_told(
    world: World, office: Client, post: Post
) -> None:
    left, right = (units_of(office)[v.pk] for v in world.villages)
    # Out of the first group's three households two follow.
    chosen = [home.pk for home in world.households[6:8]]
    status, told = post(
        "redraw",
        unit=left["id"],
        version=left["version"],
        outline=shape(square(106.0, 21.5, 0.05).union(square(106.05, 21.5, 0.01))),
        neighbours=[{"unit": right["id"], "version": right["version"], "manner": "cut"}],
        move=chosen,
    )
    assert status == 200, told
    assert told["households_moved"] == 2
    now = Household.objects.filter(village=left["id"]).values_list("pk", flat=True)
    assert set(now) == {home.pk for home in world.households[:6]} | set(chosen)


def test_a_new_village_takes_its_ground_and_people(
    world: World, office: Client, post: Post
) -> None:
    left = units_of(office)[world.villages[0].pk]
    status, told = post(
        "add",
        parent=world.commune.pk,
        name="Bản Mới",
        kind="ban",
        outline=shape(square(106.0, 21.5, 0.02)),
        neighbours=[{"unit": left["id"], "version": left["version"], "manner": "cut"}],
    )
    assert status == 200, told
    assert told["households_moved"] == 3
    assert Village.objects.get(pk=told["units"][0]["id"]).kind == "ban"
    status, told = post(
        "add", parent=world.commune.pk, name="Đảo", outline=shape(square(108.0, 21.5, 0.02))
    )
    assert (status, told["code"]) == (422, "outside_parent")


def test_groups_merge(world: World, office: Client, post: Post) -> None:
    groups = units_of(office, village=world.villages[0].pk)
    units = [{"unit": pk, "version": unit["version"]} for pk, unit in groups.items()]
    keeper = world.groups[0].pk
    status, told = post("merge", level="group", units=units, into=keeper, name="Tổ chung")
    assert status == 200, told
    assert told["households_moved"] == 3
    assert Household.objects.filter(group=keeper).count() == 6


def polygon(ring: str) -> str:
    return f'{{"type": "Polygon", "coordinates": [[{ring}]]}}'


CRS = '"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}'
HOSTILE = {
    "nan": (400, polygon("[106, 21.5], [106.01, NaN], [106.01, 21.51]")),
    "infinite": (400, polygon("[1e999, 1], [2, 2], [3, 3]")),
    "a thousand digits": (400, polygon(f"[{'9' * 1000}, 1], [2, 2], [3, 3]")),
    "collection": (400, '{"type": "GeometryCollection", "geometries": []}'),
    "crs": (400, polygon("[106, 21.5], [106.1, 21.5], [106.1, 21.6]")[:-1] + f", {CRS}}}"),
    "feature": (400, '{"type": "Feature", "geometry": null}'),
    "string": (400, '"POLYGON((0 0, 1 0, 1 1, 0 0))"'),
    "three numbers": (400, polygon("[1, 1, 0], [2, 2], [3, 3]")),
    "deep": (400, "[" * 100_000),
    "3 MB": (413, f'"{"x" * 3_000_000}"'),
    "many corners": (400, polygon(",".join(["[106, 21]"] * 20_001))),
    "a line": (400, polygon("[106, 21.5], [106.1, 21.6]")),
    "a needle": (422, polygon("[106, 21.5], [106.01, 21.5], [106, 21.5], [106, 21.51]")),
    "a point": (422, polygon("[106, 21.5], [106.00001, 21.5], [106, 21.50001]")),
    "a bow tie": (422, polygon("[106, 21.5], [106.01, 21.51], [106.01, 21.5], [106, 21.51]")),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_outlines_end_at_the_door(world: World, office: Client, name: str) -> None:
    expected, outline = HOSTILE[name]
    village = world.villages[0]
    version = units_of(office)[village.pk]["version"]
    head = json.dumps(
        {
            "key": str(uuid4()),
            "reason": "x",
            "level": "village",
            "unit": village.pk,
            "version": version,
        }
    )
    response = office.post(
        reverse("webmap:boundaries-redraw"),
        f'{head[:-1]}, "outline": {outline}}}',
        content_type="application/json",
    )
    assert response.status_code == expected, response.content[:300]
    assert {"code", "message"} <= response.json().keys()
    village.refresh_from_db()
    assert village.geom.equals(square(106.0, 21.5, 0.05))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "not-a-key"),
        ("key", 7),
        ("at", "hôm nay"),
        ("at", "0001-01-01"),
        ("reason", ["x"]),
        ("reason", "a\x00b"),
        ("name", "\ud800"),
        ("level", "commune"),
        ("unit", True),
        ("unit", 2**70),
        ("version", -1),
        ("version", "1"),
    ],
)
def test_a_body_of_wrong_shape_says_which_field(
    world: World, post: Post, field: str, value: object
) -> None:
    body = {"unit": world.villages[0].pk, "version": 1, "name": "X", field: value}
    status, told = post("rename", **body)
    assert (status, told["code"], told["field"]) == (422, "invalid", field)


def test_no_reason_no_change(world: World, office: Client, post: Post) -> None:
    village = units_of(office)[world.villages[0].pk]
    body = {"unit": village["id"], "version": village["version"], "name": "X"}
    assert post("rename", reason=" ", **body)[1]["code"] == "no_reason"
    assert post("rename", at="2999-01-01", **body)[1]["code"] == "not_yet"


def test_another_site_cannot_post_here(world: World, now: object) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("webmap:boundaries-undo")
    assert client.post(url, "{}", content_type="application/json").status_code == 403


def test_a_unit_that_is_taken_back_leaves_every_map(
    world: World, office: Client, post: Post
) -> None:
    """Also where no household moved, and nothing but the outline has changed."""
    status, told = post(
        "add", parent=world.commune.pk, name="Bản Mới", outline=shape(square(106.06, 21.56, 0.02))
    )
    assert (status, told.get("households_moved")) == (200, 0), told
    url = "/api/map/tiles/0/0/0.mvt"
    before = office.get(url)["ETag"]
    edit = told["edit"]["id"]
    assert post("undo", commune=world.commune.pk, edit=edit)[0] == 200
    assert office.get(url, headers={"if-none-match": before}).status_code == 200
