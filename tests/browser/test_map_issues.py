"""Issues on the map: colours, the legend as filter, and several issues with one cause."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Locator, expect

from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.issues.models import Issue, IssueCause
from tests.browser.conftest import PHONE, WIDE, Site
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.issues import reported
from tests.factories.world import World

LEADER = Role.COMMUNE_LEADER
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def _along_a_road(world: World) -> list[Issue]:
    """Three households of a village 100 m apart wait for their road, a fourth for something else.

    The first of them waits too long.
    """
    for place, home in enumerate(world.households[:3]):
        Household.objects.filter(pk=home.pk).update(
            position=Point(106.001 + 0.00097 * place, 21.501, srid=4326)
        )
    leader, road = world.users[LEADER], IssueKind.INFRASTRUCTURE
    reported(leader, world.households[3], at=NOW, kind=IssueKind.LAND)
    return [
        reported(leader, home, at=NOW - timedelta(days=0 if place else 90), kind=road)
        for place, home in enumerate(world.households[:3])
    ]


def test_rows_say_in_words_what_the_dots_say_in_colour(site: Site, world: World) -> None:
    _along_a_road(world)
    Household.objects.filter(pk=world.households[0].pk).update(poverty_status="poor")
    page = site.open(world.users[LEADER], "/?theme=issue&tab=all")

    def words(number: int) -> Locator:
        row = page.locator(f'.list-row[data-household="{world.households[number].pk}"]')
        return row.locator(".row-under")

    expect(words(0).locator(".row-class")).to_have_text("Hạ tầng, đã quá hạn")
    expect(words(1).locator(".row-class")).to_have_text("Hạ tầng")
    # That there is nothing is heard, and takes no room.
    expect(words(5).locator(".row-class")).to_have_count(0)
    expect(words(5).locator(".visually-hidden")).to_contain_text("Không có vấn đề")
    page.locator("#theme").select_option("poverty")
    expect(words(0).locator(".row-class")).to_have_text("Hộ nghèo")
    page.locator("#theme").select_option("coverage")
    expect(words(0).locator(".row-class")).to_have_count(0)


def test_from_the_legend_to_one_cause_for_neighbours(site: Site, world: World) -> None:
    issues = _along_a_road(world)
    page = site.open(world.users[LEADER], "/?theme=issue&tab=all", PHONE)
    page.get_by_role("button", name="Chú giải, lọc").click()
    expect(page.locator(".legend-note")).to_have_text("Vòng đậm bên ngoài: đã quá hạn")
    page.locator('#legend .legend-only[data-key="infrastructure"]').click()
    expect(page.locator("#filter-count")).to_contain_text("3")
    page.get_by_role("button", name="Cùng nguyên nhân?").click()
    # The one kind that was left in the legend is the one that is asked for.
    expect(page.locator("#clusters-kind")).to_have_value("infrastructure")
    row = page.locator(".cluster-row")
    expect(row).to_contain_text("3 hộ")
    row.focus()
    expect(page.locator(".pointed-marks")).to_have_attribute("data-count", "3")
    page.keyboard.press("Enter")
    expect(page.locator("#cluster-name")).to_be_focused()
    page.locator("#cluster-homes input").nth(2).uncheck()
    page.get_by_role("button", name="Gắn nguyên nhân chung").click()
    expect(page.locator("#cluster-error")).to_contain_text("Hãy ghi tên nguyên nhân")
    page.get_by_label("Tên nguyên nhân").fill("Ngầm tràn bị cuốn trôi")
    page.get_by_label("Tên nguyên nhân").press("Enter")
    expect(page.locator("#clusters-done")).to_contain_text("Đã gắn 2 vấn đề")
    cause = IssueCause.objects.get()
    assert set(cause.issues.all()) == set(issues[:2])
    expect(page.get_by_role("link", name="Mở nguyên nhân")).to_have_attribute(
        "href", f"/van-de/nguyen-nhan/{cause.pk}/"
    )
    # The third follows under the cause that is known by now.
    page.locator(".cluster-row").click()
    page.get_by_label("Ngầm tràn bị cuốn trôi").check()
    page.get_by_role("button", name="Gắn nguyên nhân chung").click()
    expect(page.locator("#clusters-done")).to_contain_text("Đã gắn 1 vấn đề")
    assert cause.issues.count() == 3
    page.locator(".cluster-row").click()
    page.get_by_role("button", name="Chọn các hộ này").click()
    expect(page.locator("#selection-count")).to_have_text("Đã chọn 3 hộ")


@SIZES
def test_areas_are_coloured_by_what_changed_between_two_days(
    site: Site, world: World, size: dict[str, int]
) -> None:
    leader, village = world.users[LEADER], world.villages[0].pk
    for number, home in enumerate(world.households[:5]):
        reported(leader, home, at=NOW - timedelta(days=90 if number < 2 else 3))
    page = site.open(leader, "/?tab=units", size)
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    page.locator("#days summary").click()
    page.locator("#days-since").fill("16/10/2026")
    page.locator("#days-until").fill("10/10/2026")
    page.get_by_role("button", name="Tô bản đồ").click()
    expect(page.locator("#days-note")).to_contain_text("phải muộn hơn")
    page.locator("#days-until").fill("16/11/2026")
    page.locator("#days-until").press("Enter")
    expect(page.locator("#days-note")).to_contain_text("16/10/2026 → cuối ngày 16/11/2026")
    row = page.locator(f'.unit-row[data-unit="{village}"]')
    expect(row.locator(".unit-share")).to_have_text("2 → 5")
    expect(row.locator(".unit-change")).to_contain_text("▼ +3 hộ")
    expect(row.locator(".unit-change .visually-hidden")).to_have_text("kém hơn: +3 hộ")
    other = page.locator(f'.unit-row[data-unit="{world.villages[1].pk}"]')
    expect(other.locator(".unit-change")).to_contain_text("= không đổi")
    expect(page.locator("#measure option")).to_have_text(
        ["Hộ có vấn đề đang chờ", "Hộ có vấn đề quá hạn", "Hộ chưa ai phụ trách"]
    )
    steps = page.locator("#steps li")
    expect(steps.nth(1).locator(".legend-label")).to_have_text("▼ Thêm dưới 10 hộ")
    expect(steps.nth(1).locator(".legend-count")).to_have_text("1")
    expect(page.locator("#map .areas-canvas")).to_have_attribute("data-coloured", "2")
    # The days are in the address: a reload, the way down, the table and the way back.
    assert "since=2026-10-16&until=2026-11-16" in page.url
    page.reload()
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    expect(row.locator(".unit-share")).to_have_text("2 → 5")
    row.click()
    expect(page.locator(".unit-row .unit-share").first).to_contain_text("→")
    page.locator("#days summary").click()
    page.locator("#days-table").click()
    expect(page.locator(".days-village", has_text=world.villages[0].name)).to_contain_text("+3")
    page.locator("#days-on-map").click()
    page.wait_for_url("**/?tab=units&measure=waiting&since=2026-10-16&until=2026-11-16")
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#days-since")).to_have_value("16/10/2026")
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    page.locator("#days-off").click()
    assert "since=" not in page.url
    expect(page.locator("#measure option")).to_have_count(7)


def test_the_tier_above_compares_first_days_of_months_in_steps(site: Site, world: World) -> None:
    homes = HouseholdFactory.create_batch(32, group=world.groups[0])
    for number, home in enumerate(homes[:17]):
        reported(world.users[LEADER], home, at=NOW - timedelta(days=90 if number < 7 else 30))
    for home in homes[-6:]:
        put_in_charge(world.member, home, since=NOW.date() - timedelta(days=100))
    path = "/?measure=waiting&since=2026-10-01&until=2026-11-01"
    page = site.open(world.users[Role.PROVINCE_VIEWER], path)
    row = page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"]')
    # What is compared is told in steps; below the name stands what is so today.
    page.locator("#measure").select_option("uncovered")
    expect(row.locator(".unit-share")).to_have_text("30–34 → 30–34")
    expect(row.locator(".row-under")).to_contain_text("31 hộ chưa có người phụ trách")
    page.locator("#measure").select_option("waiting")
    expect(row.locator(".unit-share")).to_have_text("5–9 → 15–19")
    expect(row.locator(".unit-change")).to_contain_text("▼ +2 mức")
    expect(page.locator("#steps li").nth(1)).to_contain_text("Lên một, hai mức")
    page.locator("#days summary").click()
    page.locator("#days-since").fill("02/10/2026")
    page.locator("#days-since").press("Enter")
    expect(page.locator("#days-note")).to_contain_text("ngày đầu tháng")
    expect(row.locator(".unit-share")).to_have_text("• → •")
    # The browser notes the refusal.
    assert [text for text in site.complaints if "422" not in text] == []
    site.complaints.clear()
