"""Tiles that do not come: asked for again, told, given back; a session that has ended."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
TILES = re.compile(r"/api/map/tiles/\d+/\d+/\d+\.mvt\?v=")
HEXAGONS = re.compile(r"/api/map/tiles/gaps/\d+/\d+/\d+\.mvt\?v=")


def away(route: Route) -> None:
    route.fulfill(status=503, body="")


def dots(page: Page) -> int:
    return int(page.locator(".points-canvas").get_attribute("data-count") or 0)


@SIZES
def test_a_tile_that_fails_once_comes_by_itself(
    site: Site, world: World, size: dict[str, int]
) -> None:
    asked: list[str] = []

    def once(route: Route) -> None:
        if route.request.url in asked:
            route.fallback()
        else:
            asked.append(route.request.url)
            away(route)

    site.context.route(TILES, once)
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    expect(page.locator(".points-canvas")).to_have_attribute("data-count", "12")
    expect(page.locator("#map-trouble")).to_be_hidden()
    # The browser itself notes each 503 in its console.
    site.complaints.clear()


@SIZES
def test_what_is_missing_is_told_until_it_is_given_back(
    site: Site, world: World, size: dict[str, int]
) -> None:
    site.context.route(TILES, away)
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    notice = page.locator("#map-trouble")
    expect(notice).to_contain_text("Một phần bản đồ chưa tải được")
    assert dots(page) == 0
    box, tools = notice.bounding_box(), page.locator("#map-tools").bounding_box()
    assert box is not None
    assert tools is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= tools["x"]
    # Everything else goes on.
    expect(page.locator("#count-all")).to_have_text("12")
    site.context.unroute(TILES, away)
    notice.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".points-canvas")).to_have_attribute("data-count", "12")
    expect(notice).to_be_hidden()
    site.complaints.clear()


def test_missing_hexagons_are_told_and_forgotten_with_them(site: Site, world: World) -> None:
    site.context.route(HEXAGONS, away)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=gaps")
    expect(page.locator("#map-trouble")).to_be_visible()
    page.locator("#theme").select_option("coverage")
    expect(page.locator("#map-trouble")).to_be_hidden()
    site.complaints.clear()


@pytest.mark.parametrize("answer", [401, 403, 302])
def test_who_has_to_sign_in_again_is_told_so_at_once(site: Site, world: World, answer: int) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=answer, headers={"Location": "/"}, body="")

    site.context.route(TILES, refuse)
    page = site.open(world.users[Role.COMMUNE_LEADER])
    notice = page.locator("#map-trouble")
    expect(notice).to_contain_text("Phiên làm việc đã hết")
    site.context.unroute(TILES, refuse)
    with page.expect_navigation():
        notice.get_by_role("button", name="Đăng nhập lại").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".points-canvas")).to_have_attribute("data-count", "12")
    expect(notice).to_be_hidden()
    site.complaints.clear()
