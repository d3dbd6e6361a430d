"""What leaves the screen: printed page, picture, and the page without a network."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.webmap.folium_themes import THEMES
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

HOSTILE = (
    "<img src=x onerror=\"document.title='x'\">",
    "</script><script>document.title='x'</script>",
    "`${document.title='x'}` {{ 7*7 }}",
)


def dots(page: Page) -> int:
    """Households on the map of the saved page; the canvas is not empty."""
    found: list[int] = page.evaluate(
        """() => {
            const map = Object.entries(window).find(([name]) => /^map_/.test(name))[1];
            let dots = 0;
            map.eachLayer((layer) => { dots += layer instanceof L.CircleMarker ? 1 : 0; });
            const canvas = document.querySelector("canvas");
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
            copy.drawImage(canvas, 0, 0);
            const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
            return [dots, data.some((value) => value !== 0) ? 1 : 0];
        }"""
    )
    assert found[1]
    return found[0]


SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


def opened(site: Site, world: World, size: dict[str, int] | None = None) -> Page:
    page = site.open(world.users[Role.COMMUNE_LEADER], size=size)
    # Chromium without a screen has no dialog of printing; the page as it is then printed is kept.
    page.evaluate(
        """() => {
            window.print = () => {
                const area = document.querySelector("#print-area");
                window.printed = { text: area.innerText, done: false };
                window.dispatchEvent(new Event('afterprint'));
            };
        }"""
    )
    page.locator("#tool-takeaway").click()
    expect(page.locator("#takeaway")).to_be_visible()
    return page


@SIZES
@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_print_is_one_page_with_everything_on_it(
    site: Site, world: World, paper: str, orientation: str, size: dict[str, int]
) -> None:
    page = opened(site, world, size)
    # Held open while the sheet is laid out, so that the page can be made a PDF.
    page.evaluate(
        """() => {
            const real = window.requestAnimationFrame.bind(window);
            window.print = () => {
                window.requestAnimationFrame = real;
                window.dispatchEvent(new Event('afterprint'));
            };
        }"""
    )
    page.locator("#takeaway-title").fill("Bản đồ <b>họp</b>")
    page.locator(f"[name=paper][value={paper}]").check()
    page.locator(f"[name=orientation][value={orientation}]").check()
    page.evaluate("() => { window.requestAnimationFrame = () => 0; }")
    page.locator("[data-takeaway=print]").click()
    sheet = page.locator("#print-sheet")
    expect(sheet).to_be_visible()
    expect(page.locator("#print-title")).to_have_text("Bản đồ <b>họp</b>")
    expect(page.locator("#print-scale")).to_contain_text("1:")
    expect(page.locator("#print-legend li")).to_have_count(2)
    user = world.users[Role.COMMUNE_LEADER]
    expect(page.locator("#print-made")).to_contain_text(user.username)
    expect(page.locator("#print-mark")).to_contain_text("16/11/2026 08:30")
    expect(page.locator("#print-heading")).to_have_text("Độ phủ – 12 hộ")
    page.emulate_media(media="print")
    expect(page.locator("header").first).to_be_hidden()
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    sides = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert sides is not None
    # Points, 72 to an inch.
    millimetres = [round(float(side) * 25.4 / 72) for side in sides.groups()]
    long = orientation == "landscape"
    assert sorted(millimetres) == {"a4": [210, 297], "a3": [297, 420]}[paper]
    assert (millimetres[0] > millimetres[1]) == long
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    entry = AccessLog.objects.get()
    assert (entry.action, entry.count) == ("print", 12)
    assert entry.detail == f"{paper} {orientation}"


@SIZES
def test_the_map_comes_back_after_printing(site: Site, world: World, size: dict[str, int]) -> None:
    page = opened(site, world, size)
    before = page.locator("#map").bounding_box()
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Đã gửi")
    assert "Trang" not in page.evaluate("window.printed.text")
    assert page.locator("#map").bounding_box() == before
    expect(page.locator("#print-area")).to_be_hidden()


ENDINGS = {
    "told": "window.dispatchEvent(new Event('afterprint'))",
    "touched": "window.dispatchEvent(new Event('pointerdown'))",
    "typed": "window.dispatchEvent(new Event('keydown'))",
    "seen again": "document.dispatchEvent(new Event('visibilitychange'))",
}


@SIZES
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_the_sheet_stays_while_a_phone_draws_its_preview(
    site: Site, world: World, size: dict[str, int], ending: str
) -> None:
    """There printing returns at once; some browsers never tell that it is over."""
    page = opened(site, world, size)
    page.evaluate("() => { window.asked = new Promise((done) => { window.print = done; }); }")
    before = page.locator("#map").bounding_box()
    page.locator("[data-takeaway=print]").click()
    page.evaluate("window.asked")
    # Whatever the page does once printing has returned is done before the second frame.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator("#print-area")).to_be_visible()
    expect(page.locator("#print-map #map")).to_have_count(1)
    page.evaluate(ending)
    expect(page.locator("#print-area")).to_be_hidden()
    assert page.locator("#map").bounding_box() == before


@SIZES
def test_nothing_is_printed_that_was_not_logged(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, size)
    page.route("**/api/map/takeaway/", lambda route: route.fulfill(status=503, body=""))
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Chưa làm được")
    assert page.evaluate("window.printed") is None
    # The browser itself notes the 503 in its console.
    site.complaints.clear()


@SIZES
def test_names_are_printed_only_when_asked_for(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = opened(site, world, size)
    page.get_by_label("Kèm danh sách hộ").check()
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Đã gửi")
    text = page.evaluate("window.printed.text")
    assert all(household.head_name in text for household in world.households)
    assert world.other_households[0].code not in text
    assert AccessLog.objects.get().detail.endswith("names")


@SIZES
def test_hostile_names_are_printed_as_they_are_written(
    site: Site, world: World, size: dict[str, int]
) -> None:
    for name in HOSTILE:
        HouseholdFactory.create(group=world.groups[0], head_name=name)
    world.villages[0].name = HOSTILE[0]
    world.villages[0].save()
    world.member.full_name = HOSTILE[1]
    world.member.save()
    page = opened(site, world, size)
    title = page.title()
    page.locator("#takeaway-title").fill(HOSTILE[0])
    page.get_by_label("Kèm danh sách hộ").check()
    page.locator("[data-takeaway=print]").click()
    expect(page.locator("#takeaway-note")).to_contain_text("Đã gửi")
    text = page.evaluate("window.printed.text")
    assert all(name in text for name in HOSTILE)
    page.locator("#tool-takeaway").click()
    with page.expect_download():
        page.locator("[data-takeaway=png]").click()
    assert page.title() == title
    assert page.locator("img[onerror]").count() == 0


@SIZES
def test_picture_opens_and_is_not_blank(
    site: Site, world: World, tmp_path: Path, size: dict[str, int]
) -> None:
    page = opened(site, world, size)
    with page.expect_download() as waiting:
        page.locator("[data-takeaway=png]").click()
    path = tmp_path / "map.png"
    waiting.value.save_as(path)
    assert path.read_bytes().startswith(b"\x89PNG")
    viewer = site.context.new_page()
    colours = viewer.evaluate(
        """async (data) => {
            const picture = new Image();
            picture.src = `data:image/png;base64,${data}`;
            await picture.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [picture.width, picture.height];
            const context = canvas.getContext("2d");
            context.drawImage(picture, 0, 0);
            const pixels = new Uint32Array(
                context.getImageData(0, 0, canvas.width, canvas.height).data.buffer
            );
            return [canvas.width, canvas.height, new Set(pixels).size];
        }""",
        b64encode(path.read_bytes()).decode(),
    )
    assert colours[0] > 1600
    assert colours[2] > 20
    assert AccessLog.objects.get().action == "png"


@dataclass
class Offline:
    """The saved page in a browser without a network, with what it complained of and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def saved(
    site: Site,
    world: World,
    browser: Browser,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Offline]:
    """The page as somebody saved it whose households and village have hostile names.

    Saved and opened on a screen of either size.
    """
    for name in HOSTILE:
        HouseholdFactory.create(group=world.groups[0], head_name=name)
    world.villages[0].name = HOSTILE[0]
    world.villages[0].save()
    page = opened(site, world, request.param)
    page.locator("#takeaway-title").fill(HOSTILE[1])
    with page.expect_download() as waiting:
        page.locator("[data-takeaway=folium]").click()
    path = tmp_path / "map.html"
    waiting.value.save_as(path)
    context = browser.new_context(offline=True, viewport=request.param)
    offline = Offline(context.new_page())
    offline.page.goto(path.as_uri())
    yield offline
    context.close()


def _told_by_dots(page: Page) -> list[list[str]]:
    """Of every dot, the names in its popup: who lie at one point are told together."""
    found: list[list[str]] = page.evaluate(
        """() => {
            const map = Object.entries(window).find(([name]) => /^map_/.test(name))[1];
            const found = [];
            map.eachLayer((layer) => {
                if (layer instanceof L.CircleMarker) {
                    layer.openPopup();
                    const popup = layer.getPopup().getElement();
                    found.push([...popup.querySelectorAll("h3")].map((one) => one.textContent));
                }
            });
            return found;
        }"""
    )
    return found


def open_legend(page: Page) -> None:
    """On a narrow screen it is folded away, so that the map is seen first."""
    narrow = (page.viewport_size or WIDE)["width"] <= 700
    legend = page.locator(".offline-legend")
    assert (legend.get_attribute("open") is None) == narrow
    if narrow:
        legend.locator("summary").click()


def test_the_saved_page_is_laid_out_for_its_screen(saved: Offline) -> None:
    """Head, legend and the controls of the map lie beside each other, all within the screen."""
    page = saved.page
    size = page.viewport_size or WIDE
    open_legend(page)
    parts = (".offline-head", ".offline-legend", ".leaflet-control-zoom")
    boxes = [page.locator(part).bounding_box() for part in parts]
    for index, box in enumerate(boxes):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]
        for other in boxes[index + 1 :]:
            assert other is not None
            assert (
                box["x"] + box["width"] <= other["x"]
                or other["x"] + other["width"] <= box["x"]
                or box["y"] + box["height"] <= other["y"]
                or other["y"] + other["height"] <= box["y"]
            )


def test_the_saved_page_shows_its_legend_and_mark(saved: Offline) -> None:
    page = saved.page
    open_legend(page)
    expect(page.locator(".offline-head h1")).to_have_text(HOSTILE[1])
    expect(page.locator(".offline-legend li")).to_have_count(2)
    expect(page.locator(".offline-legend")).to_contain_text("14")
    expect(page.locator(".leaflet-control-scale-line").first).to_be_visible()
    expect(page.locator(".offline-name").first).to_be_attached()
    expect(page.locator(".offline-mark")).to_contain_text("16/11/2026 08:30")
    assert dots(page) > 0


def test_the_saved_page_changes_themes_and_classes(saved: Offline) -> None:
    page = saved.page
    open_legend(page)
    themes = {"recency": 6, "month": 3, "poverty": 5, "issue": 12, "issue_late": 4, "person": 2}
    for theme, entries in themes.items():
        page.locator("#offline-theme").select_option(str(THEMES.index(theme)))
        expect(page.locator(".offline-legend li")).to_have_count(entries)
        assert dots(page) == 15
    page.get_by_role("button", name="Chưa có người phụ trách").click()
    assert dots(page) == 14
    expect(page.get_by_role("status")).to_have_text("Đang hiện 14 hộ.")
    expect(page.get_by_role("button", name="Chưa có người phụ trách")).to_be_focused()


def test_the_saved_page_works_without_a_network(saved: Offline) -> None:
    names = _told_by_dots(saved.page)
    assert set(HOSTILE) <= {name for at_one_point in names for name in at_one_point}
    assert len(names) == 15
    assert saved.page.locator("img").count() == 0
    assert saved.page.title() == HOSTILE[1]
    assert saved.complaints == []
    assert [url for url in saved.asked if not url.startswith("file:")] == []
    assert len(saved.asked) == 1
