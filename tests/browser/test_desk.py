"""The data desk in a browser: two entries merged and parted, households put on the map."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.households.models import Household, HouseholdMerge, PositionSource
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
HERE = {"longitude": 106.007, "latitude": 21.507, "accuracy": 15}


def _bare(world: World) -> Household:
    home: Household = HouseholdFactory.create(group=world.groups[0], position=None, code="K1")
    return home


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def _source(home: Household) -> str:
    return Household.objects.get(pk=home.pk).position_source


@SIZES
def test_merge_and_undo(site: Site, world: World, size: dict[str, int]) -> None:
    one, other = world.households[:2]
    Household.objects.filter(pk__in=[one.pk, other.pk]).update(
        head_name="Lý Văn Tư", head_birth_year=1960
    )
    Household.objects.filter(pk=other.pk).update(phone="0999888777")
    path = reverse("desk:doubles-pair", args=[one.pk, other.pk])
    page = site.open(world.users[Role.COMMUNE_OFFICE], path, size)
    expect(page.locator("#map .leaflet-tooltip")).to_have_count(2)
    page.locator("input[name=keep][value=other]").check()
    page.locator("input[name=phone][value=other]").check()
    _press(page, "Gộp thành một hộ")
    expect(page.locator(".notice-success")).to_contain_text("Đã gộp hai hộ")
    row = HouseholdMerge.objects.get()
    assert (row.kept, row.double) == (other, one)
    page.locator("[name=reason]").fill("Nhầm")
    _press(page, "Tách lại thành hai hộ")
    expect(page.locator(".notice-success")).to_contain_text("Đã tách lại")
    assert Household.objects.get(pk=one.pk).merged_into is None


@SIZES
def test_place_on_the_map_and_back(site: Site, world: World, size: dict[str, int]) -> None:
    home = _bare(world)
    page = site.open(
        world.users[Role.CELL_COMMITTEE], reverse("desk:position", args=[home.pk]), size
    )
    # In its middle, where the group lies.
    page.locator("#map").click()
    expect(page.locator(".place-mark")).to_have_count(1)
    expect(page.locator("#id_first")).not_to_have_value("")
    _press(page, "Lưu vị trí")
    expect(page.locator(".notice-success")).to_contain_text("Đã lưu vị trí hộ K1")
    assert _source(home) == PositionSource.MAP
    _press(page, "Hoàn tác lần đặt vừa rồi")
    expect(page.locator(".notice-success")).to_contain_text("Đã hoàn tác")
    assert _source(home) == ""


@SIZES
def test_the_phones_position(site: Site, world: World, size: dict[str, int]) -> None:
    home = _bare(world)
    put_in_charge(world.member, home, since=world.households[0].contacts.get().day)
    site.context.grant_permissions(["geolocation"])
    rough = HERE | {"accuracy": 400}
    site.context.set_geolocation(rough)  # type: ignore[arg-type]  # a TypedDict of floats
    path = reverse("desk:position", args=[home.pk])
    page = site.open(world.users[Role.MEMBER_IN_CHARGE], path, size)
    _press(page, "Vị trí điện thoại")
    expect(page.locator("#place-note")).to_contain_text("Sai số 400 m là quá lớn")
    site.context.set_geolocation(HERE)  # type: ignore[arg-type]  # a TypedDict of floats
    _press(page, "Vị trí điện thoại")
    expect(page.locator("#place-note")).to_contain_text("sai số 15 m")
    box = page.get_by_role("button", name="Lưu vị trí").bounding_box()
    assert box is not None
    assert box["height"] >= 48
    if size is PHONE:
        # Where a thumb reaches, without scrolling.
        assert 844 / 2 < box["y"] < 844 - 48
    _press(page, "Lưu vị trí")
    expect(page.locator(".notice-success")).to_contain_text("Đã lưu vị trí")
    row = Household.objects.get(pk=home.pk)
    assert (row.position_source, row.position_accuracy) == (PositionSource.PHONE, 15)


@SIZES
def test_provisional_for_now(site: Site, world: World, size: dict[str, int]) -> None:
    home = _bare(world)
    page = site.open(
        world.users[Role.COMMUNE_OFFICE], reverse("desk:position", args=[home.pk]), size
    )
    _press(page, "Lấy tạm tâm tổ")
    expect(page.locator(".notice-success")).to_contain_text("Đã lấy tạm tâm tổ")
    expect(page.locator(".place-mark.is-provisional")).to_have_count(1)
    page.get_by_role("link", name="Về danh sách").click()
    row = page.locator(".position-row")
    expect(row).to_contain_text("K1")
    expect(row).to_contain_text("tạm")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
