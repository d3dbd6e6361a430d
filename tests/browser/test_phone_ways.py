"""What may befall a phone: another owner, a forgotten PIN, no room, old data, a new version."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Response, Route, expect

from apps.accounts.roles import Role
from apps.visits.models import Contact, PhoneDevice
from apps.visits.phone import pages
from tests.browser.conftest import Site
from tests.browser.phone import APP, Phone, stand_at, take_phone
from tests.conftest import NOW
from tests.factories.world import World

SAID = "Gặp chủ hộ, nhà cần sửa mái"
# As a browser without room answers: the request fails, and nothing is written.
FULL = """() => {
    const real = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...values) {
        IDBObjectStore.prototype.add = real;
        throw new DOMException("no room", "QuotaExceededError");
    };
}"""
# Until the one item that waits is sent, or ten seconds have passed.
SENT = """async () => {
    const database = await new Promise((resolve) => {
        indexedDB.open("gandan-phone").onsuccess = (event) => resolve(event.target.result);
    });
    const states = () => new Promise((resolve) => {
        const asked = database.transaction("outbox").objectStore("outbox").getAll();
        asked.onsuccess = () => resolve(asked.result.map(({ state }) => state));
    });
    const end = performance.now() + 10_000;
    while (String(await states()) !== "sent" && performance.now() < end) {
        await new Promise(requestAnimationFrame);
    }
    return states();
}"""


@pytest.fixture
def held_back(bare_site: Site, world: World) -> Phone:
    """A phone on which a check-in waits, because nothing that is sent arrives."""
    stand_at(bare_site, world.in_charge_of)
    phone = take_phone(bare_site, world.users[Role.MEMBER_IN_CHARGE])
    phone.choose_pin()
    bare_site.context.route("**/api/phone/sealed/", lambda route: route.abort())
    phone.check_in(world.in_charge_of, SAID)
    return phone


def test_a_phone_that_is_told_to_forgets(phone: Phone) -> None:
    phone.choose_pin()
    phone.reopen()
    PhoneDevice.objects.update(wipe_asked_at=NOW)
    # Unlocked, the app asks for what is new; that is the next contact.
    with phone.page.expect_response(_says_wiped):
        phone.unlock()
    expect(phone.page.get_by_text("Đã xoá dữ liệu trên máy này")).to_be_visible()
    assert {name for name, rows in phone.kept().items() if rows} <= {"meta"}
    assert PhoneDevice.objects.filter(wiped_at=None).count() == 0


def _says_wiped(response: Response) -> bool:
    said = response.request.post_data or ""
    return response.url.endswith("/api/phone/device/") and '"wiped":true' in said


def test_on_anothers_phone_nothing_of_it_is_shown(phone: Phone, world: World) -> None:
    phone.choose_pin()
    phone.site.sign_in(world.users[Role.GROUP_OFFICER])
    phone.reopen()
    phone.unlock()
    expect(phone.page.get_by_text("Máy này giữ dữ liệu của người khác")).to_be_visible()
    expect(phone.page.locator(".mine-card")).to_have_count(0)
    # It is the first one's still, who may come back for it.
    assert len(phone.kept()["homes"]) == 1
    phone.forgive_failed_requests()


def test_what_was_told_three_days_ago_is_not_shown(phone: Phone) -> None:
    phone.choose_pin()
    phone.lose_signal()
    phone.reopen()
    phone.page.clock.set_fixed_time(phone.page.evaluate("Date.now()") + 73 * 3_600_000)
    phone.unlock()
    expect(phone.page.get_by_text("Dữ liệu đã quá 72 giờ")).to_be_visible()
    expect(phone.page.locator(".mine-card")).to_have_count(0)
    phone.find_signal()
    phone.page.get_by_role("button", name="Làm mới dữ liệu").click()
    expect(phone.page.locator(".mine-card")).to_have_count(3)
    phone.forgive_failed_requests()


def test_a_forgotten_pin_takes_what_is_read_and_leaves_what_waits(held_back: Phone) -> None:
    page = held_back.page
    page.reload()
    page.get_by_role("button", name="Quên mã PIN").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("1 mục chờ gửi được giữ lại")
    dialog.get_by_role("button", name="Xoá và đặt lại").click()
    expect(page.get_by_text("Mã PIN cũ đã bị xoá")).to_be_visible()
    kept = held_back.kept()
    assert (kept["homes"], kept["drafts"], len(kept["outbox"])) == ([], [], 1)
    held_back.site.context.unroute("**/api/phone/sealed/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    assert page.evaluate(SENT) == ["sent"]
    assert Contact.objects.filter(note=SAID).count() == 1


def test_a_full_phone_says_so_and_keeps_what_was_typed(phone: Phone, world: World) -> None:
    page = phone.page
    phone.choose_pin()
    page.locator(f"[data-home='{world.in_charge_of.pk}'] .mine-card-foot > a").click()
    page.get_by_label("Ghi chú").fill(SAID)
    page.evaluate(FULL)
    page.locator(".mine-save").click()
    expect(page.get_by_text("Máy đã hết chỗ, chưa ghi được")).to_be_visible()
    expect(page.get_by_label("Ghi chú")).to_have_value(SAID)
    phone.site.complaints[:] = [t for t in phone.site.complaints if "QuotaExceeded" not in t]
    page.locator(".mine-save").click()
    expect(page.locator(".mine-done-state")).to_have_text("Đã gửi về xã.")
    assert Contact.objects.filter(note=SAID).count() == 1


def test_a_new_version_is_offered_and_taken(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.choose_pin()
    phone.reopen()
    phone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    monkeypatch.setattr(pages, "_version", lambda: "new")
    phone.page.evaluate(
        "async () => { (await navigator.serviceWorker.getRegistration()).update(); }"
    )
    expect(phone.page.get_by_text("Có bản mới")).to_be_visible()
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Tải lại").click()
    phone.unlock()
    phone.page.get_by_role("link", name="Máy này").click()
    expect(phone.page.locator(".mine-version")).to_have_text("Bản new")
    assert phone.page.evaluate("caches.keys()") == ["gandan-phone-new"]


@pytest.fixture
def finger(phone: Phone) -> Iterator[CDPSession]:
    """A phone that knows its owner's finger, and whose passkeys answer with a secret."""
    session = phone.site.context.new_cdp_session(phone.page)
    session.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal"}
    able = dict.fromkeys(
        ("hasResidentKey", "hasUserVerification", "isUserVerified", "hasPrf"), True
    )
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind | dict.fromkeys(able, True)})
    yield session
    session.detach()


def test_what_was_being_asked_for_when_it_was_locked_is_dropped(phone: Phone) -> None:
    page = phone.page
    phone.choose_pin()
    page.get_by_role("link", name="Máy này").click()
    # What it asked when it was opened is answered.
    expect(page.get_by_text("Đang lấy dữ liệu mới")).to_be_hidden()
    held: list[Route] = []
    page.route("**/api/phone/changes/", lambda route: held.append(route))
    with page.expect_request("**/api/phone/changes/"):
        page.get_by_role("button", name="Làm mới dữ liệu").click()
    page.get_by_role("button", name="Khoá ngay").click()
    expect(page.get_by_role("button", name="Mở khoá")).to_be_visible()
    expect(page.get_by_text("Đang lấy dữ liệu mới")).to_be_visible()
    held.pop().continue_()
    # Nothing is amiss: the site's fixture would find a complaint.
    expect(page.get_by_text("Đang lấy dữ liệu mới")).to_be_hidden()
    expect(page.locator("#mine-news p")).to_have_count(0)
    page.unroute("**/api/phone/changes/")
    phone.unlock()
    expect(page.get_by_role("button", name="Khoá ngay")).to_be_visible()


# What the list asks before it is shown is not answered until "answer" is called.
HELD_BACK = """() => {
    const real = navigator.permissions.query.bind(navigator.permissions);
    const held = new Promise((resolve) => { window.answer = resolve; });
    window.isAsked = false;
    navigator.permissions.query = async (what) => {
        window.isAsked = true;
        await held;
        const told = await real(what);
        // Two frames after the list may go on, it has come, if it comes.
        requestAnimationFrame(() => requestAnimationFrame(() => { window.isOver = true; }));
        return told;
    };
}"""


def test_no_screen_that_was_on_its_way_covers_the_lock(phone: Phone) -> None:
    page = phone.page
    phone.choose_pin()
    page.get_by_role("link", name="Máy này").click()
    expect(page.get_by_role("button", name="Khoá ngay")).to_be_visible()
    page.evaluate(HELD_BACK)
    page.evaluate("location.hash = '#/'")
    page.wait_for_function("() => window.isAsked")
    page.get_by_role("button", name="Khoá ngay").click()
    expect(page.get_by_role("button", name="Mở khoá")).to_be_visible()
    page.evaluate("window.answer()")
    page.wait_for_function("() => window.isOver")
    expect(page.get_by_role("button", name="Mở khoá")).to_be_visible()
    expect(page.locator(".mine-card")).to_have_count(0)


def test_a_finger_opens_it(phone: Phone, finger: CDPSession) -> None:
    page = phone.page
    phone.choose_pin()
    page.get_by_role("link", name="Máy này").click()
    page.locator("summary").filter(has_text="Mở bằng vân tay").click()
    form = page.locator("details[open] form")
    form.get_by_label("Mã PIN").fill("281947")
    form.get_by_role("button", name="Mở bằng vân tay").click()
    expect(page.get_by_role("button", name="Thôi mở bằng vân tay")).to_be_visible()
    page.get_by_role("button", name="Khoá ngay").click()
    expect(page.locator("#mine-nav")).to_be_hidden()
    page.get_by_role("button", name="Mở bằng vân tay hoặc khuôn mặt").click()
    expect(page.locator("#mine-nav")).to_be_visible()


def test_the_browser_sends_what_waits_though_the_app_is_shut(phone: Phone, world: World) -> None:
    phone.choose_pin()
    phone.lose_signal()
    phone.reopen()
    phone.unlock()
    phone.check_in(world.households[0], SAID)
    context, url = phone.site.context, phone.site.server.url
    phone.page.close()
    context.set_offline(False)
    # A page of the site that is not the app.
    page = context.new_page()
    page.goto(f"{url}{APP}manifest.webmanifest")
    session = context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(each["registrationId"] for each in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    frames = 0
    while not found and frames < 300:
        page.evaluate("new Promise(requestAnimationFrame).then(() => null)")
        frames += 1
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": url,
            "registrationId": found[0],
            "tag": "gandan-phone-send",
            "lastChance": False,
        },
    )
    assert page.evaluate(SENT) == ["sent"]
    assert Contact.objects.filter(note=SAID).count() == 1
    session.detach()
    phone.forgive_failed_requests()
