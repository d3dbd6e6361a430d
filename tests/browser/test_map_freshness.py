"""What others write down shows on an open map without a reload."""

from datetime import date

from playwright.sync_api import expect

from apps.accounts.roles import Role
from tests.browser.conftest import WIDE, Site
from tests.conftest import NOW
from tests.factories.areas import CommuneFactory, square
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.issues import reported
from tests.factories.world import World

NOTES_FETCHES = """() => {
    const { fetch } = window;
    window.asked = [];
    window.fetch = (url, how) => {
        window.asked.push([String(url), how?.cache]);
        return fetch(url, how);
    };
}"""
LOOKS_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_an_assignment_of_somebody_else(site: Site, world: World, at: date) -> None:
    page = site.open(world.users[Role.CELL_COMMITTEE], "/", WIDE)
    expect(page.locator("#count-uncovered")).to_contain_text("5")
    before = page.evaluate("location.href")
    put_in_charge(world.member, world.households[1], since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator("#count-uncovered")).to_contain_text("4")
    assert page.evaluate("location.href") == before


def test_nothing_new_loads_nothing(site: Site, world: World) -> None:
    page = site.open(world.users[Role.CELL_COMMITTEE], "/", WIDE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    with page.expect_response(lambda answer: answer.request.method == "HEAD") as told:
        page.evaluate(LOOKS_AGAIN)
    assert told.value.status == 304
    assert asked == ["HEAD"]


def test_villages_of_the_commune_that_a_province_has_opened(
    site: Site, world: World, at: date
) -> None:
    for number in range(4):
        CommuneFactory.create(
            province=world.commune.province, code=f"9910{number}", geom=square(106.2, 21.7 + number)
        )
    homes = HouseholdFactory.create_batch(60, group=world.groups[0])
    page = site.open(world.users[Role.PROVINCE_VIEWER], f"/?c={world.commune.pk}", WIDE)
    share = page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"] .unit-share')
    before = share.text_content()
    for home in homes[:20]:
        put_in_charge(world.member, home, since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(share).not_to_have_text(before or "")
    # Hexagons asked for only now are not those that the browser may have kept from before.
    page.evaluate(NOTES_FETCHES)
    with page.expect_request("**/api/map/tiles/gaps/**"):
        page.locator("#hexes").select_option("gaps")
    caches = page.evaluate("asked.filter(([url]) => url.includes('/gaps/')).map(([, how]) => how)")
    assert set(caches) == {"no-cache"}


def test_two_days_that_are_compared(site: Site, world: World) -> None:
    leader, village = world.users[Role.COMMUNE_LEADER], world.villages[0].pk
    page = site.open(leader, "/?tab=units&since=2026-10-16&until=2026-11-16", WIDE)
    share = page.locator(f'.unit-row[data-unit="{village}"] .unit-share')
    expect(share).to_have_text("0 → 0")
    # What somebody is about to type stays.
    page.locator("#days summary").click()
    page.locator("#days-since").fill("01/1")
    reported(leader, world.households[0], at=NOW)
    page.evaluate(LOOKS_AGAIN)
    expect(share).to_have_text("0 → 1")
    expect(page.locator("#days-since")).to_have_value("01/1")
