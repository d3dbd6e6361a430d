"""The import assistant as an office uses it: drop, look, commit, mend, commit again."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.areas.models import Commune, Village
from apps.assignments.models import Assignment
from apps.common import clock
from apps.common.clock import ZONE
from apps.households.models import Household
from apps.visits.models import Contact
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.jobworker import Worker
from tests.imports.desk import clerk
from tests.imports.office import HUE

PATH = "/nap-tep/"
# A commune's files on a slow machine that does other work as well.
LONG = 300_000
# The day after the last contact of the real commune's log.
LATER = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    """Jobs are done while the test runs, and it ends when they have ended."""
    site.context.set_default_timeout(LONG)
    with Worker().running():
        yield


@pytest.fixture
def office(site: Site, worker: None) -> User:
    """The office of a commune with villages and groups, and nobody in it yet."""
    return clerk(HUE.plant())


def open_batch(site: Site, user: User, size: dict[str, int] | None = None) -> Page:
    page = site.open(user, PATH, size)
    page.get_by_role("button", name="Mở lượt nạp mới").click()
    expect(page.locator("#import-drop")).to_be_visible()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    return page


def drop(page: Page, *paths: Path) -> None:
    """Choose files, and wait until each has been recognised or refused."""
    page.locator("#import-input").set_input_files([str(path) for path in paths])
    cards = page.locator(".import-file")
    expect(cards).to_have_count(len(paths), timeout=LONG)
    expect(page.locator(".import-file[data-state=received]")).to_have_count(0, timeout=LONG)


def preview(page: Page) -> None:
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("#import-plan")).to_be_visible(timeout=LONG)
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")


def commit(page: Page) -> None:
    page.get_by_role("button", name="Nạp tất cả").click()
    expect(page.locator("#import-plan-title")).to_have_text("2. Đã nạp", timeout=LONG)


def card(page: Page, name: str) -> Any:
    return page.locator(".import-file", has=page.get_by_role("heading", name=name, exact=True))


def correction(page: Page, name: str) -> openpyxl.Workbook:
    with page.expect_download() as begun:
        card(page, name).get_by_role("link", name="Tải tệp sửa lỗi").click()
    return openpyxl.load_workbook(io.BytesIO(Path(begun.value.path()).read_bytes()))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_files_go_in_after_a_look(
    site: Site, office: User, tmp_path: Path, size: dict[str, int]
) -> None:
    homes = HUE.homes()
    homes[HUE.villages[0]][1] |= {"size": "ba"}
    page = open_batch(site, office, size)
    drop(page, HUE.write_homes(tmp_path, homes))
    expect(card(page, "so ho.xlsx")).to_contain_text("tiêu đề ở dòng 4–5")
    preview(page)
    assert Household.objects.count() == 0
    expect(page.locator(".import-rows tbody tr")).to_have_count(1)
    expect(page.locator(".import-rows")).to_contain_text("Số khẩu không phải là số")
    # A row that comes back may stand anywhere.
    expect(page.locator(".preview-canvas")).to_have_attribute("data-count", "5")
    page.locator("[data-outcome=new]").click()
    expect(page.locator(".preview-canvas")).to_have_attribute("data-count", "0")
    page.locator("[data-outcome=new]").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Thêm mới").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    page.locator("[data-point]").first.click()
    expect(page.locator("#import-picked")).to_contain_text("A01")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]
    commit(page)
    assert Household.objects.count() == 5


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_villages_lie_beneath_the_marks(
    site: Site, office: User, tmp_path: Path, size: dict[str, int]
) -> None:
    """Those of the register, and until they are written those of the file; names are but text."""
    Village.objects.filter(code="T1").update(name="<b>Thôn Suối</b>")
    page = open_batch(site, office, size)
    drop(page, HUE.write_villages(tmp_path), HUE.write_homes(tmp_path, HUE.homes()))
    preview(page)
    expect(page.locator(".preview-canvas")).to_have_attribute("data-count", "8")
    expect(page.locator(".leaflet-outlines-pane path")).to_have_count(4)
    expect(page.locator(".map-label", has_text="<b>Thôn Suối</b>")).to_be_visible()
    expect(page.locator(".map-label b")).to_have_count(0)
    expect(page.locator(".import-line")).to_have_text(
        ["Ranh giới thôn đang có", "Ranh giới thôn trong tệp"]
    )
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]
    commit(page)
    expect(page.locator(".leaflet-outlines-pane path")).to_have_count(2)
    expect(page.locator(".map-label", has_text="Thôn Suối Trong")).to_be_visible()
    expect(page.locator(".import-line")).to_have_count(1)


def test_bad_files_say_what_to_do(site: Site, office: User, tmp_path: Path) -> None:
    page = open_batch(site, office)
    broken, old, strange = (tmp_path / name for name in ("hong.xlsx", "cu.xls", "la.csv"))
    broken.write_bytes(b"PK\x03\x04 broken")
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    strange.write_text("một;hai;ba\nx;y;z\n", "utf-8")
    drop(page, broken, old, strange)
    expect(card(page, "hong.xlsx")).to_contain_text("mở và lưu lại rồi nạp")
    expect(card(page, "cu.xls")).to_contain_text(".xlsx")
    expect(card(page, "la.csv")).to_contain_text("chọn Cách đọc")
    expect(page.get_by_role("button", name="Xem trước")).to_be_disabled()
    page.get_by_role("button", name="Bỏ tệp hong.xlsx ra").click()
    expect(page.locator(".import-file")).to_have_count(2)


def test_a_dropped_file_that_is_empty_is_refused_at_once(site: Site, office: User) -> None:
    page = open_batch(site, office)
    page.evaluate(
        """() => {
            const held = new DataTransfer();
            held.items.add(new File([], "trong.csv"));
            const event = new DragEvent("drop", { dataTransfer: held, bubbles: true });
            document.getElementById("import-drop").dispatchEvent(event);
        }"""
    )
    expect(page.locator("#import-sending")).to_contain_text("Tệp rỗng")


def test_closing_the_page_stops_nothing(site: Site, office: User, tmp_path: Path) -> None:
    page = open_batch(site, office)
    drop(page, HUE.write_homes(tmp_path, HUE.homes()))
    preview(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Nạp tất cả").click()
    page.close()
    again = site.open(office, PATH)
    again.locator("tbody a").first.click()
    expect(again.locator("#import-plan-title")).to_have_text("2. Đã nạp", timeout=LONG)
    assert Household.objects.count() == 6


def mended(book: openpyxl.Workbook, path: Path) -> Path:
    """The household rows that came back, with what they lack; marked cells are the ones."""
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is None:
                    continue
                said = cell.comment.text
                if "họ tên chủ hộ" in said:
                    cell.value = "Lò Thị Bổ Sung"
                elif "Số khẩu" in said:
                    cell.value = 4
                elif "Năm sinh" in said:
                    cell.value = 1970
    book.save(path)
    return path


@pytest.mark.shared_data
def test_a_whole_commune_by_hand_from_nothing(
    site: Site, worker: None, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files of a real office, its old shapefile of villages too, and every fault mended."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
    folder = shared_data / "thien_tan"
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    who = {"username": "vanphong", "name": "Hà Thị Suối"}
    call_command("open_commune", str(folder / "ranh_gioi_xa.geojson"), stdout=StringIO(), **who)
    user = User.objects.get(username="vanphong")
    archive = tmp_path / "thon cu.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for part in sorted((folder / "thon_vn2000_tcvn3").iterdir()):
            packed.write(part, part.name)
    lists = ("danh_sach_ho.xlsx", "danh_sach_dang_vien.xlsx", "phan_cong_hien_tai.xlsx")
    names = ("ranh_gioi_thon.gpkg", "to_ndtq.geojson", *lists, "so_tham_ho.csv")

    page = open_batch(site, user)
    drop(page, archive, *(folder / name for name in names))
    expect(card(page, archive.name)).to_contain_text("TCVN3")
    expect(card(page, "danh_sach_ho.xlsx")).to_contain_text("danh sách hộ")
    preview(page)
    assert Village.objects.count() == 0
    commit(page)
    assert (Commune.objects.count(), Village.objects.count()) == (1, truth["villages"])

    books = {name: correction(page, name) for name in ("danh_sach_ho.xlsx", *lists[2:])}
    contacts = correction(page, "so_tham_ho.csv")
    homes = mended(books["danh_sach_ho.xlsx"], tmp_path / "ho da sua.xlsx")
    books["phan_cong_hien_tai.xlsx"].save(tmp_path / "phan cong lai.xlsx")
    contacts.save(tmp_path / "so tham lai.xlsx")

    page = open_batch(site, user)
    drop(page, homes, tmp_path / "phan cong lai.xlsx", tmp_path / "so tham lai.xlsx")
    preview(page)
    commit(page)
    assert set(Household.objects.values_list("code", flat=True)) == {
        home["ma"] for home in truth["truth"]
    }
    assert Assignment.objects.count() == truth["assigned_households"]
    assert Contact.objects.count() == truth["contacts"]
