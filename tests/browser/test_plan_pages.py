"""A cell's secretary from 60 % to everybody looked after; nobody else can do any of it."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan
from apps.people.models import Person
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_contrast import readable
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.plans import draft
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def sixty(world: World, at: date) -> World:
    """Ten households in the cell's village, six with somebody, everybody near everybody."""
    homes = world.households[:6] + HouseholdFactory.create_batch(4, group=world.groups[0])
    place = world.in_charge_of.position
    assert place is not None
    second = PersonFactory.create(commune=world.commune, full_name="Hoàng Văn Ba")
    MembershipFactory.create(person=second, cell=world.cell)
    for number, home in enumerate(homes):
        home.position = Point(place.x + number * 0.0004, place.y, srid=4326)
        home.save()
    Person.objects.filter(pk__in=[second.pk, world.member.pk]).update(
        home=Point(place.x, place.y, srid=4326)
    )
    for home in homes[1:6]:
        put_in_charge(world.member, home, since=at - timedelta(days=60))
    return world


def _fits(page: Page) -> None:
    """Nothing to scroll sideways, text one can read."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    readable(page)


def _go(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()
    _fits(page)


@SIZES
def test_from_sixty_percent_to_everybody(
    sixty: World, site: Site, at: date, size: dict[str, int]
) -> None:
    secretary = sixty.users[Role.CELL_COMMITTEE]
    page = site.open_plain(secretary, "/phan-cong/", size)
    expect(page.locator(".plan-number")).to_contain_text("6 trên 10 hộ có người phụ trách (60 %)")
    _fits(page)
    _go(page, "Lập kế hoạch phân công")
    page.get_by_label("Theo phân công hiện nay").check()
    page.get_by_role("button", name="Lập dự thảo").click()
    expect(page.locator(".plan-figures")).to_contain_text("6 trên 10")
    _fits(page)
    _go(page, "Còn trống")
    expect(page.get_by_text("Có người ở gần còn nhận được").first).to_be_visible()
    _go(page, "Theo hộ")
    page.get_by_role("link", name="Chưa có người").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    page.locator("tbody th a").first.click()
    _fits(page)
    page.get_by_label("Người phụ trách").select_option(label=_option(page, "Hoàng Văn Ba"))
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator(".desk-facts")).to_contain_text("Hoàng Văn Ba")
    _go(page, "Theo người")
    page.get_by_role("button", name="Máy đề xuất cho các hộ chưa khoá").click()
    expect(page.locator(".plan-figures")).to_contain_text("10 trên 10")
    _go(page, "Diễn biến")
    expect(page.get_by_text("Lấy theo đề xuất").first).to_be_visible()
    _go(page, "Trình chi bộ")
    page.get_by_role("button", name="Trình chi bộ").click()
    expect(page.locator(".plan-steps [aria-current]")).to_contain_text("Họp chi bộ")
    page.get_by_role("link", name="In bản để họp").click()
    expect(page.locator(".paper h1")).to_have_text("Dự thảo phân công phụ trách hộ năm 2026")
    expect(page.get_by_role("button", name="In", exact=True)).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.get_by_role("link", name="Về kế hoạch").click()
    _go(page, "Ghi nghị quyết")
    page.get_by_label("Số nghị quyết").fill("07-NQ/CB")
    page.get_by_role("button", name="Ghi nghị quyết").click()
    expect(page.get_by_text("Nghị quyết đã có hiệu lực")).to_be_visible()
    covered = Assignment.objects.for_households().in_force(at=at)
    assert covered.filter(household__village=sixty.villages[0]).count() == 10
    page.goto(f"{site.server.url}/")
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#count-uncovered")).to_have_text("0")


def _option(page: Page, name: str) -> str:
    """The words of the choice that begins with a name."""
    option = page.get_by_label("Người phụ trách").locator("option").filter(has_text=name)
    return (option.first.text_content() or "").strip()


def test_others_can_do_none_of_it(sixty: World, site: Site) -> None:
    plan = draft(sixty.cell, {sixty.in_charge_of: sixty.member})
    assert sixty.outsider is not None
    others = [
        sixty.outsider,
        sixty.users[Role.MEMBER_IN_CHARGE],
        sixty.users[Role.COMMUNE_POLICE],
        sixty.users[Role.PROVINCE_VIEWER],
    ]
    for user in others:
        page = site.open_plain(user, "/quy-dinh/khong-co/")
        for path in ("", "ho/", "con-trong/", "in/", "trinh/", "nghi-quyet/"):
            answer = page.goto(f"{site.server.url}/phan-cong/{plan.pk}/{path}")
            assert answer is not None
            assert answer.status in {403, 404}, (user.username, path)
        page.close()
    reader = site.open_plain(sixty.users[Role.COMMUNE_LEADER], f"/phan-cong/{plan.pk}/")
    expect(reader.get_by_text("bạn xem được, không sửa")).to_be_visible()
    expect(reader.get_by_role("button", name="Máy đề xuất")).to_have_count(0)
    expect(reader.get_by_role("link", name="Trình chi bộ")).to_have_count(0)
    assert AssignmentPlan.objects.get().state == "draft"
    # The browser itself notes every answer 403 and 404.
    site.complaints.clear()


@SIZES
def test_what_is_open_today(sixty: World, site: Site, size: dict[str, int]) -> None:
    """A secretary and a leader come to it from where they begin."""
    page = site.open_plain(sixty.users[Role.CELL_COMMITTEE], "/phan-cong/", size)
    page.get_by_role("link", name="Còn 4 hộ chưa có ai").click()
    expect(page.locator(".lead-text")).to_contain_text("4 trên 10 hộ chưa có người phụ trách")
    expect(page.locator("tbody tr")).to_have_count(4)
    _fits(page)
    page = site.open_plain(sixty.users[Role.COMMUNE_LEADER], "/phan-cong/", size)
    page.get_by_role("link", name="Còn trống hôm nay").click()
    expect(page.locator(".lead-text")).to_contain_text("10 trên 16 hộ chưa có người phụ trách")
    _fits(page)
