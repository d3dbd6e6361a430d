"""What a reader is told when a request fails: who has to sign in, what was wrong, how to go on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from tests.browser.conftest import WIDE, Site
from tests.browser.test_map_selection import whole
from tests.conftest import NOW
from tests.factories.issues import reported
from tests.factories.world import World

ENDED = "Phiên làm việc đã hết. Hãy đăng nhập lại."
#: as Django REST framework writes down a form it could not read
UNREADABLE = "{'ids': [ErrorDetail(string='This list may not be empty.', code='empty')]}"


def led_to_sign_in(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/account/login/"}, body="")


def unreadable(route: Route) -> None:
    route.fulfill(status=400, json={"code": "invalid", "message": UNREADABLE})


def away(route: Route) -> None:
    route.fulfill(status=503, body="")


def of_posts(answer: Callable[[Route], None]) -> Callable[[Route], None]:
    """Of what is sent alone; what is read comes as ever."""
    return lambda route: answer(route) if route.request.method == "POST" else route.fallback()


WAYS = pytest.mark.parametrize(
    ("action", "button", "note", "own"),
    [
        ("takeaway", "[data-takeaway=print]", "#takeaway-note", "Chưa làm được"),
        ("takeaway", "[data-takeaway=folium]", "#takeaway-note", "Chưa làm được"),
        ("export", "#export-run", "#export-note", "Chưa xuất được"),
        ("trip", "#trip-send", "#trip-note", "Chưa lập được"),
    ],
    ids=["print", "file", "export", "trip"],
)


@WAYS
def test_what_is_asked_for_the_chosen(
    site: Site, world: World, action: str, button: str, note: str, own: str
) -> None:
    """What only programs read is not shown; who has to sign in is told so, not of the network."""
    page = site.open(world.users[Role.COMMUNE_LEADER], "/", WIDE)
    whole(page)
    page.locator(f"[data-action={action}]").click()
    if action == "export":
        page.locator("#export-form [name=purpose]").first.check()
    for answer, words in ((unreadable, own), (led_to_sign_in, ENDED)):
        page.route("**/api/**", of_posts(answer))
        page.locator(button).click()
        expect(page.locator(note)).to_contain_text(words)
        expect(page.locator(note)).not_to_contain_text("ErrorDetail")
        page.unroute("**/api/**")
    site.complaints.clear()


def test_a_filter_that_leaves_nobody_makes_no_file(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all", WIDE)
    page.locator("#filter-open").click()
    page.locator("#filter-text").fill("khong co ai ten nay")
    expect(page.locator("#filter-count")).to_contain_text("0 / ")
    page.keyboard.press("Escape")
    page.locator("#tool-takeaway").click()
    page.locator("[data-takeaway=folium]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Không còn hộ nào trong bộ lọc")


def test_a_card_after_the_session_leads_to_signing_in(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all", WIDE)
    home = world.households[1].pk
    page.route(f"**/api/map/households/{home}/", led_to_sign_in)
    page.locator(f'.list-row[data-household="{home}"]').click()
    card = page.locator("#card")
    expect(card.get_by_role("alert")).to_have_text(ENDED)
    with page.expect_navigation():
        card.get_by_role("button", name="Đăng nhập lại").click()
    site.complaints.clear()


def test_points_of_the_police_are_asked_for_again(site: Site, world: World) -> None:
    home, cell = world.in_charge_of, world.users[Role.CELL_COMMITTEE]
    reported(cell, home, at=NOW, kind=IssueKind.PUBLIC_ORDER)
    site.context.route("**/api/map/issues/order/", away)
    page = site.open(world.users[Role.COMMUNE_POLICE], "/", WIDE)
    words = page.locator("#order-words")
    expect(words.get_by_role("alert")).to_have_text("Chưa tải được vấn đề an ninh, trật tự.")
    site.context.unroute("**/api/map/issues/order/", away)
    words.get_by_role("button", name="Thử lại").click()
    expect(words).to_contain_text("1 vấn đề")
    expect(page.locator(".order-target")).to_have_count(1)
    site.complaints.clear()
