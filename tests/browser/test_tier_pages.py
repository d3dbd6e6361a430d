"""The office and the leader take a plan of tier 2 from nobody to every group, on both screens."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, Tier
from apps.people.models import CommuneOfficer
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_contrast import readable
from tests.factories.people import PersonFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_group_gets_an_officer(
    world: World, site: Site, at: date, size: dict[str, int]
) -> None:
    for name, group in zip(("Hà Văn Nhì", "Chu Thị Ba"), world.groups, strict=False):
        place = Point(*group.geom.extent[:2], srid=4326)
        person = PersonFactory.create(commune=world.commune, full_name=name, home=place)
        CommuneOfficer.objects.create(person=person, commune=world.commune, title="Công chức")
    page = site.open_plain(world.users[Role.COMMUNE_LEADER], "/phan-cong/", size)

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        readable(page)

    def go(name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("link", name=name, exact=True).first.click()
        fits()

    go("Cán bộ xã phụ trách Tổ NDTQ")
    go("Lập kế hoạch phân công")
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.locator(".plan-figures")).to_contain_text("4 trên 4")
    fits()
    go("Theo tổ")
    go("Tổ 2")
    page.get_by_label("Thêm người phụ trách").select_option(index=1)
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_role("button", name="Thôi phụ trách")).to_have_count(2)
    fits()
    go("Diễn biến")
    go("Trình lãnh đạo")
    page.get_by_role("button", name="Trình lãnh đạo").click()
    expect(page.locator(".plan-steps [aria-current]")).to_contain_text("Lãnh đạo xã xem")
    go("Ghi văn bản")
    page.get_by_label("Số văn bản").fill("7-QĐ/ĐU")
    if page.get_by_label("Đồng ý với những nơi").count():
        page.get_by_label("Đồng ý với những nơi").check()
    page.get_by_role("button", name="Ghi văn bản").click()
    expect(page.get_by_text("Văn bản đã có hiệu lực")).to_be_visible()
    in_force = Assignment.objects.in_force(at=at).filter(tier=Tier.OFFICER)
    assert in_force.values("group").distinct().count() == 4
    assert in_force.count() == 5
