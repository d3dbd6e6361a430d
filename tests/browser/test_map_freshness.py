"""What others write down shows on an open map without a reload."""

from datetime import date

from playwright.sync_api import expect

from apps.accounts.roles import Role
from tests.browser.conftest import WIDE, Site
from tests.factories.households import put_in_charge
from tests.factories.world import World

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
