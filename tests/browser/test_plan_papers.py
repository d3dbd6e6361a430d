"""A plan's papers in a browser: the page fits a phone, and its buttons bring files."""

import pytest
from playwright.sync_api import expect

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.plans import draft, resolve
from tests.factories.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_secretary_takes_the_draft_to_the_meeting(
    world: World, site: Site, size: dict[str, int]
) -> None:
    homes, second = world.households, world.users[Role.COMMITTEE_MEMBER].person
    plan = draft(world.cell, {homes[0]: world.member, homes[1]: second})
    page = site.open_plain(world.users[Role.CELL_COMMITTEE], f"/phan-cong/{plan.pk}/giay-to/", size)
    expect(page.locator(".desk-tabs [aria-current]")).to_have_text("Giấy tờ")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for button in page.locator("main button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word (.docx)").first.click()
    assert taken.value.suggested_filename.startswith("nghi-quyet-")
    page.get_by_label("Của ai").select_option(label=world.member.full_name)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Excel (.xlsx)").last.click()
    assert taken.value.suggested_filename.startswith("danh-sach-ho-")


def test_a_member_takes_the_own_list(world: World, site: Site) -> None:
    plan = resolve(draft(world.cell, {world.in_charge_of: world.member}))
    path = f"/phan-cong/{plan.pk}/giay-to/"
    page = site.open_plain(world.users[Role.MEMBER_IN_CHARGE], path, PHONE)
    expect(page.get_by_role("heading", name="Danh sách hộ được giao")).to_be_visible()
    expect(page.get_by_role("heading", name="Nghị quyết và phụ lục")).to_have_count(0)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Word (.docx)").click()
    assert taken.value.suggested_filename.startswith("danh-sach-ho-")
