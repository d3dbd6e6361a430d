"""An issue's way through a phone: the answer told at the gate, a new one reported there."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.accounts.roles import Role
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue
from apps.visits.models import Contact
from tests.browser.conftest import PHONE, Site
from tests.browser.phone import Phone, stand_at, take_phone
from tests.browser.test_contrast import readable
from tests.conftest import NOW
from tests.factories.issues import reported, step
from tests.factories.world import World

ANSWER = "Xã hỗ trợ 50 tấm tôn"


@pytest.fixture
def answered(world: World) -> Issue:
    user, at = world.users[Role.MEMBER_IN_CHARGE], NOW - timedelta(days=1)
    issue = reported(user, world.in_charge_of, at=at)
    return step(user, issue, Verb.ANSWER, at=at, text=ANSWER)


def test_told_and_reported_at_one_gate(answered: Issue, phone: Phone, world: World) -> None:
    page, home = phone.page, world.households[0]
    phone.choose_pin()
    card = page.locator(f"[data-home='{home.pk}']")
    expect(card.locator(".mine-tell")).to_contain_text(ANSWER)
    card.locator(".mine-card-foot > a").click()
    page.get_by_text("Hộ đồng ý").click()
    page.get_by_label("Ghi chú").fill("Đã báo kết quả")
    page.get_by_text("Hộ có vấn đề mới?").click()
    page.get_by_role("button", name="Báo một vấn đề").click()
    page.get_by_label("Loại vấn đề").select_option("health_cover")
    page.locator(".mine-save").click()
    expect(page.get_by_text("Hãy điền mục này.")).to_be_visible()
    page.get_by_label("Về việc gì").select_option("expired")
    page.get_by_label("Số người").fill("3")
    page.get_by_label("Nội dung, một dòng").fill("Thẻ hết hạn từ tháng 10")
    expect(page.get_by_label("Chuyển lên trên ngay")).to_be_checked()
    readable(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("select, .mine-pills span, .mine-checkin button")]
            .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 47.5)
            .map((it) => it.textContent)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator(".mine-save").click()
    expect(page.locator(".mine-done-state")).to_have_text("Đã gửi về xã.")
    talk = Contact.objects.get(note="Đã báo kết quả")
    answered.refresh_from_db()
    assert answered.state == State.CONFIRMED
    assert answered.actions.get(number=answered.steps).contact == talk
    new = Issue.objects.exclude(pk=answered.pk).get()
    # The committee has it in its hands at once.
    assert (new.level, new.chain) == (Level.CELL, [Level.MEMBER, Level.CELL])
    assert (new.details, new.summary) == (
        {"matter": "expired", "people": 3},
        "Thẻ hết hạn từ tháng 10",
    )
    page.get_by_role("link", name="Về danh sách").last.click()
    expect(card.locator(".mine-ask")).to_contain_text("Bảo hiểm y tế: Mới báo")
    expect(card.locator(".mine-tell")).to_have_count(0)


def test_kept_or_sent_to_the_police_without_a_signal(phone: Phone, world: World) -> None:
    """Chosen at the gate and kept on the phone until there is a signal."""
    page, home = phone.page, world.households[0]
    phone.choose_pin()
    page.locator(f"[data-home='{home.pk}'] .mine-card-foot > a").click()
    phone.lose_signal()
    page.get_by_text("Hộ có vấn đề mới?").click()
    page.get_by_role("button", name="Báo một vấn đề").click()
    page.get_by_label("Loại vấn đề").select_option("housing")
    page.get_by_label("Về việc gì").select_option("temporary")
    page.get_by_label("Nội dung, một dòng").fill("Mái dột, tôi lo được")
    page.get_by_text("Tôi tự lo").click()
    page.get_by_role("button", name="Báo thêm vấn đề khác").click()
    order = page.locator(".mine-report").nth(1)
    order.get_by_label("Loại vấn đề").select_option("public_order")
    expect(order.locator(".mine-goes-to")).to_contain_text("Công an xã")
    expect(order.get_by_text("Tôi tự lo")).to_have_count(0)
    order.get_by_label("Loại việc").select_option("theft")
    order.get_by_label("Ngày xảy ra").fill(f"{NOW - timedelta(days=1):%Y-%m-%d}")
    page.locator(".mine-save").click()
    expect(page.locator(".mine-done-state")).to_contain_text("Chờ gửi")
    phone.find_signal()
    expect(page.locator(".mine-done-state")).to_have_text("Đã gửi về xã.")
    levels = dict(Issue.objects.values_list("kind", "level"))
    assert levels == {"housing": Level.MEMBER, "public_order": Level.POLICE}
    phone.forgive_failed_requests()


def test_an_answer_that_changed_meanwhile_is_told_anew(
    answered: Issue, bare_site: Site, world: World
) -> None:
    home = world.in_charge_of
    stand_at(bare_site, home)
    phone = take_phone(bare_site, world.users[Role.MEMBER_IN_CHARGE])
    page = phone.page
    phone.choose_pin()
    page.locator(f"[data-home='{home.pk}'] .mine-card-foot > a").click()
    page.get_by_text("Hộ chưa đồng ý", exact=True).click()
    page.get_by_label("Hộ chưa đồng ý điều gì?").fill("Chưa đủ tôn")
    office = world.users[Role.COMMUNE_OFFICE]
    step(office, answered, Verb.REOPEN, at=NOW, text="Tính lại")
    step(office, answered, Verb.ANSWER, at=NOW, text="Xã hỗ trợ 80 tấm tôn")
    page.locator(".mine-save").click()
    page.locator("#mine-badge").filter(has_text="1 cần sửa").click()
    expect(page.get_by_text("Chưa đủ tôn")).to_be_visible()
    page.get_by_role("button", name="Sửa và gửi lại").click()
    expect(page.locator(".mine-answer")).to_have_text("Xã hỗ trợ 80 tấm tôn")
    page.get_by_text("Hộ đồng ý").click()
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#mine-badge")).to_be_hidden()
    answered.refresh_from_db()
    action = answered.actions.get(number=answered.steps)
    assert (answered.state, action.contact) == (
        State.CONFIRMED,
        Contact.objects.filter(household=home, person=world.member).latest("received_at"),
    )
