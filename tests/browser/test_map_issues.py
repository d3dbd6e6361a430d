"""Issues on the map: colours, the legend as filter, and several issues with one cause."""

from datetime import timedelta

from django.contrib.gis.geos import Point
from playwright.sync_api import Locator, expect

from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.issues.models import Issue, IssueCause
from tests.browser.conftest import PHONE, Site
from tests.conftest import NOW
from tests.factories.issues import reported
from tests.factories.world import World

LEADER = Role.COMMUNE_LEADER


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
