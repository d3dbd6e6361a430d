"""Contrast as it is on the screen: every text of the page against what is behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_map_selection import choose
from tests.factories.world import World

# WCAG 2.2, 1.4.3: 4.5, or 3 for text from 24 px or bold from 18.66 px. Disabled controls are
# exempt; the names on the map have a white seam of their own.
POOR = """() => {
    const numbers = (colour) => {
        const found = colour.match(/[\\d.]+/g).map(Number);
        return colour.startsWith("color(srgb")
            ? [...found.slice(0, 3).map((value) => value * 255), found[3] ?? 1]
            : [found[0], found[1], found[2], found[3] ?? 1];
    };
    const over = ([r, g, b, a], under) =>
        [r, g, b].map((value, index) => value * a + under[index] * (1 - a));
    const behind = (element) => {
        const layers = [];
        for (let at = element; at !== null; at = at.parentElement) {
            const colour = numbers(getComputedStyle(at).backgroundColor);
            layers.push(colour);
            if (colour[3] === 1) {
                break;
            }
        }
        return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
    };
    const light = (rgb) => {
        const [r, g, b] = rgb.map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const poor = [];
    let seen = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const element = walker.currentNode.parentElement;
        const skipped = ".leaflet-pane, :disabled, [aria-hidden=true], script, noscript, option";
        if (text === "" || element.closest(skipped) || !element.checkVisibility()) {
            continue;
        }
        const style = getComputedStyle(element);
        const paper = behind(element);
        const ink = over(numbers(style.color), paper);
        const [dark, bright] = [light(ink), light(paper)].sort((a, b) => a - b);
        const contrast = (bright + 0.05) / (dark + 0.05);
        const size = Number.parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        seen += 1;
        if (contrast < (large ? 3 : 4.5)) {
            poor.push(`${text.slice(0, 40)}: ${contrast.toFixed(2)}`);
        }
    }
    return { poor, seen };
}"""


def readable(page: Page) -> None:
    found = page.evaluate(POOR)
    assert found["poor"] == []
    assert found["seen"] > 10


def card(page: Page) -> None:
    page.locator(".row-household").first.click()
    expect(page.locator("#card .facts")).to_be_visible()


def filters(page: Page) -> None:
    page.locator("#filter-open").click()
    page.locator(".facet-toggle").first.click()
    page.locator(".legend-class").first.click()


def chosen(page: Page) -> None:
    choose(page, "matching")


def drawing(page: Page) -> None:
    choose(page, "polygon")


def dialog(page: Page) -> None:
    page.locator("#tool-takeaway").click()


def areas(page: Page) -> None:
    page.locator("#tab-units").click()
    page.locator("#compare").check()


def search(page: Page) -> None:
    page.locator("#search-input").fill("thôn")
    expect(page.locator("#answers, .answers").first).to_be_visible()


STATES = (card, filters, chosen, dialog, areas, search)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_text_of_the_map_is_readable(
    site: Site, world: World, state: Callable[[Page], None]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=WIDE)
    state(page)
    readable(page)


def test_what_recedes_while_drawing_is_no_text_to_read(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=WIDE)
    drawing(page)
    assert page.locator("#draw-bar").is_visible()
    readable(page)


def test_a_phone_is_readable(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=PHONE)
    page.locator("#sheet-handle").click()
    readable(page)
    page.locator("[data-view=look]").click()
    readable(page)


def test_the_saved_page_is_readable(
    site: Site, world: World, tmp_path: Path, browser: Browser
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.locator("#tool-takeaway").click()
    with page.expect_download() as waiting:
        page.locator("[data-takeaway=folium]").click()
    waiting.value.save_as(tmp_path / "map.html")
    context = browser.new_context(offline=True)
    offline = context.new_page()
    offline.goto((tmp_path / "map.html").as_uri())
    offline.get_by_role("button", name="Chưa có người phụ trách").click()
    readable(offline)
    context.close()


def test_a_pale_text_is_noticed(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.evaluate("() => { document.querySelector('#filter-count').style.color = '#949494'; }")
    assert [text for text in page.evaluate(POOR)["poor"] if "hộ khớp" in text]
