"""The page where boundaries are drawn, against the real server: draw, warn, save, take back."""

import re

import pytest
from django.apps import apps
from playwright.sync_api import Locator, Page, Route, expect

from apps.accounts.roles import Role
from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.visits.models import Contact
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

PATH = "/ban-do/dia-gioi/"
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
CORNERS = ".marker-icon:not(.marker-icon-middle)"


def narrow(page: Page) -> bool:
    assert page.viewport_size is not None
    return page.viewport_size["width"] < 860


def raise_sheet(page: Page) -> None:
    if narrow(page) and page.locator("#panel").get_attribute("data-sheet") == "peek":
        page.locator("#sheet-handle").click()


def choose(page: Page, unit: Village | SelfManagedGroup, act: str) -> None:
    raise_sheet(page)
    page.locator(f".boundary-unit-row[data-unit='{unit.pk}']").click()
    page.locator(f"[data-act={act}]").click()


def middle(found: Locator) -> tuple[float, float]:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def corners(page: Page) -> list[tuple[float, float]]:
    expect(page.locator(CORNERS).first).to_be_visible()
    return [middle(each) for each in page.locator(CORNERS).all()]


def drag_corner(page: Page, across: float, down: float) -> None:
    """The upper right corner of what is edited, by so many pixels."""
    x, y = max(corners(page), key=lambda corner: corner[0] - corner[1])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=8)
    page.mouse.up()


def save(page: Page, reason: str = "Theo nghị quyết số 12") -> None:
    raise_sheet(page)
    page.locator("#boundary-task textarea").fill(reason)
    page.locator("#boundary-task button[type=submit]").click()


def news(page: Page) -> Locator:
    return page.locator("#boundary-news")


@SIZES
def test_a_corner_moved_is_warned_of_saved_and_taken_back(
    site: Site, world: World, size: dict[str, int]
) -> None:
    village, neighbour = world.villages
    before = village.geom.area
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH, size)
    choose(page, village, "redraw")
    drag_corner(page, 40, 30)
    told = page.locator(".boundary-told")
    expect(told).to_contain_text(f"Chồng lên {neighbour.name}")
    expect(told).to_contain_text("hộ sẽ chuyển")
    expect(told.get_by_label(f"{neighbour.name} nhường phần này")).to_be_checked()
    # The rest of the commune belongs to nobody yet; a moved corner gives it to nobody.
    expect(told.get_by_label(f"Giao khoảng trống cho {neighbour.name}")).not_to_be_checked()
    save(page)
    expect(news(page)).to_contain_text(f"Đã lưu ranh giới {village.name}.")
    village.refresh_from_db()
    neighbour.refresh_from_db()
    assert village.geom.area != pytest.approx(before, rel=1e-6)
    assert village.geom.intersection(neighbour.geom).area == pytest.approx(0, abs=1e-9)
    page.locator("#boundary-undo").click()
    save(page, "Vẽ nhầm")
    expect(news(page)).to_contain_text("Đã hoàn tác")
    village.refresh_from_db()
    assert village.geom.area == pytest.approx(before, rel=1e-9)


def test_steps_go_back_and_forth_and_nothing_is_saved_without_a_change(
    site: Site, world: World
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], PATH)
    choose(page, world.villages[0], "redraw")
    back = page.get_by_role("button", name="Lùi một bước")
    expect(back).to_be_disabled()
    save(page)
    expect(page.locator(".boundary-error")).to_contain_text("Chưa có gì thay đổi")
    start = sorted(corners(page))
    drag_corner(page, 40, 30)
    expect(back).to_be_enabled()
    moved = sorted(corners(page))
    assert moved != start
    page.locator("#map").focus()
    page.keyboard.press("Control+z")
    expect(back).to_be_disabled()
    assert sorted(corners(page)) == start
    page.keyboard.press("Control+Shift+z")
    expect(back).to_be_enabled()
    assert sorted(corners(page)) == moved


def test_a_reason_is_asked_for_and_a_neighbour_may_keep_its_ground(
    site: Site, world: World
) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], PATH)
    choose(page, world.villages[0], "redraw")
    drag_corner(page, 40, 30)
    give = page.get_by_label(f"{world.villages[1].name} nhường phần này")
    expect(give).to_be_checked()
    page.locator("#boundary-task button[type=submit]").click()
    expect(page.locator(".boundary-error")).to_contain_text("Hãy ghi lý do")
    give.uncheck()
    expect(page.locator(".boundary-place-stop").first).to_be_visible()
    save(page)
    expect(page.locator(".boundary-error")).to_contain_text("Chưa lưu được")


def test_a_draft_outlives_a_reload_and_goes_at_log_out(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    choose(page, world.villages[0], "redraw")
    drag_corner(page, 40, 30)
    expect(page.locator(".boundary-told")).to_contain_text("hộ sẽ chuyển")
    page.locator("#boundary-task textarea").fill("Ông Lò Văn Thử đề nghị")
    page.reload()
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "gandan-boundary-draft" in kept
    assert "Thử" not in kept
    page.get_by_role("button", name="Vẽ tiếp").click()
    expect(page.locator(".boundary-told")).to_contain_text("hộ sẽ chuyển")
    page.locator("summary", has_text=re.compile("Mở trình đơn")).click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/login/**")
    assert "gandan-boundary-draft" not in page.evaluate("JSON.stringify(localStorage)")


@SIZES
def test_a_group_is_cut_in_two_and_its_households_are_kept(
    site: Site, world: World, size: dict[str, int]
) -> None:
    group = world.groups[0]
    living = Household.objects.filter(village=world.villages[0]).count()
    page = site.open(
        world.users[Role.COMMUNE_OFFICE], f"{PATH}?village={world.villages[0].pk}", size
    )
    choose(page, group, "split")
    box = page.locator(".boundary-unit.is-marked").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] * 0.45
    for x in (box["x"] - 12, box["x"] + box["width"] + 12):
        page.mouse.click(x, height)
    page.get_by_role("button", name="Xong").click()
    rows = page.locator(".boundary-part-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("hộ có toạ độ")
    rows.nth(0).locator("input[type=text]").fill("Tổ Đầu Làng")
    rows.nth(1).locator("input[type=text]").fill("Tổ Cuối Làng")
    save(page)
    expect(news(page)).to_contain_text(f"Đã tách {group.name} thành Tổ Đầu Làng, Tổ Cuối Làng.")
    parts = SelfManagedGroup.objects.filter(name__in=["Tổ Đầu Làng", "Tổ Cuối Làng"])
    assert Household.objects.filter(group__in=parts).count() == 3
    assert Household.objects.filter(village=world.villages[0]).count() == living
    expect(page.locator("#boundary-list")).to_contain_text("Tổ Cuối Làng")


def told_of_households(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Who and what hangs on the commune's households, whatever unit they are in."""
    here = Household.objects.filter(commune=world.commune).order_by("pk")
    charges = Assignment.objects.filter(household__in=here).order_by("pk")
    contacts = Contact.objects.filter(household__in=here).order_by("pk")
    return {
        "homes": list(here.values_list("pk", "code", "head_name", "left_on")),
        "charges": list(charges.values_list("pk", "household", "person", "period")),
        "contacts": list(contacts.values_list("pk", "household", "person", "day")),
    }


@SIZES
def test_two_villages_become_one_and_the_history_tells_it(
    site: Site, world: World, size: dict[str, int]
) -> None:
    first, second = world.villages
    before = told_of_households(world)
    assert all(before.values())
    page = site.open(world.users[Role.COMMUNE_LEADER], PATH, size)
    choose(page, first, "merge")
    save(page)
    expect(page.locator(".boundary-error")).to_contain_text("ít nhất hai")
    page.get_by_label(re.compile(f"^{second.name}")).check()
    expect(page.locator("#boundary-task")).to_contain_text("Đã chọn 2 đơn vị, 12 hộ.")
    page.get_by_label("Tên sau khi nhập").fill("Thôn Nà Mới")
    save(page, "Sáp nhập theo đề án 2026")
    expect(news(page)).to_contain_text("Thôn Nà Mới")
    page.locator("#boundary-log").click()
    entry = page.locator(".boundary-timeline li").first
    expect(entry).to_contain_text(f"{first.name}, {second.name} → Thôn Nà Mới")
    expect(entry).to_contain_text("Sáp nhập theo đề án 2026")
    assert told_of_households(world) == before
    merged = Village.objects.get(name="Thôn Nà Mới")
    lineage = merged.predecessors.values_list("before", flat=True)
    assert set(lineage) == {first.pk, second.pk}
    assert Household.objects.filter(village=merged).count() == len(before["homes"])
    # The history of each says where it was before, and since when it is no more.
    events = apps.get_model("households", "HouseholdEvent").objects
    past = events.filter(village=merged, pgh_label="update")
    assert past.values("pgh_obj").distinct().count() == len(before["homes"])


@SIZES
def test_a_village_is_cut_in_two_with_all_that_hangs_on_its_households(
    site: Site, world: World, size: dict[str, int]
) -> None:
    village = world.villages[0]
    before = told_of_households(world)
    inside = Household.objects.filter(village=village).count()
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH, size)
    choose(page, village, "split")
    box = page.locator(".boundary-unit.is-marked").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] * 0.6
    for x in (box["x"] - 12, box["x"] + box["width"] + 12):
        page.mouse.click(x, height)
    page.get_by_role("button", name="Xong").click()
    rows = page.locator(".boundary-part-row")
    expect(rows).to_have_count(2)
    rows.nth(0).locator("input[type=text]").fill("Thôn Nà Trên")
    rows.nth(1).locator("input[type=text]").fill("Thôn Nà Dưới")
    save(page)
    expect(news(page)).to_contain_text(f"Đã tách {village.name} thành Thôn Nà Trên, Thôn Nà Dưới.")
    assert told_of_households(world) == before
    parts = Village.objects.filter(name__in=["Thôn Nà Trên", "Thôn Nà Dưới"])
    assert Household.objects.filter(village__in=parts).count() == inside


@SIZES
def test_a_corner_let_go_near_a_neighbours_is_that_corner(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH, size)
    choose(page, world.villages[0], "redraw")
    start = max(corners(page), key=lambda corner: corner[0] - corner[1])
    drag_corner(page, 40, 30)
    # Some pixels short of where the neighbour's corner is.
    drag_corner(page, -33, -24)
    end = max(corners(page), key=lambda corner: corner[0] - corner[1])
    assert end == pytest.approx(start, abs=1)


def test_a_new_name_stays_text(site: Site, world: World) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    choose(page, world.villages[0], "rename")
    page.get_by_label("Tên mới").fill(hostile)
    save(page, "<b>Thử</b>")
    expect(news(page)).to_contain_text(hostile)
    expect(page.locator(".boundary-label", has_text=hostile)).to_have_count(1)
    page.locator("#boundary-log").click()
    expect(page.locator(".boundary-timeline")).to_contain_text("<b>Thử</b>")
    assert page.locator("img[src=x]").count() == 0


def test_who_was_slower_keeps_the_drawing(site: Site, world: World) -> None:
    village = world.villages[0]
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    choose(page, village, "redraw")
    drag_corner(page, 40, 30)
    expect(page.locator(".boundary-told")).to_contain_text("hộ sẽ chuyển")
    village.refresh_from_db()
    village.name = "Thôn Nà Khác"
    village.save()
    save(page)
    page.get_by_role("button", name="Tải ranh giới hiện tại, giữ bản vẽ").click()
    # The browser writes down every refusal; this one was wanted.
    assert [text for text in site.complaints if "409" not in text] == []
    site.complaints.clear()
    expect(page.locator(".boundary-error")).to_contain_text("Hãy so lại")
    expect(page.locator(".boundary-told")).to_contain_text("hộ sẽ chuyển")
    page.locator("#boundary-task button[type=submit]").click()
    expect(news(page)).to_contain_text("Đã lưu ranh giới")


@SIZES
def test_a_new_group_is_drawn_corner_by_corner(
    site: Site, world: World, size: dict[str, int]
) -> None:
    page = site.open(
        world.users[Role.COMMUNE_OFFICE], f"{PATH}?village={world.villages[0].pk}", size
    )
    raise_sheet(page)
    page.locator("#boundary-add").click()
    box = page.locator(".boundary-parent").bounding_box()
    assert box is not None
    # Both groups stand at the village's left; its right is empty.
    for across, down in [(0.6, 0.4), (0.9, 0.4), (0.9, 0.8), (0.6, 0.8)]:
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    page.get_by_role("button", name="Xong").click()
    page.get_by_label("Tên", exact=True).fill("Tổ Mới")
    expect(page.locator(".boundary-told")).to_contain_text("Diện tích")
    save(page)
    expect(news(page)).to_contain_text("Đã lập Tổ Mới.")
    assert SelfManagedGroup.objects.filter(name="Tổ Mới", village=world.villages[0]).exists()


def test_keys_take_corners_back_finish_and_stop(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    choose(page, world.villages[0], "split")
    box = page.locator(".boundary-unit.is-marked").bounding_box()
    assert box is not None
    down = box["y"] + box["height"] * 0.6
    page.locator("#map").focus()
    for x in (box["x"] - 12, box["x"] + 60):
        page.mouse.click(x, down)
    page.keyboard.press("Backspace")
    expect(page.get_by_role("button", name="Xong")).to_be_disabled()
    page.mouse.click(box["x"] + box["width"] + 12, down)
    page.keyboard.press("Enter")
    expect(page.locator(".boundary-part-row")).to_have_count(2)
    page.get_by_role("button", name="Vẽ lại đường cắt").click()
    page.locator("#map").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#boundary-home")).to_be_visible()
    expect(page.locator("#boundary-bar")).to_be_hidden()


@pytest.mark.parametrize("role", [Role.CELL_COMMITTEE, Role.INSPECTION, Role.MEMBER_IN_CHARGE])
def test_others_find_no_way_in(site: Site, world: World, role: Role) -> None:
    page = site.open(world.users[role])
    expect(page.locator("#tool-boundaries")).to_have_count(0)
    answer = page.request.get(site.server.url + PATH)
    assert answer.status == 403


def test_the_map_leads_here(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_OFFICE])
    page.locator("#tool-boundaries").click()
    expect(page.locator("#boundary-title")).to_have_text("Địa giới")


DATA = re.compile(r"/api/map/boundaries/(\?.*)?$")


def away(route: Route) -> None:
    route.fulfill(status=503, body="")


def test_what_was_saved_is_told_though_it_cannot_be_read_again(site: Site, world: World) -> None:
    village = world.villages[0]
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    choose(page, village, "rename")
    page.get_by_label("Tên mới").fill("Thôn Nà Mới")
    page.route(DATA, away)
    save(page)
    task = page.locator("#boundary-task")
    expect(task.get_by_role("alert")).to_contain_text("Đã lưu, nhưng chưa tải lại được")
    expect(task.locator("form")).to_have_count(0)
    village.refresh_from_db()
    assert village.name == "Thôn Nà Mới"
    page.unroute(DATA, away)
    with page.expect_navigation():
        task.get_by_role("button", name="Tải lại trang").click()
    expect(page.locator("#boundary-list")).to_contain_text("Thôn Nà Mới")
    site.complaints.clear()


def test_the_boundaries_that_hold_now_are_asked_for_again(site: Site, world: World) -> None:
    village = world.villages[0]
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    choose(page, village, "redraw")
    drag_corner(page, 40, 30)
    expect(page.locator(".boundary-told")).to_contain_text("hộ sẽ chuyển")
    village.refresh_from_db()
    village.name = "Thôn Nà Khác"
    village.save()
    save(page)
    page.route(DATA, away)
    page.get_by_role("button", name="Tải ranh giới hiện tại, giữ bản vẽ").click()
    error = page.locator(".boundary-error")
    expect(error).to_contain_text("Chưa tải được dữ liệu")
    page.unroute(DATA, away)
    error.get_by_role("button", name="Thử lại").click()
    expect(error).to_contain_text("Hãy so lại")
    expect(page.locator(".boundary-told")).to_contain_text("hộ sẽ chuyển")
    site.complaints.clear()


def test_more_of_the_history_that_fails_keeps_what_is_listed(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_OFFICE], PATH)
    edit = {
        "id": 2,
        "at": "2026-11-02",
        "written": "2026-11-02",
        "by": "A",
        "kind_label": "Đổi tên",
        "units": [{"name": "Thôn Mới"}],
        "reason": "",
    }
    answers = {False: {"edits": [edit], "more": True}, True: None}

    def answer(route: Route) -> None:
        body = answers["before=" in route.request.url]
        if body is None:
            away(route)
        else:
            route.fulfill(json=body)

    page.route("**/api/map/boundaries/history/**", answer)
    page.locator("#boundary-log").click()
    page.get_by_role("button", name="Xem các lần trước nữa").click()
    task, entries = page.locator("#boundary-task"), page.locator(".boundary-timeline > li")
    expect(task.get_by_role("alert")).to_contain_text("Chưa tải được dữ liệu")
    expect(entries).to_have_count(1)
    answers[True] = {"edits": [edit | {"id": 1}], "more": False}
    task.get_by_role("button", name="Thử lại").click()
    expect(entries).to_have_count(2)
    expect(task.get_by_role("alert")).to_have_count(0)
    site.complaints.clear()
