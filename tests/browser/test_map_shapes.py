"""What stands for households on the map: dots, circles with numbers, hexagons, lines to people."""

import re
from datetime import date

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, Route, expect

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.webmap import folium_rows, scope, selectors, tiles
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import PersonFactory
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
HOSTILE = '<img src=x onerror="document.title=1">'


def has(page: Page, canvas: str, count: int) -> None:
    expect(page.locator(f".{canvas}-canvas")).to_have_attribute("data-count", str(count))


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if tiles below this zoom would hold too many households."""
    monkeypatch.setattr(scope, "_points_from", lambda marks: (13, True))


def zoom(page: Page, way: str, times: int) -> None:
    for _ in range(times):
        page.locator(f".leaflet-control-zoom-{way}").click()


@pytest.mark.usefixtures("crowded")
@SIZES
def test_far_away_villages_are_circles_with_their_number(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    has(page, "bubbles", 2)
    has(page, "points", 0)
    zoom(page, "in", 2)
    has(page, "bubbles", 0)
    expect(page.locator(".points-canvas")).not_to_have_attribute("data-count", "0")


@pytest.mark.usefixtures("crowded")
def test_a_press_on_a_circle_leads_into_its_village(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    has(page, "bubbles", 2)
    # The name stands where the circle does, and lets the pointer through.
    box = page.locator(".map-label-village", has_text=world.villages[1].name).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#crumbs [aria-current]")).to_have_text(world.villages[1].name)
    assert f"v={world.villages[1].pk}" in page.url


@SIZES
def test_hexagons_count_each_uncovered_household_once(
    site: Site, world: World, size: dict[str, int]
) -> None:
    HouseholdFactory.create(group=world.groups[0], position=None)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=gaps", size=size)
    hexes = page.locator(".hexes-canvas")
    expect(hexes).to_have_attribute("data-households", "11")
    expect(page.locator(".legend-class")).to_have_count(1)
    expect(page.locator(".legend-class .legend-count")).to_have_text("12")
    expect(page.locator("#legend-scale li")).to_have_text(
        ["1 – 2", "3 – 5", "6 – 10", "11 – 20", "Từ 21"]
    )
    has(page, "points", 0)
    page.goto(page.url + f"&v={world.villages[0].pk}")
    expect(hexes).to_have_attribute("data-households", "5")
    page.locator("#tab-units").evaluate("tab => tab.click()")
    expect(hexes).to_have_count(0)


@SIZES
def test_lines_lead_from_chosen_households_to_who_is_in_charge(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    home, near = world.households[4], world.households[2].position
    assert near is not None
    person = PersonFactory.create(
        commune=world.commune,
        full_name=HOSTILE,
        home=Point(near.x, near.y, srid=4326),
    )
    put_in_charge(person, home, since=at)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=person&tab=all", size=size)
    has(page, "lines", 0)
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    page.locator(f'.list-row[data-household="{home.pk}"]').click()
    has(page, "lines", 1)
    page.locator("#theme").evaluate(
        "e => { e.value = 'coverage'; e.dispatchEvent(new Event('change')); }"
    )
    has(page, "lines", 0)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "1"


@SIZES
def test_where_there_are_too_many_rows_they_come_village_by_village(
    site: Site, world: World, size: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST_ROWS", 6)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?tab=units", size=size)
    expect(page.locator("#figure-total")).to_have_text("12")
    expect(page.locator("[data-key=uncovered] .legend-count")).to_have_text("11")
    assert int(page.locator(".points-canvas").get_attribute("data-count") or 0) in {0, 12}
    if size == PHONE:
        page.locator("button[data-view=list]").click()
    page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"]').click()
    expect(page.locator("#count-all")).to_have_text("6")
    page.locator("#tab-all").click()
    expect(page.locator(".row-household").first).to_be_visible()
    page.locator("#crumbs button").first.click()
    expect(page.locator("#figure-total")).to_have_text("12")
    expect(page.locator(".row-household")).to_have_count(0)
    expect(page.locator("#count-all")).to_have_text("12")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, world: World) -> World:
    """As if the commune had more households than are loaded at once; one has no position."""
    monkeypatch.setattr(selectors, "MOST_ROWS", 7)
    HouseholdFactory.create(group=world.groups[0], position=None)
    return world


def look(page: Page, size: dict[str, int]) -> None:
    """The legend and the filters: on a phone they stand behind a button."""
    if size == PHONE:
        page.locator("button[data-view=look]").click()


def into(page: Page, world: World, village: int = 0) -> None:
    """Down into a village, until its households are there."""
    page.locator("#search-input").fill(world.villages[village].name)
    page.locator(".answer-title").first.click()
    total = 7 if village == 0 else 6
    expect(page.locator("#filter-count")).to_have_text(re.compile(rf"^\d+ / {total} hộ khớp$"))


@SIZES
def test_a_large_area_is_counted_from_its_figures(
    site: Site, large: World, size: dict[str, int]
) -> None:
    page = site.open(large.users[Role.COMMUNE_LEADER], "/?tab=all", size=size)
    expect(page.locator("#filter-count")).to_have_text("13 / 13 hộ khớp")
    counts = {key: page.locator(f"#count-{key}") for key in ("all", "uncovered", "unlocated")}
    expect(counts["all"]).to_have_text("13")
    expect(counts["uncovered"]).to_have_text("12")
    expect(counts["unlocated"]).to_have_text("1")
    expect(page.locator("#list-caption")).to_contain_text("Hãy chọn một thôn")
    look(page, size)
    page.locator(".legend-class[data-key=covered]").click()
    expect(page.locator("#filter-count")).to_have_text("12 / 13 hộ khớp")
    expect(page.locator("[data-key=covered] .legend-count")).to_have_text("1")
    page.goto(f"{site.server.url}/?tab=all&village={large.villages[1].pk}")
    expect(page.locator("#filter-count")).to_have_text("6 / 13 hộ khớp")
    expect(page.locator("[data-key=uncovered] .legend-count")).to_have_text("6")


@SIZES
def test_what_figures_cannot_tell_is_not_told(
    site: Site, large: World, size: dict[str, int]
) -> None:
    page = site.open(large.users[Role.COMMUNE_LEADER], "/?tab=all&poverty=poor", size=size)
    expect(page.locator("#filter-count")).to_have_text("– / 13 hộ khớp; hãy chọn một thôn để đếm")
    expect(page.locator("#count-all")).to_have_text("–")
    expect(page.locator("[data-key=uncovered] .legend-count")).to_have_text("–")
    page.goto(f"{site.server.url}/?theme=gaps&poverty=poor")
    expect(page.locator(".hexes-canvas")).to_have_attribute("data-households", "0")
    page.goto(f"{site.server.url}/?theme=gaps")
    expect(page.locator(".hexes-canvas")).to_have_attribute("data-households", "11")


@SIZES
def test_a_text_takes_no_dot_away_before_names_are_loaded(
    site: Site, large: World, size: dict[str, int]
) -> None:
    page = site.open(large.users[Role.COMMUNE_LEADER], size=size)
    has(page, "points", 12)
    look(page, size)
    page.locator("#filter-open").click()
    page.locator("#filter-text").fill(large.households[0].code)
    expect(page.locator("#filter-count")).to_contain_text("hãy chọn một thôn để đếm")
    has(page, "points", 12)
    page.locator("#filter-open").click()
    into(page, large)
    expect(page.locator("#filter-count")).to_have_text("1 / 7 hộ khớp")
    has(page, "points", 1)


@pytest.mark.usefixtures("crowded")
@SIZES
def test_circles_of_a_large_area_heed_the_filters(
    site: Site, large: World, size: dict[str, int]
) -> None:
    page = site.open(large.users[Role.COMMUNE_LEADER], size=size)
    circles = page.locator(".bubbles-canvas")
    expect(circles).to_have_attribute("data-households", "13")
    look(page, size)
    page.locator(".legend-class[data-key=uncovered]").click()
    expect(circles).to_have_attribute("data-households", "1")
    page.goto(f"{site.server.url}/?poverty=poor")
    # They are there to be pressed, with a dash for a number.
    has(page, "bubbles", 2)
    expect(circles).to_have_attribute("data-households", "0")


@SIZES
def test_search_and_near_me_say_to_choose_a_village(
    site: Site, large: World, size: dict[str, int]
) -> None:
    site.context.grant_permissions(["geolocation"])
    site.context.set_geolocation({"longitude": 106.005, "latitude": 21.5014, "accuracy": 20})
    page = site.open(large.users[Role.COMMUNE_LEADER], size=size)
    search, note = page.locator("#search-input"), page.locator("#search-note")
    search.fill(large.households[0].code)
    expect(note).to_contain_text("hãy chọn một thôn trước")
    page.locator("#tool-nearme").click()
    expect(page.locator("#nearme-note")).to_contain_text("Hãy chọn một thôn")
    page.locator("#nearme-close").click()
    into(page, large, village=1)
    search.fill("zzz")
    expect(note).to_contain_text(f"Không tìm thấy hộ nào trong {large.villages[1].name}")
    page.locator("#tool-nearme").click()
    expect(page.locator("#nearme-note")).to_contain_text(
        f"Không có hộ nào của {large.villages[1].name} trong"
    )
    page.locator("#nearme-close").click()
    search.fill(large.households[6].code)
    expect(page.locator(".answer-title")).to_have_count(1)
    search.fill("")
    page.locator("#crumbs button").first.click()
    expect(page.locator("#figure-total")).to_have_text("13")
    search.fill(large.households[6].code)
    expect(page.locator(".answer-title")).to_have_count(0)
    expect(note).to_contain_text("hãy chọn một thôn trước")


@SIZES
def test_an_answer_that_comes_late_is_of_no_other_village(
    site: Site, large: World, size: dict[str, int]
) -> None:
    page = site.open(large.users[Role.COMMUNE_LEADER], "/?tab=all", size=size)
    into(page, large)
    held: list[Route] = []
    old = f"**/households/?village={large.villages[0].pk}"
    page.route(old, lambda route: held.append(route))
    HouseholdFactory.create(group=large.groups[2])
    with page.expect_request(old):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#search-input").fill(large.villages[1].name)
    page.locator(".answer-title").first.click()
    expect(page.locator("#count-all")).to_have_text("7")
    first = large.households[6]
    shown = page.locator(f'[data-household="{first.pk}"]')
    expect(shown).to_be_attached()
    with page.expect_response(old):
        held[0].continue_()
    # The next question is asked only when this answer has been dealt with.
    with page.expect_response(lambda answer: answer.request.method == "HEAD"):
        page.evaluate(
            """() => new Promise((done) => setTimeout(done)).then(() =>
                document.dispatchEvent(new Event("visibilitychange")))"""
        )
    expect(page.locator("#count-all")).to_have_text("7")
    expect(shown).to_be_attached()


def test_a_large_area_is_printed_with_its_numbers(site: Site, large: World) -> None:
    page = site.open(large.users[Role.COMMUNE_LEADER])
    page.evaluate(
        """() => { window.print = () => {
            window.printed = document.querySelector("#print-sheet").innerText;
            window.dispatchEvent(new Event('afterprint')); }; }"""
    )
    page.locator("#tool-takeaway").click()
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Đã gửi")
    assert "Độ phủ – 13 hộ, 1 hộ chưa có toạ độ" in page.evaluate("window.printed")
    assert AccessLog.objects.get().count == 13
    page.locator("#tool-takeaway").click()
    page.get_by_label("Kèm danh sách hộ").check()
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Hãy chọn một thôn")
    assert AccessLog.objects.count() == 1


def test_the_file_of_a_village_of_a_large_area_is_that_village(
    site: Site, large: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folium_rows, "MOST_HOUSEHOLDS", 7)
    page = site.open(large.users[Role.COMMUNE_LEADER])
    page.locator("#tool-takeaway").click()
    page.locator("[data-takeaway=folium]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Hãy chọn một thôn")
    page.locator("#takeaway-close").click()
    # The browser itself notes the refusal in its console.
    site.complaints.clear()
    into(page, large)
    page.locator("#tool-takeaway").click()
    with page.expect_request("**/folium/") as sent, page.expect_download():
        page.locator("[data-takeaway=folium]").click()
    body = sent.value.post_data_json or {}
    assert body["village"] == large.villages[0].pk
    assert "ids" not in body
    assert AccessLog.objects.get().count == 7


@SIZES
def test_a_crowded_tile_shows_numbers_that_heed_the_filters(
    site: Site, world: World, size: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "MOST_BYTES", 0)
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    circles = page.locator(".bubbles-canvas")
    expect(circles).to_have_attribute("data-households", "12")
    has(page, "points", 0)
    look(page, size)
    page.locator(".legend-class[data-key=uncovered]").click()
    expect(circles).to_have_attribute("data-households", "1")
    # Without the rows the tile's own counts are all there is.
    monkeypatch.setattr(selectors, "MOST_ROWS", 6)
    page.goto(f"{site.server.url}/?coverage=covered")
    expect(circles).to_have_attribute("data-households", "1")
    page.goto(f"{site.server.url}/?poverty=none")
    expect(circles).to_have_attribute("data-households", "0")
    expect(circles).not_to_have_attribute("data-count", "0")
