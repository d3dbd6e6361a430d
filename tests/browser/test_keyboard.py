"""The map without a pointer: names, order, live regions, and the whole way by keyboard."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.households.models import Household
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_map_freshness import LOOKS_AGAIN
from tests.factories.households import put_in_charge
from tests.factories.world import World

# What a screen reader has no name for. Hidden elements and Leaflet's drawings have none to have.
NAMELESS = """() => {
    const own = "button, a[href], input:not([type=hidden]), select, [role=tab], [role=listbox],"
        + " [role=toolbar], [role=region], dialog, nav, section[id], fieldset";
    const text = (id) => document.getElementById(id)?.textContent.trim();
    const named = (element) =>
        element.getAttribute("aria-label") ||
        (element.getAttribute("aria-labelledby") ?? "").split(" ").map(text).join("") ||
        [...(element.labels ?? [])].map((label) => label.textContent).join("").trim() ||
        element.querySelector(":scope > legend")?.textContent.trim() ||
        (element.matches("button, a, [role=tab]") && element.textContent.trim());
    return [...document.querySelectorAll(own)]
        .filter((element) => element.checkVisibility() && !named(element))
        .map((element) => element.outerHTML.slice(0, 90));
}"""


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is on ``selector``."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"{selector} is not to be reached by Tab")


def test_everything_has_a_name(site: Site, world: World) -> None:
    for size in (WIDE, PHONE):
        page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
        assert page.evaluate(NAMELESS) == []
        page.locator("#tool-select").click()
        assert page.evaluate(NAMELESS) == []
        page.locator("[data-select=matching]").click()
        page.locator("[data-action=takeaway]").click()
        assert page.evaluate(NAMELESS) == []
        page.close()


def test_the_page_has_one_heading_and_its_landmarks(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("region", name="Số liệu và danh sách")).to_be_visible()
    expect(page.get_by_role("navigation", name="Địa bàn đang xem")).to_be_visible()
    expect(page.get_by_role("application", name="Bản đồ các hộ")).to_be_visible()
    expect(page.get_by_role("toolbar", name="Công cụ bản đồ")).to_be_visible()
    expect(page.get_by_role("tab", selected=True)).to_have_count(1)


def test_what_changes_is_said(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    live = page.locator("#map-live")
    expect(live).to_have_attribute("aria-live", "polite")
    expect(live).to_have_text("Đã tải 12 hộ.")
    page.locator(".legend-class").first.click()
    expect(live).to_contain_text("1 / 12")
    page.locator("#tool-select").click()
    page.locator("[data-select=circle]").click()
    expect(live).to_contain_text("Kéo từ tâm")
    page.keyboard.press("Escape")
    expect(live).to_have_text("Đã thôi vẽ.")
    for role in ("#takeaway-note", "#selection-note"):
        expect(page.locator(role)).to_have_attribute("role", "status")


def test_focus_follows_what_is_read(site: Site, world: World) -> None:
    """Search, figures and list come before the map, the tools after it."""
    page = site.open(world.users[Role.COMMUNE_LEADER])
    order = (
        "#search-input",
        "#filter-open",
        "[role=tab]",
        "#list",
        "#map",
        "#theme",
        "#tool-select",
    )
    for selector in order:
        tab_to(page, selector)


def test_a_household_is_chosen_by_keyboard(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    tab_to(page, "#list")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#card .facts")).to_be_visible()
    expect(page.locator("#card-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#list")).to_be_focused()


def focused(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_focused()


def test_down_into_areas_and_up_again_by_keyboard(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units")
    village, group = world.villages[0].pk, world.groups[0].pk
    tab_to(page, f'.unit-row[data-unit="{village}"]')
    page.keyboard.press("Enter")
    expect(page.locator("#crumbs [aria-current]")).to_have_text("Thôn Nà A")
    # Among the parts of what was gone down into.
    focused(page, "#units li:first-child .unit-row")
    if page.locator("#units .unit-row").first.get_attribute("data-unit") != str(group):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # A group has no parts but households, which are on another tab.
    focused(page, "#crumbs [aria-current]")
    expect(page.locator("#crumbs [aria-current]")).to_have_text("Tổ 1")
    page.keyboard.press("Shift+Tab")
    focused(page, "#crumbs li:nth-child(2) button")
    page.keyboard.press("Enter")
    focused(page, "#crumbs [aria-current]")
    expect(page.locator("#crumbs [aria-current]")).to_have_text("Thôn Nà A")


def test_a_filter_taken_off_leaves_the_focus_beside_it(site: Site, world: World) -> None:
    page = site.open(
        world.users[Role.COMMUNE_LEADER], "/?tab=all&coverage=uncovered&poverty=none&policy=no"
    )
    chips = page.locator("#filter-chips button")
    count = chips.count()
    assert count >= 2
    chips.first.focus()
    for left in range(count - 1, 0, -1):
        page.keyboard.press("Enter")
        expect(chips).to_have_count(left)
        expect(chips.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#filter-open")).to_be_focused()


def test_who_walks_through_a_list_is_not_lost_when_it_is_drawn_anew(
    site: Site, world: World, at: date
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=uncovered")
    tab_to(page, "#list")
    for _step in range(4):
        page.keyboard.press("ArrowDown")
    active = page.locator(".list-row.is-active")
    here = active.get_attribute("data-household") or ""
    # Somebody is put in charge of the row above.
    above = page.locator(f'.list-row:has(+ [data-household="{here}"])')
    put_in_charge(world.member, household_of(above), since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator("#count-uncovered")).to_contain_text("10")
    focused(page, "#list")
    expect(active).to_have_attribute("data-household", here)
    # It has a neighbour when it goes itself.
    put_in_charge(world.member, household_of(active), since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator("#count-uncovered")).to_contain_text("9")
    expect(active).to_have_count(1)
    # Areas, too.
    page.locator("#tab-units").click()
    tab_to(page, f'.unit-row[data-unit="{world.villages[1].pk}"]')
    put_in_charge(world.member, world.households[-1], since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator("#figure-uncovered")).to_have_text("8")
    focused(page, f'.unit-row[data-unit="{world.villages[1].pk}"]')


def household_of(row: Locator) -> Household:
    return Household.objects.get(pk=int(row.get_attribute("data-household") or 0))


def test_households_are_filtered_by_keyboard(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    tab_to(page, "#filter-open")
    page.keyboard.press("Enter")
    tab_to(page, "#filter-panel button")
    page.keyboard.press("Space")
    expect(page.locator("#filter-chips li")).to_have_count(1)
    # The press that changed the panel keeps its place in it.
    assert page.evaluate("document.activeElement.matches('#filter-panel button')")
    page.keyboard.press("Escape")
    expect(page.locator("#filter-open")).to_be_focused()


def test_the_chosen_are_exported_by_keyboard(site: Site, world: World, tmp_path: Path) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    tab_to(page, "#tool-select")
    page.keyboard.press("Enter")
    tab_to(page, "[data-select=matching]")
    page.keyboard.press("Enter")
    expect(page.locator("#selection-count")).to_have_text("Đã chọn 12 hộ")
    tab_to(page, "[data-action=export]")
    page.keyboard.press("Enter")
    tab_to(page, "#export-dialog [name=format]")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("CSV")).to_be_checked()
    tab_to(page, "#export-dialog [name=purpose]")
    page.keyboard.press("Space")
    tab_to(page, "#export-run")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "list.csv")
    expect(page.locator("#selection-note")).to_contain_text("12 hộ")
    assert AccessLog.objects.get(action=AccessLog.Action.EXPORT).count == 12


def test_the_map_is_taken_away_by_keyboard(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.evaluate("() => { window.print = () => window.dispatchEvent(new Event('afterprint')); }")
    tab_to(page, "#tool-takeaway")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="In hoặc lưu bản đồ")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Tiêu đề")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#tool-takeaway")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "[data-takeaway=print]")
    page.keyboard.press("Enter")
    expect(page.locator("#map-live")).to_contain_text("Đã gửi bản đồ tới máy in")
    expect(page.locator("#tool-takeaway")).to_be_focused()
    assert AccessLog.objects.filter(action=AccessLog.Action.PRINT).count() == 1


def test_nothing_moves_for_who_wants_it_still(site: Site, world: World) -> None:
    """``Site.open`` asks for reduced motion."""
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=all")
    page.locator(".row-household").first.click()
    expect(page.locator("#card .facts")).to_be_visible()
    moving = page.evaluate(
        """() => document.getAnimations()
            .filter(({ effect }) => effect.getComputedTiming().duration > 1)
            .map(({ effect }) => effect.target.className)"""
    )
    assert moving == []
    assert _panned(page, "ArrowRight") == []
    expect(page.locator(".leaflet-zoom-anim, .leaflet-pan-anim")).to_have_count(0)
    names = page.evaluate(
        """() => [...document.querySelectorAll("*")]
            .filter((element) => element.checkVisibility())
            .map((element) => getComputedStyle(element).transitionDuration)"""
    )
    assert not [name for name in names if re.search(r"[1-9]", name) and not name.endswith("e-05s")]


def _panned(page: Page, key: str) -> list[str]:
    """Press ``key`` on the map; gives the names its pane bore while it moved, if any move."""
    before = page.evaluate(
        """() => {
            const pane = document.querySelector("#map .leaflet-map-pane");
            window.moves = [];
            const look = () => pane.classList.contains("leaflet-pan-anim")
                && window.moves.push(pane.className);
            new MutationObserver(look).observe(pane, { attributeFilter: ["class"] });
            return pane.style.transform;
        }"""
    )
    page.locator("#map").press(key)
    page.wait_for_function(
        """(before) =>
            document.querySelector("#map .leaflet-map-pane").style.transform !== before""",
        arg=before,
    )
    moves: list[str] = page.evaluate("window.moves")
    return moves
