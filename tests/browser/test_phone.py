"""A member's phone, with a signal and without: nothing written down is ever lost."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.visits.models import Contact, PositionProposal
from tests.browser.conftest import PHONE, Site
from tests.browser.phone import APP, PIN, Phone, stand_at, take_phone
from tests.browser.test_contrast import readable
from tests.factories.world import World

HOSTILE = "<img src=x onerror=alert(1)> Páo"
SAID = "Gặp chủ hộ, nhà cần sửa mái"


def written(note: str) -> list[Contact]:
    return list(Contact.objects.filter(note=note))


def arrives(phone: Phone, note: str) -> Contact:
    expect(phone.page.locator("#mine-badge")).to_be_hidden()
    [contact] = written(note)
    return contact


def test_what_is_written_without_a_signal_arrives_with_it(phone: Phone, world: World) -> None:
    home = world.households[0]
    phone.choose_pin()
    phone.lose_signal()
    phone.reopen()
    phone.unlock()
    phone.check_in(home, SAID)
    expect(phone.page.locator("#mine-badge")).to_have_text("1 chờ gửi")
    expect(phone.page.locator(".mine-done-state")).to_contain_text("Chờ gửi")
    assert written(SAID) == []
    # The browser is killed; what waits is there again, and sent while the phone is locked.
    phone.reopen()
    expect(phone.page.get_by_text("1 mục đang chờ gửi")).to_be_visible()
    phone.find_signal()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    contact = arrives(phone, SAID)
    assert (contact.household_id, contact.channel) == (home.pk, "in_person")
    assert contact.position is not None
    assert home.position is not None
    assert contact.position.distance(home.position) < 1e-5
    phone.forgive_failed_requests()


def test_a_draft_outlives_the_lock(phone: Phone, world: World) -> None:
    phone.choose_pin()
    phone.page.locator(f"[data-home='{world.households[1].pk}'] .mine-card-foot > a").click()
    phone.page.get_by_label("Ghi chú").fill(SAID)
    phone.page.locator("#mine-back").click()
    expect(phone.page.locator(".mine-cards")).to_be_visible()
    phone.page.goto(f"{phone.site.server.url}{APP}#/ghi/{world.households[1].pk}")
    phone.page.reload()
    phone.unlock()
    expect(phone.page.get_by_label("Ghi chú")).to_have_value(SAID)


def test_a_wrong_pin_opens_nothing_and_nothing_is_readable(phone: Phone, world: World) -> None:
    phone.choose_pin()
    phone.check_in(world.households[0], SAID)
    phone.page.reload()
    phone.unlock("918273")
    expect(phone.page.get_by_text("Mã PIN không đúng")).to_be_visible()
    expect(phone.page.locator("#mine-nav")).to_be_hidden()
    kept = str(phone.kept())
    assert len(kept) > 500
    for secret in (SAID, PIN, *(home.head_name for home in world.households)):
        assert secret not in kept
    phone.unlock()
    expect(phone.page.locator("#mine-nav")).to_be_visible()


def test_the_household_one_stands_at_is_offered(phone: Phone, world: World) -> None:
    chosen, near = world.households[:2]
    stand_at(phone.site, near, east=0.0005)
    phone.choose_pin()
    phone.page.locator(f"[data-home='{chosen.pk}'] .mine-card-foot > a").click()
    expect(phone.page.get_by_text("Có phải hộ này không?")).to_be_visible()
    phone.page.get_by_role("link", name=re.compile(near.head_name)).click()
    expect(phone.page.locator(".mine-who h2")).to_have_text(near.head_name)
    phone.page.get_by_label("Nhà của hộ ở đúng chỗ tôi đang đứng").check()
    phone.page.get_by_label("Ghi chú").fill(SAID)
    phone.page.locator(".mine-save").click()
    expect(phone.page.locator(".mine-done-state")).to_have_text("Đã gửi về xã.")
    assert arrives(phone, SAID).household_id == near.pk
    assert PositionProposal.objects.get().household_id == near.pk


def test_who_is_relieved_of_it_all_keeps_nothing(phone: Phone, world: World) -> None:
    phone.choose_pin()
    phone.reopen()
    Assignment.objects.filter(person=world.member).delete()
    # Unlocked, the app asks for what is new; that is the next contact.
    phone.unlock()
    expect(phone.page.get_by_text("Bạn không còn quyền xem phần này")).to_be_visible()
    assert {name for name, rows in phone.kept().items() if rows} <= {"meta"}
    phone.forgive_failed_requests()
    phone.page.reload()
    expect(phone.page.locator(".mine-card")).to_have_count(0)


def test_logging_out_warns_of_what_was_not_sent(bare_site: Site, world: World) -> None:
    stand_at(bare_site, world.in_charge_of)
    phone = take_phone(bare_site, world.users[Role.MEMBER_IN_CHARGE])
    phone.choose_pin()
    bare_site.context.route("**/api/phone/sealed/", lambda route: route.abort())
    phone.check_in(world.in_charge_of, SAID)
    phone.page.goto(f"{bare_site.server.url}/account/logout/")
    form = phone.page.locator("main form[data-log-out]")
    form.get_by_role("button", name="Đăng xuất").click()
    dialog = phone.page.locator("dialog[open]")
    expect(dialog).to_contain_text("Số mục chưa gửi: 1")
    dialog.get_by_role("button", name="Gửi trước rồi đăng xuất").click()
    expect(dialog).to_contain_text("Chưa gửi hết được")
    bare_site.context.unroute("**/api/phone/sealed/")
    dialog.get_by_role("button", name="Gửi trước rồi đăng xuất").click()
    expect(phone.page).to_have_url(re.compile("/account/login/"))
    assert len(written(SAID)) == 1
    assert not any(phone.kept().values())


@pytest.mark.parametrize("code", [422, 409])
def test_a_refused_one_is_mended(bare_site: Site, world: World, code: int) -> None:
    stand_at(bare_site, world.in_charge_of)
    phone = take_phone(bare_site, world.users[Role.MEMBER_IN_CHARGE])
    phone.choose_pin()
    sent: list[str] = []

    def refuse(route: object) -> None:
        items = route.request.post_data_json["items"]  # type: ignore[attr-defined]
        sent.extend(item["uuid"] for item in items)
        results = [
            {
                "uuid": item["uuid"],
                "status": "refused",
                "code": code,
                "reason": HOSTILE,
                "answer": {"code": "invalid"},
            }
            for item in items
        ]
        route.fulfill(json={"wipe": False, "results": results})  # type: ignore[attr-defined]

    bare_site.context.route("**/api/phone/sealed/", refuse)
    phone.check_in(world.in_charge_of, SAID)
    badge = phone.page.locator("#mine-badge")
    expect(badge).to_have_text("1 cần sửa")
    bare_site.context.unroute("**/api/phone/sealed/")
    badge.click()
    expect(phone.page.get_by_text(HOSTILE)).to_be_visible()
    phone.page.get_by_role("button", name="Sửa và gửi lại").click()
    phone.page.get_by_label("Ghi chú").fill(f"{SAID} dột")
    phone.page.locator(".mine-save").click()
    contact = arrives(phone, f"{SAID} dột")
    # Its key stays, since an answer told in that talk names it; one that is taken cannot.
    assert (str(contact.client_uuid) in sent) == (code != 409)
    assert written(SAID) == []


def test_a_hostile_name_is_a_name(phone: Phone, world: World) -> None:
    home = world.households[0]
    home.head_name = HOSTILE
    home.save()
    phone.choose_pin()
    expect(phone.page.locator(f"[data-home='{home.pk}'] h2")).to_have_text(HOSTILE)
    readable(phone.page)
    phone.page.get_by_role("link", name="Bản đồ").click()
    expect(phone.page.locator(".mine-map-name").filter(has_text=HOSTILE)).to_be_visible()
    expect(phone.page.locator("img[src=x]")).to_have_count(0)


def test_every_target_is_as_large_as_a_thumb(phone: Phone, world: World) -> None:
    phone.choose_pin()
    for address in ("#/", f"#/ghi/{world.households[0].pk}", "#/cho", "#/may"):
        phone.page.goto(f"{phone.site.server.url}{APP}{address}")
        expect(phone.page.locator("#main > :first-child")).to_be_visible()
        small = phone.page.evaluate(
            """() => [...document.querySelectorAll(".mine-main a, .mine-main button, .mine-nav a,"
                + ".mine-main summary, .mine-back")].filter((it) => it.checkVisibility()
                && it.getBoundingClientRect().height < 47.5).map((it) => it.textContent)"""
        )
        assert small == []
        wide = phone.page.evaluate("document.documentElement.scrollWidth")
        assert wide == PHONE["width"]


def test_it_can_be_installed(phone: Phone) -> None:
    page = phone.page
    told = page.evaluate(
        """async () => {
            const link = document.querySelector("link[rel=manifest]");
            const manifest = await (await fetch(link.href)).json();
            const icons = await Promise.all(manifest.icons.map(async ({ src }) =>
                (await fetch(src)).headers.get("Content-Type")));
            const { active } = await navigator.serviceWorker.ready;
            return { manifest, icons, worker: active.scriptURL };
        }"""
    )
    assert told["manifest"]["start_url"] == told["manifest"]["scope"] == APP
    assert told["manifest"]["display"] == "standalone"
    assert {icon["sizes"] for icon in told["manifest"]["icons"]} == {"192x192", "512x512"}
    assert set(told["icons"]) == {"image/png"}
    assert told["worker"].endswith(f"{APP}sw.js")
