"""The ground is the reader's choice among those of the settings, and is remembered."""

from typing import Any

import leaflet
import pytest
from playwright.sync_api import expect

from apps.accounts.roles import Role
from gis_project.basemaps import BaseMap, for_leaflet
from tests.browser.conftest import PHONE, Site
from tests.factories.world import World

URL = "https://tiles.example/{z}/{x}/{y}.png"
LAYERS = (
    BaseMap("Đường sá", URL, "© A"),
    BaseMap("Bóng <b>núi</b>", URL, "© B", kind="overlay"),
)


@pytest.fixture
def grounds(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(leaflet.app_settings, "TILES", for_leaflet(LAYERS, "base"))
    monkeypatch.setitem(leaflet.app_settings, "OVERLAYS", for_leaflet(LAYERS, "overlay"))
    settings.TILE_URL = URL
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = [*policy["img-src"], "https://tiles.example"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "img-src": sources}}


@pytest.mark.usefixtures("grounds")
def test_the_choice_of_the_ground_is_large_enough_for_a_thumb(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    button = page.get_by_role("button", name="Chọn bản đồ nền")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 48
    button.focus()
    page.keyboard.press("Enter")
    labels = page.locator(".leaflet-control-layers label")
    expect(labels).to_have_count(3)
    for label in labels.all():
        row = label.bounding_box()
        assert row is not None
        assert row["height"] >= 48


@pytest.mark.usefixtures("grounds")
def test_choosing_no_ground_is_remembered(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    expect(page.locator("img.leaflet-tile").first).to_be_attached()
    page.get_by_role("button", name="Chọn bản đồ nền").focus()
    page.keyboard.press("Enter")
    # Leaflet lets no click through in the moment in which the pointer opens the choice.
    page.locator(".leaflet-control-layers-list").hover()
    page.get_by_text("Bóng <b>núi</b>").click()
    expect(page.get_by_role("checkbox", name="Bóng <b>núi</b>")).to_be_checked()
    page.get_by_text("Không dùng bản đồ nền").click()
    page.reload()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".leaflet-control-attribution")).to_have_text("© B")


@pytest.mark.usefixtures("grounds")
def test_a_ground_that_does_not_come_is_told_until_it_does(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    corner = page.locator(".leaflet-control-attribution")
    expect(corner).not_to_contain_text("Bản đồ nền chưa tải được")
    page.route("https://tiles.example/**", lambda route: route.abort())
    page.get_by_role("button", name="Phóng to").click()
    expect(corner).to_contain_text("Bản đồ nền chưa tải được")
    page.unroute("https://tiles.example/**")
    # The browser names each tile that did not come.
    assert [text for text in site.complaints if "ERR_FAILED" not in text] == []
    site.complaints.clear()
    page.get_by_role("button", name="Phóng to").click()
    expect(corner).not_to_contain_text("Bản đồ nền chưa tải được")


def test_without_layers_there_is_nothing_to_choose(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    expect(page.locator(".leaflet-control-layers")).to_have_count(0)
