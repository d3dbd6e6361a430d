"""Choosing households by shape, by Ctrl and a click, in the list; the bar and its file."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def choose(page: Page, way: str) -> None:
    page.locator("#tool-select").click()
    page.locator(f"[data-select={way}]").click()


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one point of the map to another, as shares of its width and height."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + start[0] * box["width"], box["y"] + start[1] * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=6)
    page.mouse.up()


def whole(page: Page) -> None:
    """A rectangle over all that is to be seen of the map."""
    choose(page, "rectangle")
    # Legend, tools and search field let go of the map while a shape is drawn.
    drag(page, (0.03, 0.03), (0.98, 0.97))


def counted(page: Page, number: int) -> None:
    expect(page.locator("#selection-count")).to_have_text(f"Đã chọn {number} hộ")


@SIZES
def test_rectangle_takes_what_lies_in_it(site: Site, world: World, size: dict[str, int]) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    whole(page)
    expect(page.locator("#draw-bar")).to_be_hidden()
    counted(page, len(world.households))
    expect(page.locator("#selection-detail")).to_contain_text("11 hộ chưa ai phụ trách")
    expect(page.locator(".selected-marks")).to_have_attribute("data-count", "12")


@SIZES
def test_only_households_that_match_are_taken(
    site: Site, world: World, size: dict[str, int]
) -> None:
    village = world.villages[0].pk
    page = site.open(world.users[Role.COMMUNE_LEADER], f"/?village={village}", size)
    whole(page)
    expected = page.locator("#selection-count")
    expect(expected).to_have_text("Đã chọn 6 hộ")


def test_polygon_closes_with_enter_and_gives_corners_back(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    choose(page, "polygon")
    box = page.locator("#map").bounding_box()
    assert box is not None
    corners = [(0.35, 0.03), (0.85, 0.03), (0.85, 0.6), (0.5, 0.3)]
    for across, down in corners:
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    page.keyboard.press("Backspace")
    expect(page.locator("#draw-finish")).to_be_enabled()
    page.mouse.click(box["x"] + 0.35 * box["width"], box["y"] + 0.6 * box["height"])
    page.keyboard.press("Enter")
    expect(page.locator("#draw-bar")).to_be_hidden()
    expect(page.locator("#selection-bar")).to_be_visible()
    expect(page.locator("#card")).to_be_hidden()


def test_escape_stops_drawing(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    choose(page, "circle")
    expect(page.locator("#draw-bar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#draw-bar")).to_be_hidden()
    expect(page.locator("#selection-bar")).to_be_hidden()
    expect(page.locator("#tool-select")).to_be_focused()


def test_circle_shows_its_radius_and_alt_takes_away(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    choose(page, "matching")
    counted(page, 12)
    choose(page, "circle")
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.keyboard.down("Alt")
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.99, box["y"] + box["height"] / 2, steps=5)
    expect(page.locator(".map-tag")).to_contain_text("km")
    page.mouse.up()
    page.keyboard.up("Alt")
    expect(page.locator("#draw-bar")).to_be_hidden()
    expect(page.locator("#selection-count")).to_have_text("Chưa chọn hộ nào")
    page.locator("#selection-undo").click()
    counted(page, 12)


@SIZES
def test_rows_get_boxes_and_the_list_shows_only_the_chosen(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all", size)
    choose(page, "list")
    for household in world.households[6:8]:
        page.locator(f'[data-household="{household.pk}"] .row-check').click()
    counted(page, 2)
    row = page.locator(f'[data-household="{world.households[6].pk}"]')
    expect(row).to_have_attribute("aria-checked", "true")
    expect(page.locator("#card")).to_be_hidden()
    page.locator("#selection-only").click()
    expect(page.locator(".row-household")).to_have_count(2)
    page.locator("#selection-clear").click()
    expect(page.locator("#selection-only")).to_have_attribute("aria-pressed", "false")


def test_a_press_is_not_lost_when_the_rows_are_drawn_anew_under_it(
    site: Site, world: World
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    choose(page, "list")
    page.locator(f'[data-household="{world.households[6].pk}"] .row-check').hover()
    page.mouse.down()
    # All are chosen meanwhile, so that every row is drawn with a tick.
    page.evaluate("document.querySelector('[data-select=matching]').click()")
    counted(page, len(world.households))
    page.mouse.up()
    counted(page, len(world.households) - 1)


def test_ctrl_and_a_click_on_a_dot_choose_without_a_card(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.locator(f'[data-household="{world.households[1].pk}"]').click()
    expect(page.locator("#card .facts")).to_be_visible()
    ring = page.locator(".map-ring-selected").bounding_box()
    assert ring is not None
    page.locator("#card-close").click()
    middle = (ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    page.keyboard.down("Control")
    page.mouse.click(*middle)
    page.keyboard.up("Control")
    counted(page, 1)
    expect(page.locator("#card")).to_be_hidden()


@SIZES
def test_the_chosen_go_away_as_a_file(
    site: Site, world: World, size: dict[str, int], tmp_path: Path
) -> None:
    user = world.users[Role.COMMUNE_LEADER]
    page = site.open(user, size=size)
    choose(page, "matching")
    page.locator("[data-action=export]").click()
    dialog = page.locator("#export-dialog")
    dialog.get_by_label("CSV").check()
    dialog.get_by_label("Họp").check()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Xuất tệp").click()
    target = tmp_path / "list.csv"
    download.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    assert all(household.code in text for household in world.households)
    assert user.username not in download.value.suggested_filename
    expect(page.locator("#selection-note")).to_contain_text("12 hộ")
    expect(dialog).to_be_hidden()
    entry = AccessLog.objects.get(action=AccessLog.Action.EXPORT)
    assert (entry.count, entry.detail) == (12, "households csv meeting")


@SIZES
def test_targets_are_large_and_nothing_scrolls_sideways(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    choose(page, "matching")
    least = 48 if size is PHONE else 44
    for button in page.locator("#selection-bar button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= least
    wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert max(page.evaluate(wide)) <= size["width"]
