"""Make the pictures of the user guide and the README again, from the demo commune.

    ./gandan demo --port 8000        (in another terminal, with the demo commune alone)
    .venv/bin/python scripts/screenshots.py [--base http://127.0.0.1:8000] [NAME…]

Only made-up people are on them. Needs the packages of requirements-test.lock and a Chromium.
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from palette_png import shrink
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "huong-dan" / "hinh"
README = ROOT / "docs" / "pictures"
PASSWORD = "gan-dan-xin-chao"  # noqa: S105 - the demo log-ins', printed when they are made
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
WIDE = (1440, 900)
LAPTOP = (1280, 720)
PHONE = (390, 844)
PIN = "281947"
# Where the demo commune's member in charge stands.
STANDS_AT = {"longitude": 106.3866, "latitude": 21.686, "accuracy": 8}

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, on what screen, after doing what."""

    file: Path
    user: str
    path: str = "/"
    size: tuple[int, int] = LAPTOP
    act: Act | None = None


def open_first_issue(page: Page) -> None:
    """The one that has waited longest, of a kind that tells in words what it is about."""
    links = page.locator(".issue-inbox th a")
    links.filter(has_not_text="An ninh").first.click()
    expect(page.locator(".issue-next")).to_be_visible()


def open_first_trip(page: Page) -> None:
    page.locator("table a").first.click()
    expect(page.locator(".leaflet-container")).to_be_visible()


def open_meeting(page: Page) -> None:
    """This month's, which is made when nobody has yet."""
    made = page.locator(".data-table th a")
    if made.count():
        made.first.click()
    else:
        page.get_by_role("link", name="Mở buổi sinh hoạt").click()
        page.get_by_role("button", name="Lập chương trình").click()
    expect(page.locator(".meeting-items")).to_be_visible()
    concluded = page.locator(".meeting-items li").filter(has_text="Kết luận:")
    if concluded.count():
        concluded.first.evaluate("item => item.scrollIntoView({block: 'center'})")


def open_road(page: Page) -> None:
    """Of a household on its way."""
    page.locator(".road-cards h2 a").first.click()
    expect(page.locator("main h1")).to_be_visible()


def choose_hexagons(page: Page) -> None:
    page.locator("#hexes").select_option("gaps")


def choose_tab(name: str) -> Act:
    return lambda page: page.click(f"#tab-{name}")


def choose_recency(page: Page) -> None:
    page.locator("#theme").select_option("recency")


def open_list(page: Page) -> None:
    page.click("#sheet-handle")


def open_household(page: Page) -> None:
    # The first entry is the village's heading, the second may have no place on the map.
    page.locator("#list [role=option]").nth(2).click()
    expect(page.locator("#card")).to_be_visible()


def open_own_household(page: Page) -> None:
    open_list(page)
    page.click("#tab-all")
    open_household(page)


def open_my_households(page: Page) -> None:
    """The app on a phone, whose owner has just chosen a PIN."""
    pins = page.locator(".mine-pin")
    pins.nth(0).fill(PIN)
    pins.nth(1).fill(PIN)
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.locator(".mine-card").first).to_be_visible()


def begin_check_in(page: Page) -> None:
    open_my_households(page)
    page.locator(".mine-card-foot > a").first.click()
    page.get_by_label("Ghi chú").fill("Gặp chủ hộ. Cháu nhỏ đã đi học lại.")
    expect(page.locator(".mine-place[data-state=good]")).to_be_visible()


def confirm_password(page: Page) -> None:
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("input[name=code]")).to_be_visible()


def find_by_name(page: Page) -> None:
    page.fill("#search-input", "hoang")
    expect(page.locator("#search-answers")).to_be_visible()


def open_task(page: Page, unit: str, task: str) -> None:
    page.locator(".boundary-unit-row", has_text=unit).click()
    page.click(f"[data-act={task}]")


def move_corner(page: Page) -> None:
    """The corner furthest to the right, into the neighbour."""
    open_task(page, "Thôn Khuổi Dẻ", "redraw")
    corners = page.locator(".marker-icon:not(.marker-icon-middle)")
    expect(corners.first).to_be_visible()
    boxes = [box for box in (each.bounding_box() for each in corners.all()) if box]
    last = max(boxes, key=lambda box: box["x"])
    x, y = last["x"] + last["width"] / 2, last["y"] + last["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 70, y + 20, steps=8)
    page.mouse.up()
    expect(page.locator(".boundary-told")).to_contain_text("Diện tích")


def cut_village(page: Page) -> None:
    open_task(page, "Thôn Khuổi Dẻ", "split")
    box = page.locator(".boundary-unit.is-marked").bounding_box()
    if box is None:
        raise RuntimeError("The village is not on the map.")
    across = box["y"] + box["height"] / 2
    for x in (box["x"] - 25, box["x"] + box["width"] + 25):
        page.mouse.click(x, across)
    page.locator("#boundary-bar .btn-primary").click()
    expect(page.locator(".boundary-part-row").first).to_be_visible()


def choose_village(page: Page) -> None:
    """All households of one village, in the selection bar."""
    page.click("#tab-units")
    page.locator(".unit-row", has_text="Thôn Pác Vàng").dispatch_event("click")
    page.click("#tab-all")
    page.click("#tool-select")
    page.click("[data-select=matching]")
    expect(page.locator("#selection-bar")).to_be_visible()


# The sheet goes as soon as the printer has it; a copy stays to be looked at.
KEEP_SHEET = """() => {
    window.print = () => {
        const sheet = document.getElementById("print-area");
        const copy = sheet.cloneNode(true);
        const copies = copy.querySelectorAll("canvas");
        sheet.querySelectorAll("canvas").forEach((canvas, index) => {
            copies[index].getContext("2d").drawImage(canvas, 0, 0);
        });
        setTimeout(() => {
            sheet.replaceWith(copy);
            document.body.classList.add("is-taking-away", "is-kept");
        });
    };
}"""


def print_village(page: Page) -> None:
    """The sheet as it lies when the printer is asked; it never is."""
    choose_village(page)
    page.click("[data-action=takeaway]")
    page.evaluate(KEEP_SHEET)
    page.click("[data-takeaway=print]")
    expect(page.locator("body.is-kept")).to_be_attached()
    page.emulate_media(media="print")


def open_saved_page(page: Page) -> None:
    page.click("#tool-takeaway")
    with page.expect_download() as waiting:
        page.click("[data-takeaway=folium]")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        waiting.value.save_as(path)
        page.goto(path.as_uri())
    page.locator("#offline-theme").select_option("1")


def open_page_of_first(page: Page) -> None:
    page.locator("main table tbody a").first.click()
    page.wait_for_load_state("networkidle")


def compare_first_pair(page: Page) -> None:
    page.locator("main a.btn-primary", has_text="So sánh").first.click()
    page.wait_for_load_state("networkidle")


def preview_demo(page: Page) -> None:
    """The demo commune's own files once more: all is there already, but for the faulty rows."""
    page.locator("main form .btn-primary").click()
    folder = ROOT / "var" / "demo-data"
    names = ("ranh_gioi_thon.gpkg", "danh_sach_ho.xlsx")
    page.set_input_files("input[type=file]", [folder / name for name in names])
    preview = page.locator("main button:not([disabled])", has_text="Xem trước")
    expect(preview).to_be_visible(timeout=60_000)
    preview.click()
    title = page.locator("#import-plan-title")
    expect(title).to_be_visible(timeout=120_000)
    title.evaluate("element => element.scrollIntoView()")


def open_draft(page: Page) -> None:
    """The plan that the cell's committee is writing; begun where there is none."""
    begin = page.get_by_role("link", name="Lập kế hoạch phân công")
    if begin.count():
        begin.click()
        page.get_by_label("Theo phân công hiện nay").check()
        page.get_by_role("button", name="Lập dự thảo").click()
    else:
        page.get_by_role("link", name="Soạn tiếp dự thảo").first.click()
    page.wait_for_load_state("networkidle")


def open_plan(page: Page) -> None:
    open_draft(page)
    # Without the news of having begun it.
    page.reload()


def open_plan_map(page: Page) -> None:
    open_draft(page)
    page.locator(".desk-tabs").get_by_role("link", name="Bản đồ").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")


def choose_on_plan_map(page: Page) -> None:
    """A neighbourhood in a frame: who is near, and what they would carry then."""
    open_plan_map(page)
    page.click("#plan-rectangle")
    page.mouse.move(900, 490)
    page.mouse.down()
    page.mouse.move(1030, 620, steps=6)
    page.mouse.up()
    page.locator("[data-act=gaps]").click()


def open_gaps(page: Page) -> None:
    open_draft(page)
    tabs = page.locator(".desk-tabs")
    tabs.get_by_role("link", name="Còn trống").click()
    tabs.evaluate("element => element.scrollIntoView()")


SHOTS = [
    Shot(README / "map-desktop.png", "lanhdao", size=WIDE),
    Shot(README / "map-phone.png", "dangvien", size=PHONE, act=open_own_household),
    Shot(GUIDE / "dang-nhap.png", "", size=PHONE),
    Shot(GUIDE / "bao-mat.png", "lanhdao", "/account/2fa/"),
    Shot(
        GUIDE / "ma-6-so.png",
        "lanhdao",
        "/account/2fa/totp/activate/",
        (1280, 1000),
        confirm_password,
    ),
    Shot(GUIDE / "chi-uy-chua-ai-phu-trach.png", "chiuy", act=choose_tab("uncovered")),
    Shot(GUIDE / "chi-uy-the-ho.png", "chiuy", act=open_household),
    Shot(GUIDE / "lanh-dao-do-phu.png", "lanhdao"),
    Shot(GUIDE / "lanh-dao-lau-chua-nam.png", "lanhdao", act=choose_recency),
    Shot(GUIDE / "lanh-dao-tim.png", "lanhdao", act=find_by_name),
    Shot(GUIDE / "nguoi-danh-sach.png", "lanhdao", "/nguoi/"),
    Shot(GUIDE / "quy-dinh.png", "lanhdao", "/quy-dinh/"),
    Shot(GUIDE / "phan-cong-cac-chi-bo.png", "lanhdao", "/phan-cong/"),
    Shot(GUIDE / "phan-cong-ke-hoach.png", "chiuy", "/phan-cong/", act=open_plan),
    Shot(GUIDE / "phan-cong-con-trong.png", "chiuy", "/phan-cong/", PHONE, open_gaps),
    Shot(GUIDE / "phan-cong-ban-do.png", "chiuy", "/phan-cong/", WIDE, choose_on_plan_map),
    Shot(GUIDE / "phan-cong-ban-do-dien-thoai.png", "chiuy", "/phan-cong/", PHONE, open_plan_map),
    Shot(GUIDE / "nam-tinh-hinh-nguoi.png", "chiuy", "/nam-tinh-hinh/nguoi/"),
    Shot(GUIDE / "nam-tinh-hinh-xem-lai.png", "chiuy", "/nam-tinh-hinh/xem-lai/"),
    Shot(GUIDE / "viec-cua-toi.png", "chiuy", "/viec-cua-toi/"),
    Shot(GUIDE / "van-de.png", "chiuy", "/viec-cua-toi/", act=open_first_issue),
    Shot(GUIDE / "sinh-hoat.png", "chiuy", "/sinh-hoat/", act=open_meeting),
    Shot(GUIDE / "thoat-ngheo.png", "vanphong", "/thoat-ngheo/?stage=on_the_way"),
    Shot(GUIDE / "thoat-ngheo-ho.png", "chiuy", "/thoat-ngheo/?stage=on_the_way", act=open_road),
    Shot(GUIDE / "so-lieu.png", "vanphong", "/so-lieu/"),
    Shot(GUIDE / "ho-trang.png", "vanphong", "/ho/", act=open_page_of_first),
    Shot(GUIDE / "trung-lap.png", "vanphong", "/trung-lap/", act=compare_first_pair),
    Shot(GUIDE / "toa-do.png", "dangvien", "/chua-toa-do/", PHONE),
    Shot(GUIDE / "xuat.png", "vanphong", "/xuat/"),
    Shot(GUIDE / "nap-tep-xem-truoc.png", "vanphong", "/nap-tep/", WIDE, preview_demo),
    Shot(GUIDE / "ban-do-nguoi-phu-trach.png", "lanhdao", "/?theme=person"),
    Shot(GUIDE / "ban-do-trong-thang.png", "lanhdao", "/?theme=month"),
    Shot(GUIDE / "ban-do-dien-ho.png", "lanhdao", "/?theme=poverty"),
    Shot(GUIDE / "ban-do-mat-do.png", "lanhdao", "/?theme=gaps"),
    Shot(GUIDE / "ban-do-van-de-loai.png", "lanhdao", "/?theme=issue"),
    Shot(GUIDE / "ban-do-van-de-buoc.png", "lanhdao", "/?theme=issue_stage"),
    Shot(GUIDE / "ban-do-van-de-han.png", "lanhdao", "/?theme=issue_late"),
    Shot(GUIDE / "chuyen-di.png", "lanhdao", "/chuyen-di/", act=open_first_trip),
    Shot(GUIDE / "ban-do-dia-ban.png", "lanhdao", "/?tab=units"),
    Shot(GUIDE / "ban-do-thanh-chon.png", "lanhdao", "/?theme=person", act=choose_village),
    Shot(GUIDE / "ban-do-to-in.png", "lanhdao", "/?theme=person", (1123, 792), print_village),
    Shot(GUIDE / "ban-do-khong-can-mang.png", "lanhdao", act=open_saved_page),
    Shot(GUIDE / "ho-cua-toi.png", "dangvien", "/ho-cua-toi/", PHONE, open_my_households),
    Shot(GUIDE / "ho-cua-toi-the.png", "dangvien", "/ho-cua-toi/", PHONE, begin_check_in),
    Shot(GUIDE / "van-phong-chua-co-toa-do.png", "vanphong", act=choose_tab("unlocated")),
    Shot(GUIDE / "dia-gioi-sua.png", "vanphong", "/ban-do/dia-gioi/", act=move_corner),
    Shot(GUIDE / "dia-gioi-tach.png", "vanphong", "/ban-do/dia-gioi/", act=cut_village),
    Shot(GUIDE / "cap-tren.png", "captren"),
    Shot(GUIDE / "cap-tren-o.png", "captren", act=choose_hexagons),
    Shot(GUIDE / "cong-an.png", "congan"),
    Shot(GUIDE / "quan-tri-danh-sach.png", "quantri", "/accounts/"),
    Shot(GUIDE / "quan-tri-tao.png", "quantri", "/accounts/new/"),
]


def sign_in(page: Page, base: str, user: str) -> None:
    page.goto(f"{base}/account/login/")
    if not user:
        return
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/login/" not in address)


def wait_until_drawn(page: Page) -> None:
    """The map page says when its data has come; other pages are whole when loaded."""
    page.wait_for_load_state("networkidle")
    if page.locator("#map-page").count():
        expect(page.locator("body")).to_have_attribute("aria-busy", "false")


def take(browser: Browser, base: str, shot: Shot) -> None:
    """Take one picture and store it with at most 256 colours."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        has_touch=shot.size == PHONE,
        reduced_motion="reduce",
        geolocation=STANDS_AT,  # type: ignore[arg-type]  # a TypedDict of two numbers
        permissions=["geolocation"],
    )
    page = context.new_page()
    sign_in(page, base, shot.user)
    if shot.user:
        page.goto(base + shot.path)
    wait_until_drawn(page)
    if shot.act:
        shot.act(page)
        wait_until_drawn(page)
        # The canvas draws in the next frames, for which there is nothing to wait on.
        page.wait_for_timeout(500)
    shot.file.parent.mkdir(parents=True, exist_ok=True)
    shot.file.write_bytes(shrink(page.screenshot()))
    context.close()


def main() -> None:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        for shot in SHOTS:
            if not options.names or shot.file.stem in options.names:
                take(browser, options.base, shot)
                size = shot.file.stat().st_size
                sys.stdout.write(f"{shot.file.relative_to(ROOT)}  {size // 1000} kB\n")
        browser.close()


if __name__ == "__main__":
    main()
