"""The office at its people desk, and a rule that shows on the map."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.visits.models import ContactRule
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def _fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0


@SIZES
def test_who_leaves_leaves_households_on_the_map(
    world: World, site: Site, now: datetime, size: dict[str, int]
) -> None:
    page = site.open_plain(world.users[Role.COMMUNE_OFFICE], "/nguoi/", size)
    _fits(page)
    page.get_by_label("Tìm theo tên").fill(world.member.full_name.split()[-1].lower())
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name=world.member.full_name).click()
    _fits(page)
    page.get_by_role("link", name="Rời chi bộ").click()
    expect(page.get_by_text("Người này đang phụ trách 1 hộ")).to_be_visible()
    _fits(page)
    page.get_by_label("Vì sao").select_option("moved")
    page.get_by_label("Lý do hoặc số văn bản").fill("Giấy chuyển sinh hoạt 45")
    page.get_by_role("button", name="Ghi").click()
    # Not before it is agreed; what was filled in is still there.
    expect(page.get_by_text("Còn phụ trách 1 hộ")).to_be_visible()
    expect(page.get_by_label("Vì sao")).to_have_value("moved")
    page.get_by_label("Đồng ý").check()
    page.get_by_role("button", name="Ghi").click()
    expect(page.get_by_text("1 hộ nay chưa có người phụ trách.")).to_be_visible()
    expect(page.get_by_text("Giấy chuyển sinh hoạt 45").first).to_be_visible()
    day = now.date()
    assert not Assignment.objects.in_force(at=day).filter(person=world.member).exists()
    page.get_by_role("link", name="Xem trên bản đồ").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#count-uncovered")).to_contain_text("6")
    # The browser itself notes the answer 409 to the first attempt.
    site.complaints.clear()


@SIZES
def test_a_new_rule_shows_in_the_legend(world: World, site: Site, size: dict[str, int]) -> None:
    page = site.open_plain(world.users[Role.COMMUNE_LEADER], "/quy-dinh/", size)
    _fits(page)
    page.get_by_role("link", name="Sửa quy định").click()
    page.get_by_label("Các mốc ngày tô màu trên bản đồ").fill("10, 45")
    page.get_by_label("Lý do hoặc số văn bản").fill("Quy chế 04-QC/ĐU sửa đổi")
    _fits(page)
    page.get_by_role("button", name="Xem sẽ thay đổi gì").click()
    expect(page.locator("#effects")).to_contain_text("trên 45 ngày")
    assert not ContactRule.objects.exists()
    page.get_by_role("button", name="Ghi quy định").click()
    expect(page.get_by_text("Đã ghi quy định.")).to_be_visible()
    expect(page.get_by_text("Quy chế 04-QC/ĐU sửa đổi")).to_be_visible()
    page.goto(f"{site.server.url}/?theme=recency")
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#legend")).to_contain_text("Trên 45 ngày")
