"""After log-out the browser has no tile of the map left on its disk."""

from playwright.sync_api import Page

from apps.accounts.roles import Role
from tests.browser.conftest import Site
from tests.factories.world import World

TILE = "/api/map/tiles/9/406/224.mvt"
# The same for every reader: it would still be answered where a tile is held back for its cookie.
STYLE = "/static/css/map.css"
# Answered from what the browser has kept, or not at all.
KEPT = """async (url) => {
    try {
        return (await fetch(url, { cache: "only-if-cached", mode: "same-origin" })).ok;
    } catch {
        return false;
    }
}"""


def kept(page: Page) -> list[bool]:
    return [page.evaluate(KEPT, url) for url in (TILE, STYLE)]


def test_tiles_leave_with_their_reader(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    # Without interception, which switches the browser's cache off.
    site.context.unroute_all()
    for url in (TILE, STYLE):
        page.evaluate("async (url) => { await fetch(url); }", url)
    assert kept(page) == [True, True]
    with page.expect_navigation():
        page.evaluate("document.querySelector('form[action*=logout]').submit()")
    assert kept(page) == [False, False]
    # The browser itself notes the miss in its console.
    site.complaints.clear()
