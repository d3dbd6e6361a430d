"""What stands on the sheet: the chosen households alone, the whole legend, every name."""

from datetime import date
from pathlib import Path
from struct import unpack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_map_selection import choose, counted
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World

# What is on the sheet at the moment of printing.
KEEP = """() => {
    const texts = (selector) =>
        [...document.querySelectorAll(selector)].map((element) => element.textContent.trim());
    const overflows = () => {
        const sheet = document.querySelector("#print-sheet").getBoundingClientRect();
        const under = document.querySelector(".print-under").getBoundingClientRect();
        const foot = document.querySelector(".print-foot").getBoundingClientRect();
        const pages = [...document.querySelectorAll(".print-page")];
        return (
            under.bottom > foot.top + 1 ||
            foot.bottom > sheet.bottom ||
            pages.some((page) => page.offsetHeight > sheet.height)
        );
    };
    window.print = () => {
        window.printed = {
            title: texts("#print-title")[0],
            heading: texts("#print-heading")[0],
            legend: texts("#print-legend li"),
            squares: document.querySelectorAll("#print-legend .dot-square").length,
            rest: texts(".print-page li"),
            pages: texts(".print-page").length,
            rows: texts(".print-page tbody tr"),
            feet: texts(".print-page-foot"),
            marks: texts("#print-mark span")[0],
            overflow: overflows(),
        };
        window.dispatchEvent(new Event('afterprint'));
    };
}"""


# The news is asked for by the clock or on looking again, which also ends a print; so by the clock.
NEWS = "void window.tick()"
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# As if the tools lay over the whole map, and nothing beside them.
COVERED = """() => {
    document.querySelector(".map-search").style.display = "none";
    const { style } = document.querySelector("#map-tools");
    Object.assign(style, { position: "fixed", inset: "0", width: "100%", height: "100%" });
    style.pointerEvents = "none";
}"""

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def opened(
    site: Site, world: World, role: Role, path: str = "/", size: dict[str, int] | None = None
) -> Page:
    page = site.open(world.users[role], path, size)
    page.evaluate(KEEP)
    return page


def printed(page: Page) -> dict[str, Any]:
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Đã gửi bản đồ tới máy in")
    found: dict[str, Any] = page.evaluate("window.printed")
    return found


def pick_two(page: Page, world: World) -> None:
    choose(page, "list")
    for household in (world.households[0], world.households[7]):
        page.locator(f'[data-household="{household.pk}"] .row-check').click()
    counted(page, 2)


@SIZES
def test_the_chosen_are_printed_and_nobody_else(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.COMMUNE_LEADER, "/?tab=all", size=size)
    pick_two(page, world)
    page.locator("[data-action=takeaway]").click()
    expect(page.get_by_label("Các hộ đã chọn")).to_be_checked()
    page.get_by_label("Kèm danh sách hộ").check()
    sheet = printed(page)
    assert sheet["heading"] == "Độ phủ – 2 hộ đã chọn"
    assert sheet["legend"] == ["Chưa có người phụ trách1", "Đã có người phụ trách1"]
    assert len(sheet["rows"]) == 2
    assert world.households[7].code in "".join(sheet["rows"])
    assert not sheet["overflow"]
    assert AccessLog.objects.get().count == 2


@SIZES
def test_without_a_choice_the_sheet_shows_what_is_seen(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.COMMUNE_LEADER, f"/?village={world.villages[0].pk}", size=size)
    page.locator("#tool-takeaway").click()
    expect(page.get_by_label("Các hộ đã chọn")).to_be_disabled()
    expect(page.get_by_role("radio", name="Đang xem")).to_be_checked()
    sheet = printed(page)
    assert sheet["heading"] == "Độ phủ – 6 hộ"
    assert sheet["legend"] == ["Chưa có người phụ trách5", "Đã có người phụ trách1"]


def people(world: World, count: int) -> None:
    for number in range(count):
        person = PersonFactory.create(commune=world.commune, full_name=f"Nông Văn {number:02}")
        home = HouseholdFactory.create(group=world.groups[number % 4])
        put_in_charge(person, home, since=date(2026, 1, 1))


@SIZES
def test_households_without_a_position_are_told(
    site: Site, world: World, size: dict[str, int]
) -> None:
    HouseholdFactory.create(group=world.groups[0], position=None)
    page = opened(site, world, Role.COMMUNE_LEADER, size=size)
    page.locator("#tool-takeaway").click()
    assert printed(page)["heading"] == "Độ phủ – 13 hộ, 1 hộ chưa có toạ độ"


@SIZES
def test_a_long_legend_goes_on_behind_the_map(
    site: Site, world: World, size: dict[str, int]
) -> None:
    people(world, 60)
    page = opened(site, world, Role.COMMUNE_LEADER, "/?theme=person", size=size)
    page.locator("#tool-takeaway").click()
    sheet = printed(page)
    every = [*sheet["legend"], *sheet["rest"]]
    assert len(sheet["legend"]) > 8
    assert sheet["rest"]
    assert len(every) == len(set(every)) == 62
    assert not sheet["overflow"]


def test_the_picture_grows_with_legend_and_list(site: Site, world: World, tmp_path: Path) -> None:
    people(world, 60)
    page = opened(site, world, Role.COMMUNE_LEADER, "/?theme=person")
    page.locator("#tool-takeaway").click()
    heights = []
    for names in (False, True):
        page.locator("[name=names]").set_checked(names)
        with page.expect_download() as waiting:
            page.locator("[data-takeaway=png]").click()
        path = tmp_path / "map.png"
        waiting.value.save_as(path)
        width, height = unpack(">II", path.read_bytes()[16:24])
        heights.append(height / width)
        page.locator("#tool-takeaway").click()
    # A sheet of A4 across is 210 to 297.
    assert 0.71 < heights[0] < heights[1]


@SIZES
def test_every_name_is_printed_with_its_page(
    site: Site, world: World, size: dict[str, int]
) -> None:
    HouseholdFactory.create_batch(60, group=world.groups[1])
    page = opened(site, world, Role.COMMUNE_LEADER, size=size)
    page.locator("#tool-takeaway").click()
    page.get_by_label("Kèm danh sách hộ").check()
    sheet = printed(page)
    assert len(sheet["rows"]) == 72
    assert sheet["pages"] == 3
    assert "Trang 3/3" in sheet["feet"][-1]
    assert all(world.users[Role.COMMUNE_LEADER].username in foot for foot in sheet["feet"])
    assert not sheet["overflow"]


def test_a_list_that_is_cut_says_so(site: Site, world: World) -> None:
    script = "**/js/pages/takeaway.js"

    def shorten(route: Any) -> None:
        answer = route.fetch()
        text = answer.text().replace("print: 10_000", "print: 5")
        assert text != answer.text()
        route.fulfill(response=answer, body=text)

    site.context.route(script, shorten)
    page = opened(site, world, Role.COMMUNE_LEADER)
    page.locator("#tool-takeaway").click()
    page.get_by_label("Kèm danh sách hộ").check()
    sheet = printed(page)
    words = "Danh sách chỉ có 5 trong 12 hộ."
    assert len(sheet["rows"]) == 5
    assert words in sheet["feet"][0]
    expect(page.locator("#takeaway-note")).to_contain_text(words)


@SIZES
def test_coloured_areas_have_the_steps_of_their_measure(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.PROVINCE_VIEWER, size=size)
    page.locator("#tool-takeaway").click()
    expect(page.locator("[name=what]")).to_have_count(0)
    sheet = printed(page)
    assert sheet["heading"] == "Độ phủ – số địa bàn"
    assert sheet["title"].endswith("– Độ phủ")
    assert sheet["legend"][0].startswith("Dưới 20%")
    assert len(sheet["legend"]) >= 5
    assert sheet["squares"] == len(sheet["legend"])
    assert f"({world.users[Role.PROVINCE_VIEWER].username})" in sheet["marks"]
    entry = AccessLog.objects.get()
    assert (entry.action, entry.count) == ("print", 0)


@SIZES
def test_the_chosen_go_into_a_file_from_the_bar(
    site: Site, world: World, tmp_path: Path, browser: Browser, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.COMMUNE_LEADER, "/?tab=all&theme=person", size=size)
    pick_two(page, world)
    with page.expect_download() as waiting:
        page.locator("[data-action=folium]").click()
    path = tmp_path / "map.html"
    waiting.value.save_as(path)
    expect(page.locator("#selection-note")).to_contain_text("được ghi lại")
    context = browser.new_context(offline=True)
    offline = context.new_page()
    offline.goto(path.as_uri())
    expect(offline.locator("#offline-theme")).to_have_value("4")
    expect(offline.locator(".offline-legend li")).to_have_count(2)
    expect(offline.locator(".offline-head")).to_contain_text("2 hộ")
    context.close()
    assert AccessLog.objects.get().count == 2


def hexagons_printed(page: Page) -> dict[str, Any]:
    """What is printed, with what the hexagons of the sheet's own map hold."""
    page.evaluate(
        """() => {
            const print = window.print;
            window.print = () => {
                const { dataset } = document.querySelector("#print-map .hexes-canvas");
                const hexes = { ...dataset };
                print();
                window.printed.hexes = hexes;
            };
        }"""
    )
    page.locator("#tool-takeaway").click()
    return printed(page)


def counts(sheet: dict[str, Any]) -> list[int]:
    labels = ("1 – 2", "3 – 5", "6 – 10", "11 – 20", "Từ 21")
    return [
        int(entry.removeprefix(label)) for entry, label in zip(sheet["legend"], labels, strict=True)
    ]


@SIZES
def test_hexagons_are_counted_as_they_stand_on_the_paper(
    site: Site, world: World, size: dict[str, int]
) -> None:
    """The paper has another scale than the screen, and with it other hexagons."""
    page = opened(site, world, Role.COMMUNE_LEADER, "/?theme=gaps", size=size)
    for _ in range(2):
        page.locator(".leaflet-control-zoom-out").click()
    expect(page.locator(".hexes-canvas")).to_have_attribute("data-households", "11")
    sheet = hexagons_printed(page)
    assert sheet["heading"] == "Số hộ chưa ai phụ trách trong mỗi ô"
    assert sum(counts(sheet)) == int(sheet["hexes"]["households"]) == 11
    # Far out all of them are in one or two hexagons; on paper the four groups stand apart.
    assert counts(sheet)[3:] == [0, 0]
    assert sheet["squares"] == 5


@SIZES
def test_hexagons_of_the_chosen_hold_nobody_else(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.COMMUNE_LEADER, "/?theme=gaps&tab=all", size=size)
    choose(page, "list")
    for household in (world.households[1], world.households[7]):
        page.locator(f'[data-household="{household.pk}"] .row-check').click()
    counted(page, 2)
    page.locator("[data-action=takeaway]").click()
    sheet = printed(page)
    assert sum(counts(sheet)) == 2
    expect(page.locator(".hexes-canvas")).to_have_attribute("data-households", "11")


def test_a_selection_is_printed_from_the_list_of_areas_too(site: Site, world: World) -> None:
    """There areas are coloured, and no hexagon has been drawn yet."""
    page = opened(site, world, Role.COMMUNE_LEADER, "/?theme=gaps&tab=units")
    choose(page, "matching")
    counted(page, 12)
    page.locator("[data-action=takeaway]").click()
    sheet = printed(page)
    assert sheet["heading"] == "Số hộ chưa ai phụ trách trong mỗi ô"
    assert sum(counts(sheet)) == 11
    expect(page.locator(".hexes-canvas")).to_have_count(0)


@SIZES
def test_the_tier_above_prints_hexagons_with_their_own_steps(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    for group in (world.groups[0], world.groups[2]):
        for home in HouseholdFactory.create_batch(40, group=group)[:12]:
            put_in_charge(world.member, home, since=at)
    page = opened(site, world, Role.PROVINCE_VIEWER, size=size)
    if size == PHONE:
        page.locator("button[data-view=look]").click()
    page.locator("#hexes").select_option("gaps")
    hexes = page.locator(".hexes-canvas")
    expect(hexes).not_to_have_attribute("data-count", "0")
    sheet = hexagons_printed(page)
    assert sheet["title"].endswith("– Hộ chưa có người phụ trách")
    assert sheet["heading"] == "Số hộ chưa ai phụ trách trong mỗi ô – số ô"
    labels = ["5", "6 – 10", "11 – 20", "Từ 21"]
    numbers = [
        int(entry.removeprefix(label)) for entry, label in zip(sheet["legend"], labels, strict=True)
    ]
    assert sum(numbers) == int(sheet["hexes"]["count"]) > 0


@SIZES
def test_the_dialog_says_what_the_file_opens_with_where_that_differs(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.COMMUNE_LEADER, "/?theme=issue_late", size=size)
    said = page.locator("#takeaway-file")
    page.locator("#tool-takeaway").click()
    expect(said).to_be_empty()
    with page.expect_request("**/folium/") as sent, page.expect_download():
        page.locator("[data-takeaway=folium]").click()
    assert (sent.value.post_data_json or {})["theme"] == "issue_late"
    page.goto(f"{site.server.url}/?theme=issue_hexes")
    page.locator("#tool-takeaway").click()
    expect(said).to_contain_text("“Vấn đề của hộ: đến bước nào”")


@SIZES
def test_the_tier_above_gets_the_measure_it_looks_at(
    site: Site, world: World, tmp_path: Path, browser: Browser, size: dict[str, int]
) -> None:
    page = opened(site, world, Role.PROVINCE_VIEWER, "/?measure=uncovered", size=size)
    page.locator("#tool-takeaway").click()
    expect(page.locator("#takeaway-file")).to_be_empty()
    with page.expect_download() as waiting:
        page.locator("[data-takeaway=folium]").click()
    path = tmp_path / "map.html"
    waiting.value.save_as(path)
    context = browser.new_context(offline=True, viewport=size)  # type: ignore[arg-type]
    offline = context.new_page()
    offline.goto(path.as_uri())
    legend = offline.locator(".offline-legend")
    if size == PHONE:
        legend.locator("summary").click()
    expect(legend).to_contain_text("Số hộ chưa ai phụ trách theo địa bàn")
    expect(legend.locator("li")).to_have_text(
        ["Dưới 1", "1 – 10", "10 – 30", "30 – 100", "Từ 100", "Chưa có số liệu"]
    )
    context.close()


def test_news_waits_until_the_paper_is_out(site: Site, world: World, at: date) -> None:
    """It would put everybody onto the sheet of the chosen."""
    site.context.add_init_script(
        """window.setInterval = ((real) => (task, every) => {
            if (every === 60_000) { window.tick = task; }
            return real(task, every);
        })(window.setInterval.bind(window));"""
    )
    page = opened(site, world, Role.COMMUNE_LEADER, "/?tab=all", WIDE)
    pick_two(page, world)
    before = page.locator("#count-uncovered").text_content() or ""
    page.evaluate("() => { window.asked = new Promise((done) => { window.print = done; }); }")
    page.locator("[data-action=takeaway]").click()
    page.locator("[data-takeaway=print]").click()
    page.evaluate("window.asked")
    put_in_charge(world.member, world.households[2], since=at)
    with page.expect_response("**/api/map/households/**") as answer:
        page.evaluate(NEWS)
    answer.value.finished()
    page.evaluate(TWO_FRAMES)
    expect(page.locator("#print-area")).to_be_visible()
    expect(page.locator("#count-uncovered")).to_have_text(before)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#count-uncovered")).not_to_have_text(before)


@pytest.mark.parametrize("size", [WIDE], ids=["wide"])
def test_a_name_under_the_tools_stands_on_the_paper(
    site: Site, world: World, size: dict[str, int]
) -> None:
    """The tools keep their room while the sheet is made, but are not on it."""
    page = opened(site, world, Role.COMMUNE_LEADER, size=size)
    page.evaluate(
        """() => { window.print = () => {
            const labels = [...document.querySelectorAll("#print-map .map-label-village")];
            window.shown = labels.filter(({ hidden }) => !hidden).length;
            window.dispatchEvent(new Event('afterprint'));
        }; }"""
    )
    names = page.locator(".map-label-village:not([hidden])")
    page.locator("#tool-takeaway").click()
    page.evaluate(COVERED)
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Đã gửi")
    assert page.evaluate("window.shown") > 0
    expect(names).to_have_count(0)
