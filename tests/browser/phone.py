"""A phone in somebody's hand: a browser of its own, a place where it stands, a signal."""

import json
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.households.models import Household
from tests.browser.conftest import PHONE, Site

PIN = "281947"
APP = "/ho-cua-toi/"
# All that lies in the phone's database, as text; bytes as their characters.
KEPT = """async () => {
    const database = await new Promise((resolve) => {
        indexedDB.open("gandan-phone").onsuccess = (event) => resolve(event.target.result);
    });
    const kept = {};
    for (const store of database.objectStoreNames) {
        kept[store] = await new Promise((resolve) => {
            const asked = database.transaction(store).objectStore(store).getAll();
            asked.onsuccess = () => resolve(asked.result);
        });
    }
    database.close();
    const decoder = new TextDecoder();
    return JSON.stringify(kept, (_, value) =>
        value instanceof Uint8Array ? decoder.decode(value) : value);
}"""


@dataclass
class Phone:
    """What its owner does with it."""

    site: Site
    user: User
    page: Page

    def choose_pin(self) -> None:
        pins = self.page.locator(".mine-pin")
        pins.nth(0).fill(PIN)
        pins.nth(1).fill(PIN)
        self.page.get_by_role("button", name="Bắt đầu").click()
        expect(self.page.locator(".mine-card").first).to_be_visible()

    def unlock(self, pin: str = PIN) -> None:
        self.page.get_by_label("Mã PIN").fill(pin)
        self.page.get_by_role("button", name="Mở khoá").click()

    def check_in(self, home: Household, note: str) -> None:
        self.page.locator(f"[data-home='{home.pk}'] .mine-card-foot > a").click()
        self.page.get_by_label("Ghi chú").fill(note)
        self.page.locator(".mine-save").click()
        expect(self.page.locator(".mine-done h2")).to_contain_text("Đã ghi trên máy")

    def lose_signal(self) -> None:
        # The worker has what it needs only once it is in charge.
        self.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        self.site.context.set_offline(True)

    def find_signal(self) -> None:
        self.site.context.set_offline(False)

    def reopen(self) -> None:
        """The app is thrown out of the phone's memory, and opened again."""
        self.page.close()
        self.page = self.site.context.new_page()
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a TypedDict of two ints
        self.page.goto(self.site.server.url + APP)

    def kept(self) -> dict[str, list[object]]:
        kept: dict[str, list[object]] = json.loads(self.page.evaluate(KEPT))
        return kept

    def forgive_failed_requests(self) -> None:
        """Without a signal the browser itself notes each request that failed."""
        said = self.site.complaints
        said[:] = [text for text in said if "Failed to load resource" not in text]


def stand_at(site: Site, home: Household, *, east: float = 0.0) -> None:
    """``east``: degrees beside it."""
    assert home.position is not None
    site.context.grant_permissions(["geolocation"])
    site.context.set_geolocation(
        {"longitude": home.position.x + east, "latitude": home.position.y, "accuracy": 8}
    )


def take_phone(site: Site, user: User) -> Phone:
    """The app as it opens for the first time."""
    return Phone(site, user, site.open(user, APP, size=PHONE))
