"""An issue's whole way through the pages, from a member's report to the household's word."""

from playwright.sync_api import Page, expect

from apps.accounts.roles import Role
from apps.issues.models import Issue
from apps.visits.models import Contact
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

INBOX = "/viec-cua-toi/"


def _fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0


def _pass_up(page: Page) -> None:
    page.locator("summary", has_text="Chuyển lên trên").click()
    page.get_by_role("button", name="Chuyển lên trên").click()
    expect(page.locator(".notice-success")).to_contain_text("Chuyển lên trên")


def _press(page: Page, step: str) -> None:
    page.get_by_role("button", name=step).click()
    expect(page.locator(".notice-success")).to_contain_text(step)


def _opened(site: Site, world: World, role: Role, size: dict[str, int] = WIDE) -> Page:
    """The issue, as whoever it waits for comes to it."""
    page = site.open_plain(world.users[role], INBOX, size)
    _fits(page)
    page.get_by_role("link", name="Nhà ở: Mái nhà bếp hỏng sau bão").click()
    expect(page.get_by_role("heading", name="Việc cần làm tiếp")).to_be_visible()
    _fits(page)
    return page


def _report(site: Site, world: World) -> None:
    """A member writes it down on the phone, and changes the mind about its kind."""
    home, member = world.in_charge_of, world.users[Role.MEMBER_IN_CHARGE]
    page = site.open_plain(member, f"/van-de/bao/{home.pk}/", PHONE)
    _fits(page)
    # The kinds and their fields change places without the page.
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Học tập của trẻ").click()
    page.get_by_label("Nội dung").fill("Mái nhà bếp hỏng sau bão")
    page.get_by_role("link", name="Đổi loại").click()
    page.get_by_role("link", name="Nhà ở").click()
    expect(page.get_by_label("Nội dung")).to_have_value("Mái nhà bếp hỏng sau bão")
    assert page.evaluate("window.stayed")
    _fits(page)
    page.get_by_label("Về việc gì").select_option("damaged")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator(".notice-success")).to_contain_text("Đã ghi vấn đề của hộ")


def _answer(site: Site, world: World) -> None:
    """It goes up through three hands; a member's report waits for the committee at once."""
    page = _opened(site, world, Role.CELL_COMMITTEE)
    _press(page, "Tiếp nhận")
    assert Issue.objects.get().state == "received"
    _pass_up(page)
    page = _opened(site, world, Role.GROUP_OFFICER)
    _pass_up(page)
    page = _opened(site, world, Role.COMMUNE_OFFICE)
    _press(page, "Tiếp nhận")
    _press(page, "Bắt đầu giải quyết")
    assert Issue.objects.get().state == "in_progress"
    assert not page.locator("summary", has_text="Trả lời").is_visible()
    page.locator("#text-answer").fill("Xã hỗ trợ tôn lợp mái trong tuần")
    page.get_by_role("button", name="Trả lời").click()
    expect(page.locator(".issue-answer")).to_contain_text("Xã hỗ trợ tôn")


def _tell(site: Site, world: World) -> None:
    """The member tells the household, which agrees: that talk is a contact."""
    page = _opened(site, world, Role.MEMBER_IN_CHARGE, PHONE)
    expect(page.locator(".issue-answer")).to_contain_text("Xã hỗ trợ tôn")
    box = page.get_by_role("button", name="Hộ đồng ý").bounding_box()
    assert box is not None
    assert box["height"] >= 48
    page.get_by_role("button", name="Hộ đồng ý").click()
    expect(page.locator(".notice-success")).to_contain_text("Hộ đồng ý")
    issue = Issue.objects.get()
    assert issue.state == "confirmed"
    assert issue.actions.get(verb="confirm").contact == Contact.objects.latest("pk")


def test_from_the_report_to_the_households_word(site: Site, world: World) -> None:
    _report(site, world)
    _answer(site, world)
    _tell(site, world)
    issue = Issue.objects.get()
    # The fifth: the head of the village, who sees it through, ends it.
    page = site.open_plain(world.users[Role.VILLAGE_HEAD], "/van-de/", WIDE)
    page.get_by_role("link", name="Nhà ở: Mái nhà bếp hỏng sau bão").click()
    _press(page, "Khép lại")
    issue.refresh_from_db()
    assert issue.state == "closed"
    done = issue.actions.order_by("number")
    assert list(done.values_list("verb", "to_state")) == [
        ("report", "reported"),
        ("receive", "received"),
        ("pass_up", "reported"),
        ("pass_up", "reported"),
        ("receive", "received"),
        ("start", "in_progress"),
        ("answer", "answered"),
        ("confirm", "confirmed"),
        ("close", "closed"),
    ]
    assert done.values("user").distinct().count() == 5
