"""Households without a position: who may place them, how, and how it is taken back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from apps.accounts.models import AccessLog, User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.common.geo.vn2000 import from_wgs84
from apps.households import positions
from apps.households.models import Household, PositionSource
from apps.households.positions import POSITION_ROLES, Placement
from apps.households.versions import version_of
from apps.webmap.models import HouseholdMark
from tests.budgets import A_PAGE, Budget
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.world import World
from tests.households.desk import another_request, events, office

pytestmark = pytest.mark.django_db
# Inside the first village of the cast, and its first group.
HERE = ("21.507", "106.007")


@pytest.fixture
def bare(world: World) -> Household:
    """A household of the first group without a position."""
    return HouseholdFactory.create(group=world.groups[0], position=None, code="K1")


def placement(home: Household, **given: Any) -> Placement:
    fields: dict[str, Any] = {
        "household": home.pk,
        "version": version_of(home.pk),
        "first": HERE[0],
        "second": HERE[1],
        "source": "map",
        **given,
    }
    return Placement(**fields)


def test_a_village_that_is_done_gives_way_to_all(
    world: World, bare: Household, login: Callable[[User], Client]
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    done = world.villages[1].pk
    page = client.get(reverse("desk:positions"), {"thon": done})
    assert page.context["village"] is None
    assert bare.code in page.content.decode()


def put(world: World, now: datetime, home: Household, key: UUID | None = None, **given: Any) -> Any:
    return positions.place(
        actor=office(world, now), key=key or uuid4(), placement=placement(home, **given), now=now
    )


def now_at(home: Household) -> tuple[float, float] | None:
    point = Household.objects.get(pk=home.pk).position
    return None if point is None else (round(point.y, 5), round(point.x, 5))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        HERE,
        ("21,507", "106,007"),
        ("106.007", "21.507"),
        ("21°30'25.2\"B", "106°0'25.2\"Đ"),
        ("E 106.007", "N 21.507"),
    ],
)
def test_typed_in_any_way(
    world: World, now: datetime, bare: Household, first: str, second: str
) -> None:
    put(world, now, bare, first=first, second=second)
    assert now_at(bare) == (21.507, 106.007)


def test_typed_in_metres_of_vn2000(world: World, now: datetime, bare: Household) -> None:
    easting, northing = from_wgs84(106.007, 21.507, 9215)
    put(world, now, bare, first=f"{northing:.3f}", second=f"{easting:.3f}")
    assert now_at(bare) == (21.507, 106.007)
    home = Household.objects.get(pk=bare.pk)
    assert (home.position_source, home.position_missing) == (PositionSource.MAP, "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"first": "NaN"}, "unreadable"),
        ({"first": "inf", "second": "nan"}, "unreadable"),
        ({"first": "bỏ"}, "unreadable"),
        ({"first": ""}, "unreadable"),
        ({"first": "21.5", "second": "500"}, "unreadable"),
        ({"first": "48.85", "second": "2.35"}, "outside_commune"),
        ({"first": "10.77", "second": "106.69"}, "outside_commune"),
        ({"first": "2385222", "second": "592196"}, "outside_commune"),
        ({"first": "21.52", "second": "106.08"}, "outside_village"),
        ({"source": "phone"}, "no_accuracy"),
        ({"source": "phone", "accuracy": float("nan")}, "no_accuracy"),
        ({"source": "phone", "accuracy": -1.0}, "no_accuracy"),
        ({"source": "phone", "accuracy": 101.0}, "too_rough"),
        ({"source": "group_centre"}, "bad_source"),
    ],
)
def test_what_is_no_position_here_is_refused(
    world: World, now: datetime, bare: Household, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        put(world, now, bare, **given)
    assert now_at(bare) is None


def test_outside_the_village_only_when_wanted(world: World, now: datetime, bare: Household) -> None:
    put(world, now, bare, first="21.52", second="106.08", anyway=True)
    assert now_at(bare) == (21.52, 106.08)


def test_enter_in_a_field_does_not_save_anyway(
    world: World, bare: Household, login: Callable[[User], Client]
) -> None:
    """A browser presses the form's first button then."""
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("desk:position", args=[bare.pk])
    sent = {"key": str(uuid4()), "version": str(version_of(bare.pk)), "source": "map"}
    told = client.post(url, {**sent, "first": "21.52", "second": "106.08"})
    body = told.content.decode()
    assert 0 < body.index("Lưu vị trí") < body.index('name="anyway"')


def test_a_known_place_changes_with_a_reason(world: World, now: datetime) -> None:
    home = world.in_charge_of
    before = now_at(home)
    for reason in ("", "  "):
        with pytest.raises(DomainError, match="no_reason"):
            put(world, now, home, reason=reason)
    assert now_at(home) == before
    put(world, now, home, reason=" Chuyển nhà ")
    assert now_at(home) == (21.507, 106.007)
    said = events("Household").filter(pgh_obj=home).latest("pgh_id").pgh_context.metadata
    assert (said["reason"], said["placed_by"]) == ("Chuyển nhà", "map")


def test_a_group_s_centre_is_no_known_place(world: World, now: datetime, bare: Household) -> None:
    version = version_of(bare.pk)
    positions.place_at_centre(
        actor=office(world, now), key=uuid4(), household=bare.pk, version=version, now=now
    )
    with another_request():
        put(world, now, bare)
    assert now_at(bare) == (21.507, 106.007)


def test_the_form_asks_for_a_reason_where_there_is_a_place(
    world: World, bare: Household, login: Callable[[User], Client]
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    home = world.in_charge_of
    url = reverse("desk:position", args=[home.pk])
    assert 'name="reason"' in client.get(url).content.decode()
    assert (
        'name="reason"' not in client.get(reverse("desk:position", args=[bare.pk])).content.decode()
    )
    fields = _fields(client, home)
    told = client.post(url, fields)
    assert told.status_code == 400
    assert "Hãy ghi lý do đổi" in told.content.decode()
    assert client.post(url, {**fields, "reason": "Đặt nhầm"})["Location"] == url
    assert now_at(home) == (21.507, 106.007)


def test_a_phone_is_written_down_with_its_accuracy(
    world: World, now: datetime, bare: Household
) -> None:
    put(world, now, bare, source="phone", accuracy=12.5)
    home = Household.objects.get(pk=bare.pk)
    assert (home.position_source, home.position_accuracy) == (PositionSource.PHONE, 12.5)
    said = events("Household").filter(pgh_obj=home).latest("pgh_id").pgh_context.metadata
    assert (said["reason"], said["placed_by"]) == ("Định vị điện thoại", "phone")


def test_the_same_key_places_once(world: World, now: datetime, bare: Household) -> None:
    key, wanted = uuid4(), placement(bare)
    actor = office(world, now)
    first = positions.place(actor=actor, key=key, placement=wanted, now=now)
    assert positions.place(actor=actor, key=key, placement=wanted, now=now) == first
    other = placement(bare, first="21.508")
    with pytest.raises(DomainError) as caught:
        positions.place(actor=actor, key=key, placement=other, now=now)
    assert (caught.value.code, caught.value.status) == ("key_used", 409)


def test_a_second_user_overwrites_nothing_unseen(
    world: World, now: datetime, bare: Household
) -> None:
    seen = placement(bare)
    put(world, now, bare)
    with pytest.raises(DomainError) as caught:
        positions.place(actor=office(world, now), key=uuid4(), placement=seen, now=now)
    assert (caught.value.code, caught.value.status) == ("stale", 409)


def test_the_centre_is_provisional_and_stays_on_the_worklist(
    world: World, now: datetime, at: date, bare: Household
) -> None:
    actor = office(world, now)
    positions.place_at_centre(
        actor=actor, key=uuid4(), household=bare.pk, version=version_of(bare.pk), now=now
    )
    home = Household.objects.get(pk=bare.pk)
    assert home.position_source == PositionSource.GROUP_CENTRE
    assert home.position is not None
    assert world.groups[0].geom.contains(home.position)
    assert positions.worklist(actor, at=at).get() == bare
    assert positions.counts(actor, at=at) == [
        {
            "village": bare.village_id,
            "village__name": "Thôn Nà A",
            "missing": 0,
            "provisional": 1,
            "centres": 0,
        }
    ]
    put(world, now, bare)
    assert not positions.worklist(actor, at=at).exists()


def test_no_centre_without_a_group_nor_over_a_real_position(world: World, now: datetime) -> None:
    alone = HouseholdFactory.create(group=world.groups[0], position=None)
    Household.objects.filter(pk=alone.pk).update(group=None)
    for home, code in ((alone, "no_group"), (world.households[0], "has_position")):
        with pytest.raises(DomainError, match=code):
            positions.place_at_centre(
                actor=office(world, now),
                key=uuid4(),
                household=home.pk,
                version=version_of(home.pk),
                now=now,
            )


def test_a_village_at_once_and_back(
    world: World, now: datetime, django_assert_max_num_queries: Any
) -> None:
    HouseholdFactory.create_batch(40, group=world.groups[0], position=None)
    HouseholdFactory.create_batch(5, group=world.groups[1], position=None)
    elsewhere = HouseholdFactory.create(group=world.groups[2], position=None)
    actor, key = office(world, now), uuid4()
    with django_assert_max_num_queries(14):
        answer = positions.place_village_at_centres(
            actor=actor, key=key, village=world.villages[0].pk, now=now
        )
    assert answer["households"] == 45
    assert now_at(elsewhere) is None
    placed = Household.objects.filter(position_source=PositionSource.GROUP_CENTRE)
    moved = placed.order_by("pk").first()
    assert moved is not None
    with another_request():
        put(world, now, moved)
    with another_request(), django_assert_max_num_queries(20):
        answer = positions.take_back_village(actor=actor, key=uuid4(), placement=key, now=now)
    assert answer == {"households": 44}
    assert not placed.exists()
    assert now_at(moved) == (21.507, 106.007)
    with pytest.raises(DomainError, match="nothing_to_undo"):
        positions.take_back_village(actor=actor, key=uuid4(), placement=key, now=now)


def test_the_last_placement_is_taken_back_once(
    world: World, now: datetime, bare: Household
) -> None:
    actor = office(world, now)
    put(world, now, bare)
    with another_request():
        put(world, now, bare, first="21.508", reason="Đặt nhầm")
    # Whatever language it was pressed in, the history is read by others.
    with another_request(), translation.override("en"):
        positions.take_back(actor=actor, key=uuid4(), household=bare.pk, now=now)
    assert now_at(bare) == (21.507, 106.007)
    last = events("Household").filter(pgh_obj_id=bare.pk).order_by("pgh_id").last()
    assert last.pgh_context.metadata["reason"] == "Hoàn tác vị trí"
    with pytest.raises(DomainError) as caught:
        positions.take_back(actor=actor, key=uuid4(), household=bare.pk, now=now)
    assert caught.value.status == 409


def test_what_changed_since_is_not_taken_back(world: World, now: datetime, bare: Household) -> None:
    put(world, now, bare)
    with another_request():
        Household.objects.filter(pk=bare.pk).update(position=world.households[0].position)
    with pytest.raises(DomainError, match="nothing_to_undo"):
        positions.take_back(actor=office(world, now), key=uuid4(), household=bare.pk, now=now)


def test_a_household_gets_its_reason_back(world: World, now: datetime, bare: Household) -> None:
    put(world, now, bare)
    with another_request():
        positions.take_back(actor=office(world, now), key=uuid4(), household=bare.pk, now=now)
    home = Household.objects.get(pk=bare.pk)
    assert (home.position, home.position_source, home.position_missing) == (None, "", "not_given")


def test_the_map_shows_it_at_once(world: World, now: datetime, bare: Household) -> None:
    assert HouseholdMark.objects.get(pk=bare.pk).geom is None
    put(world, now, bare)
    assert HouseholdMark.objects.get(pk=bare.pk).geom is not None


@pytest.mark.parametrize("role", sorted(Role))
def test_everybody_places_within_reach_only(
    world: World, now: datetime, at: date, role: Role
) -> None:
    own = HouseholdFactory.create(group=world.groups[0], position=None)
    put_in_charge(world.member, own, since=at)
    far = HouseholdFactory.create(group=world.groups[2], position=None)
    other = HouseholdFactory.create(group=world.other_households[0].group, position=None)
    actor = actor_for(world.users[role], at=now)
    reached = set(positions.worklist(actor, at=at).values_list("pk", flat=True))
    expected = {own.pk} if role in POSITION_ROLES else set()
    if role in {Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER}:
        expected.add(far.pk)
    assert reached == expected
    for home in (own, far, other):
        wanted = placement(home, source="phone", accuracy=10.0, anyway=True)
        if home.pk in expected and home is own:
            positions.place(actor=actor, key=uuid4(), placement=wanted, now=now)
        elif home.pk not in expected:
            with pytest.raises(DomainError):
                positions.place(actor=actor, key=uuid4(), placement=wanted, now=now)
            assert now_at(home) is None


# --- pages ------------------------------------------------------------------------------------


def _fields(client: Client, home: Household, **given: str) -> dict[str, str]:
    page = client.get(reverse("desk:position", args=[home.pk])).context["form"]
    return {
        "key": str(page["key"].value()),
        "version": str(page["version"].value()),
        "source": "map",
        "first": HERE[0],
        "second": HERE[1],
        **given,
    }


def test_a_form_is_kept_when_it_is_refused(
    world: World, login: Callable[[User], Client], bare: Household
) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    url = reverse("desk:position", args=[bare.pk])
    answer = client.post(url, _fields(client, bare, first="abc", second="106,9"))
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Không đọc được toạ độ" in text
    assert 'value="abc"' in text
    assert 'value="106,9"' in text
    assert client.post(url, {"first": ""}).status_code == 422


def test_outside_the_village_is_asked_once_more(
    world: World, login: Callable[[User], Client], bare: Household
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("desk:position", args=[bare.pk])
    fields = _fields(client, bare, first="21.52", second="106.08")
    answer = client.post(url, fields)
    assert 'name="anyway"' in answer.content.decode()
    again = client.post(url, {**fields, "anyway": "1"})
    assert again["Location"] == url
    assert now_at(bare) == (21.52, 106.08)
    # A double tap is one wish.
    assert client.post(url, {**fields, "anyway": "1"}).status_code == 302


def test_a_stale_form_shows_what_is_there_and_saves_the_next_time(
    world: World, now: datetime, login: Callable[[User], Client], bare: Household
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("desk:position", args=[bare.pk])
    fields = _fields(client, bare)
    Household.objects.filter(pk=bare.pk).update(phone="0911")
    answer = client.post(url, fields)
    assert answer.status_code == 409
    fields["version"] = str(answer.context["form"]["version"].value())
    assert client.post(url, fields).status_code == 302


def test_buttons_of_the_worklist(
    world: World, login: Callable[[User], Client], bare: Household
) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    village = world.villages[0].pk
    page = client.get(reverse("desk:positions"), {"thon": str(village)})
    assert "Lấy tạm tâm tổ cho 1 hộ của Thôn Nà A" in page.content.decode()
    key = str(uuid4())
    answer = client.post(
        reverse("desk:positions-village", args=[village]), {"key": key, "version": "0"}
    )
    page = client.get(answer["Location"])
    assert "Hoàn tác lần lấy tạm vừa rồi" in page.content.decode()
    assert "tạm" in page.content.decode()
    form = page.context["back_form"]
    back = {"key": str(form["key"].value()), "placement": key}
    assert client.post(reverse("desk:positions-back"), back).status_code == 302
    assert now_at(bare) is None
    fields = {"key": str(uuid4()), "version": str(version_of(bare.pk))}
    client.post(reverse("desk:position-centre", args=[bare.pk]), fields)
    assert now_at(bare) is not None
    fields = {"key": str(uuid4()), "version": "0"}
    client.post(reverse("desk:position-back", args=[bare.pk]), fields)
    assert now_at(bare) is None


def test_opening_a_household_is_logged(
    world: World, login: Callable[[User], Client], bare: Household
) -> None:
    user = world.users[Role.GROUP_OFFICER]
    login(user).get(reverse("desk:position", args=[bare.pk]))
    row = AccessLog.objects.get()
    assert (row.user, row.action, row.object_id) == (user, "read_household", bare.pk)


def test_five_hundred_are_paged(world: World, budget: Budget) -> None:
    HouseholdFactory.create_batch(150, group=world.groups[0], position=None)
    office, url = world.users[Role.COMMUNE_OFFICE], reverse("desk:positions")
    for page in ("1", "2", "99", "-1", "x"):
        answer = budget.holds(office, url, A_PAGE + 6, query={"trang": page, "thon": "x"})
    assert len(answer.context["rows"]) == 100


def test_the_card_says_provisional(
    world: World, now: datetime, login: Callable[[User], Client], bare: Household
) -> None:
    positions.place_at_centre(
        actor=office(world, now),
        key=uuid4(),
        household=bare.pk,
        version=version_of(bare.pk),
        now=now,
    )
    client = login(world.users[Role.COMMUNE_OFFICE])
    card = client.get(reverse("webmap:household", args=[bare.pk])).json()
    assert card["position"] == {"has": True, "note": "Tạm lấy tâm tổ", "provisional": "vị trí tạm"}
