"""From the map to a household's page, through its forms, and back to the map's numbers."""

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.households.models import Household
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_contrast import readable
from tests.factories.households import HouseholdMemberFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def _card(site: Site, world: World, size: dict[str, int]) -> Page:
    page = site.open(world.users[Role.COMMUNE_OFFICE], "/?tab=all", size)
    if size is PHONE:
        page.locator("#sheet-handle").click()
    page.locator(f".row-household[data-household='{world.in_charge_of.pk}']").click()
    expect(page.locator("#card .facts")).to_be_visible()
    return page


def _fits(page: Page) -> None:
    """Nothing to scroll sideways, text one can read."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    readable(page)


@SIZES
def test_from_the_map_to_a_change_and_its_story(
    site: Site, world: World, size: dict[str, int]
) -> None:
    home = world.in_charge_of
    page = _card(site, world, size)
    page.get_by_role("link", name="Xem trang hộ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(home.head_name)
    expect(page.locator(".home-map .leaflet-overlay-pane path").last).to_be_visible()
    _fits(page)
    page.get_by_role("link", name="Sửa liên lạc, số khẩu").click()
    page.get_by_label("Điện thoại").fill("0987 654 321")
    page.get_by_label("Lý do").fill("Chủ hộ báo số mới")
    _fits(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".notice-success")).to_have_text("Đã lưu.")
    page.get_by_role("link", name="Diễn biến của hộ").click()
    first = page.locator(".home-moment").first
    expect(first).to_contain_text("Điện thoại: 0912000111 → 0987654321.")
    expect(first).to_contain_text("Lý do: Chủ hộ báo số mới")
    _fits(page)


@SIZES
def test_a_household_that_leaves_is_gone_from_the_map(
    site: Site, world: World, size: dict[str, int]
) -> None:
    home = world.in_charge_of
    page = site.open(world.users[Role.COMMUNE_OFFICE], "/?tab=all", size)
    expect(page.locator("#count-all")).to_have_text("12")
    page.goto(f"{site.server.url}/ho/{home.pk}/chuyen-di/")
    expect(page.locator("main")).to_contain_text(f"{world.member.full_name} thôi phụ trách hộ")
    page.get_by_label("Chuyển đi từ").fill("16/11/2026")
    page.get_by_label("Lý do").fill("Trưởng thôn báo")
    page.get_by_role("button", name="Ghi chuyển đi").click()
    expect(page.locator("main")).to_contain_text("Hộ không còn được tính từ 16/11/2026")
    page.goto(f"{site.server.url}/?tab=all")
    expect(page.locator("#count-all")).to_have_text("11")
    assert Household.objects.get(pk=home.pk).left_reason == "moved"


@SIZES
def test_found_in_the_list_and_split(site: Site, world: World, size: dict[str, int]) -> None:
    home = world.in_charge_of
    HouseholdMemberFactory.create(household=home, full_name=home.head_name, relation="head")
    HouseholdMemberFactory.create(household=home, full_name="Lương Văn Sáu", relation="child")
    site.sign_in(world.users[Role.COMMUNE_OFFICE])
    page = site.context.new_page()
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict of two ints
    page.goto(f"{site.server.url}/ho/")
    _fits(page)
    page.get_by_label("Tìm tên chủ hộ").fill(home.code)
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name=home.head_name).click()
    page.get_by_role("link", name="Tách hộ").click()
    page.get_by_role("checkbox", name="Lương Văn Sáu, con").check()
    page.get_by_role("radio", name="Lương Văn Sáu, con").check()
    page.get_by_label("Tách từ ngày").fill("16/11/2026")
    page.get_by_label("Lý do").fill("Cưới vợ, ra riêng")
    _fits(page)
    page.get_by_role("button", name="Tách hộ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lương Văn Sáu")
    _fits(page)
