"""The map of a plan against the real server: give, choose several, lock, take back, conflict."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from apps.accounts.models import User
from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.assignments.models import PlanPair
from apps.assignments.plans import editing
from tests.browser import planmap
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.planmap import HOSTILE, Scene, load_of, open_map, saved, uncovered
from tests.conftest import NOW
from tests.factories.plans import resolve
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@pytest.fixture
def scene(world: World) -> Scene:
    return planmap.scene_of(world)


def give_to(page: Page, scene: Scene, name: str) -> None:
    """By the list of the card that is open."""
    page.locator(f"#plan-card [data-act='give-{scene.person(name).pk}']").click()


def press(page: Page, scene: Scene, number: int) -> None:
    page.mouse.click(*planmap.dot(page, scene, number))


def test_a_household_dragged_to_a_house_changes_loads_at_once(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    load_of(page, scene, "Ba", "0/8")
    aim = planmap.pin(page, scene, "Ba")
    planmap.pull(page, planmap.dot(page, scene, 1), (aim[0], aim[1] - 20))
    load_of(page, scene, "Ba", "1/8")
    uncovered(page, 4)
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Ba"}


def test_after_the_map_was_moved_a_press_still_chooses(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    x, y = planmap.dot(page, scene, 2)
    planmap.pull(page, (x + 60, y + 90), (x + 90, y + 60))
    press(page, scene, 2)
    expect(page.locator("#plan-card h2")).to_have_text("Hoàng Thị C")


def test_a_household_dragged_to_a_row_of_the_list(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    box = page.locator(f"#plan-people-list [data-person='{scene.person('Tư').pk}']").bounding_box()
    assert box is not None
    planmap.pull(page, planmap.dot(page, scene, 2), (box["x"] + 60, box["y"] + 20))
    load_of(page, scene, "Tư", "1/8")
    saved(page)
    assert scene.held() == {0: "Lý", 2: "Tư"}


@SIZES
def test_a_household_pressed_is_given_by_the_list(
    site: Site, scene: Scene, size: dict[str, int]
) -> None:
    page = open_map(site, scene, size)
    press(page, scene, 3)
    expect(page.locator("#plan-card h2")).to_have_text("Hoàng Thị D")
    # The nearest first.
    expect(page.locator("#plan-card .plan-giving .plan-person-name").first).to_have_text(
        "Hoàng Văn Ba"
    )
    give_to(page, scene, "Ba")
    expect(page.locator("#plan-card .plan-held")).to_contain_text("Hoàng Văn Ba")
    uncovered(page, 4)
    saved(page)
    assert scene.held()[3] == "Ba"


def test_several_in_a_rectangle_are_given_taken_back_and_given_again(
    site: Site, scene: Scene
) -> None:
    page = open_map(site, scene)
    page.locator("#plan-rectangle").click()
    (left, top), (right, _) = planmap.dot(page, scene, 1), planmap.dot(page, scene, 4)
    planmap.pull(page, (left - 20, top - 25), (right + 20, top + 25))
    expect(page.locator("#plan-card h2")).to_have_text("4 hộ đang chọn")
    give_to(page, scene, "Tư")
    uncovered(page, 1)
    saved(page)
    assert set(scene.held()) == {0, 1, 2, 3, 4}
    page.keyboard.press("Control+z")
    uncovered(page, 5)
    saved(page)
    assert scene.held() == {0: "Lý"}
    page.locator("#plan-redo").click()
    uncovered(page, 1)
    saved(page)
    assert scene.held()[4] == "Tư"


def test_a_locked_pair_stays_whatever_is_given(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    press(page, scene, 0)
    page.locator("#plan-card [data-act=lock]").click()
    expect(page.locator("#plan-card .plan-badge")).to_have_text("đã khoá")
    saved(page)
    assert PlanPair.objects.get(plan=scene.plan, household=scene.homes[0]).is_locked
    expect(page.locator("#plan-card .plan-giving")).to_have_count(0)
    aim = planmap.pin(page, scene, "Ba")
    planmap.pull(page, planmap.dot(page, scene, 0), (aim[0], aim[1] - 20))
    expect(page.locator("#plan-news")).to_contain_text("1 hộ đã khoá nên giữ nguyên")
    assert scene.held() == {0: "Lý"}


def test_the_solver_is_one_edit_that_can_be_taken_back(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    page.locator("#plan-propose").click()
    page.locator("#plan-sure-yes").click()
    uncovered(page, 0)
    saved(page)
    assert len(scene.held()) == 6
    page.locator("#plan-undo").click()
    uncovered(page, 5)
    saved(page)
    assert scene.held() == {0: "Lý"}


def _edit(scene: Scene, pairs: dict[int, str], user: User) -> None:
    """Somebody's edit that is no work of the page."""
    scene.plan.refresh_from_db()
    editing.change_pairs(
        plan=scene.plan.pk,
        pairs={scene.homes[home].pk: scene.person(name).pk for home, name in pairs.items()},
        seen=scene.plan.revision,
        order=Order(actor_for(user, at=NOW), "Soạn", NOW, uuid4()),
    )


def test_edits_from_before_are_taken_back_in_order_and_done_again_after_a_reload(
    site: Site, scene: Scene
) -> None:
    _edit(scene, {1: "Ba"}, scene.secretary)
    _edit(scene, {2: "Tư"}, scene.colleague)
    _edit(scene, {3: "Ba", 4: "Ba"}, scene.secretary)
    page = site.open(scene.secretary, scene.path)
    undo, redo = page.locator("#plan-undo"), page.locator("#plan-redo")
    expect(undo).to_have_attribute("title", "Hoàn tác: đổi người phụ trách 2 hộ (Ctrl+Z)")
    undo.click()
    uncovered(page, 3)
    expect(page.locator("#plan-step")).to_have_text("Đã hoàn tác: đổi người phụ trách 2 hộ")
    expect(undo).to_have_attribute("title", "Hoàn tác: đổi người phụ trách 1 hộ (Ctrl+Z)")
    undo.click()
    uncovered(page, 4)
    # The colleague's stays.
    expect(undo).to_be_disabled()
    saved(page)
    assert scene.held() == {0: "Lý", 2: "Tư"}
    page.reload()
    uncovered(page, 4)
    expect(undo).to_be_disabled()
    redo.click()
    uncovered(page, 3)
    redo.click()
    uncovered(page, 1)
    expect(redo).to_be_disabled()
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Ba", 2: "Tư", 3: "Ba", 4: "Ba"}


def test_an_earlier_edit_that_a_colleague_built_on_is_not_taken_back(
    site: Site, scene: Scene
) -> None:
    _edit(scene, {1: "Ba"}, scene.secretary)
    _edit(scene, {1: "Tư"}, scene.colleague)
    page = site.open(scene.secretary, scene.path)
    page.locator("#plan-undo").click()
    news = page.locator("#plan-news [role=alert]")
    expect(news).to_contain_text("Không hoàn tác: những hộ này đã đổi sau đó")
    expect(news).to_contain_text("Hoàng Thị B: Vi Thị Hai đổi từ Hoàng Văn Ba sang Lương Thị Tư")
    expect(page.locator("#plan-step")).to_be_empty()
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Tư"}
    assert [text for text in site.complaints if "409" not in text] == []
    site.complaints.clear()


@pytest.mark.parametrize("whose", ["colleague", "secretary"])
def test_two_editors_at_once_overwrite_nothing(site: Site, scene: Scene, whose: str) -> None:
    """Nor does one who works at two machines."""
    page = open_map(site, scene)
    other: User = getattr(scene, whose)
    _edit(scene, {1: "Tư"}, other)
    press(page, scene, 1)
    give_to(page, scene, "Ba")
    news = page.locator("#plan-news [role=alert]")
    who = other.person.full_name
    expect(news).to_contain_text(f"Hoàng Thị B: {who} đổi từ chưa có ai sang Lương Thị Tư")
    expect(page.locator("#plan-card .plan-held")).to_contain_text("Lương Thị Tư")
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Tư"}
    assert [text for text in site.complaints if "409" not in text] == []
    site.complaints.clear()


def test_of_several_given_those_that_a_colleague_forbade_are_told_and_the_others_saved(
    site: Site, scene: Scene
) -> None:
    page = open_map(site, scene)
    order = Order(actor_for(scene.colleague, at=NOW), "Soạn", NOW, uuid4())
    about = {"household": scene.homes[2].pk, "person": scene.person("Ba").pk}
    editing.ban_pair(plan=scene.plan.pk, **about, reason="relative", seen=0, order=order)
    page.locator("#plan-rectangle").click()
    (left, top), (right, _) = planmap.dot(page, scene, 1), planmap.dot(page, scene, 4)
    planmap.pull(page, (left - 20, top - 25), (right + 20, top + 25))
    give_to(page, scene, "Ba")
    expect(page.locator("#plan-news [role=alert]")).to_contain_text(
        "Hoàng Thị C: Vi Thị Hai ghi không phân công cho Hoàng Văn Ba"
    )
    uncovered(page, 2)
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Ba", 3: "Ba", 4: "Ba"}
    assert [text for text in site.complaints if "409" not in text] == []
    site.complaints.clear()


def test_what_a_phone_could_not_send_does_not_overwrite_later_work(
    site: Site, scene: Scene
) -> None:
    page = open_map(site, scene)
    page.route("**/pairs/", lambda route: route.abort())
    press(page, scene, 1)
    give_to(page, scene, "Ba")
    expect(page.locator("#plan-saved")).to_have_attribute("data-state", "waiting")
    _edit(scene, {1: "Tư", 2: "Tư"}, scene.secretary)
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute_all()
    page.reload()
    expect(page.locator("#plan-news [role=alert]")).to_contain_text("sang Lương Thị Tư")
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Tư", 2: "Tư"}
    assert [text for text in site.complaints if "409" not in text and "FAILED" not in text] == []
    site.complaints.clear()


def test_what_cannot_be_saved_is_told_kept_and_sent_again(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)

    def broken(route: Route) -> None:
        route.abort()

    page.route("**/pairs/", broken)
    press(page, scene, 1)
    give_to(page, scene, "Ba")
    expect(page.locator("#plan-saved")).to_have_attribute("data-state", "waiting")
    assert scene.held() == {0: "Lý"}
    page.unroute("**/pairs/", broken)
    page.locator("#plan-saved button").click()
    saved(page)
    assert scene.held() == {0: "Lý", 1: "Ba"}
    assert [text for text in site.complaints if "ERR_FAILED" not in text] == []
    site.complaints.clear()


def test_keyboard_alone_gives_a_household(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    page.locator("#tab-people").focus()
    page.keyboard.press("ArrowRight")
    row = page.locator(f"[data-home='{scene.homes[4].pk}']")
    row.locator("select").focus()
    row.locator("select").select_option(str(scene.person("Tư").pk))
    uncovered(page, 4)
    row.get_by_label("Khoá").check()
    saved(page)
    pair = PlanPair.objects.get(plan=scene.plan, household=scene.homes[4])
    assert pair.is_locked
    assert pair.person == scene.person("Tư")


def test_names_are_text_whatever_they_hold(site: Site, scene: Scene) -> None:
    page = open_map(site, scene)
    press(page, scene, 5)
    expect(page.locator("#plan-card h2")).to_have_text(HOSTILE)
    page.locator("#plan-card [data-act=why]").click()
    expect(page.locator(".plan-why")).to_contain_text("còn nhận được")
    page.keyboard.press("Escape")
    page.locator("#tab-homes").click()
    expect(page.locator("#plan-homes-list")).to_contain_text(HOSTILE)
    expect(page.locator("#plan-homes-list img")).to_have_count(0)


def test_a_plan_in_force_is_only_read(site: Site, scene: Scene) -> None:
    resolve(scene.plan)
    page = open_map(site, scene)
    expect(page.locator("#plan-tools")).to_be_hidden()
    expect(page.locator(".plan-title")).to_contain_text("Chỉ xem")
    press(page, scene, 0)
    expect(page.locator("#plan-card .plan-held")).to_contain_text("Nông Thị Lý")
    expect(page.locator("#plan-card .plan-giving")).to_have_count(0)
    aim = planmap.pin(page, scene, "Ba")
    planmap.pull(page, planmap.dot(page, scene, 0), (aim[0], aim[1] - 20))
    assert scene.held() == {0: "Lý"}


def test_an_outsider_finds_no_such_plan(site: Site, scene: Scene) -> None:
    assert scene.world.outsider is not None
    page = site.open_plain(scene.world.outsider, scene.path)
    expect(page.locator("body")).not_to_contain_text("Hoàng Thị A")
    assert page.request.get(page.url).status == 404
    site.complaints.clear()
