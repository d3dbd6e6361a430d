"""The export page in a browser, and what it gives."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@SIZES
def test_a_file_in_four_steps(site: Site, world: World, size: dict[str, int]) -> None:
    page = site.open_plain(world.users[Role.COMMUNE_LEADER], "/xuat/", size)
    page.get_by_label("Địa bàn").select_option(label=world.villages[0].name)
    page.get_by_label("GeoPackage").check()
    page.get_by_label("Đi cơ sở").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Xuất tệp").click()
    assert download.value.suggested_filename == "danh-sach-ho-20261116-0830.gpkg"
    entry = AccessLog.objects.get()
    assert (entry.count, entry.detail) == (6, "households gpkg fieldwork")
    assert page.url.endswith("/xuat/")


@SIZES
def test_targets_are_large_and_nothing_scrolls_sideways(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open_plain(world.users[Role.COMMUNE_LEADER], "/xuat/?loai=contacts", size)
    expect(page.get_by_role("link", name="Sổ nắm tình hình")).to_have_attribute(
        "aria-current", "page"
    )
    for target in page.locator(".export-subjects a, .export-radios label, .export-form .btn").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert max(page.evaluate(wide)) <= size["width"]


def test_what_is_missing_is_said_beside_it(site: Site, world: World) -> None:
    page = site.open_plain(world.users[Role.COMMUNE_LEADER], "/xuat/")
    page.locator(".export-form").evaluate("form => { form.noValidate = true; }")
    page.get_by_label("CSV").check()
    page.get_by_role("button", name="Xuất tệp").click()
    expect(page.locator("main .field-error")).to_have_text("Hãy chọn tệp dùng để làm gì.")
    expect(page.get_by_label("CSV")).to_be_checked()
    # The browser itself notes the 422 in its console.
    site.complaints.clear()


@SIZES
def test_the_list_as_it_is_seen_becomes_a_file(
    site: Site, world: World, size: dict[str, int]
) -> None:
    """Searched for by name, which no address tells."""
    head = world.households[1].head_name
    page = site.open_plain(world.users[Role.COMMUNE_LEADER], "/ho/", size)
    page.get_by_label("Tìm tên chủ hộ").fill(head)
    page.get_by_role("button", name="Tìm", exact=True).click()
    seen = page.locator(".home-count strong").inner_text()
    page.get_by_role("link", name="Xuất danh sách này").click()
    told = page.locator(".export-narrowed")
    expect(told).to_have_text(f"Tệp có đúng {seen} hộ của danh sách đang lọc.")
    wide = "[document.documentElement.scrollWidth, document.body.scrollWidth]"
    assert max(page.evaluate(wide)) <= size["width"]
    page.get_by_label("CSV").check()
    page.get_by_label("Họp, giao ban").check()
    with page.expect_download():
        page.get_by_role("button", name="Xuất tệp").click()
    entry = AccessLog.objects.get(action=AccessLog.Action.EXPORT)
    assert (entry.count, entry.detail) == (int(seen), "households csv narrowed meeting")
    assert head.split()[-1] not in unquote(page.url)
    page.get_by_role("link", name="Về danh sách hộ").click()
    expect(page.locator(".home-count strong")).to_have_text(seen)
