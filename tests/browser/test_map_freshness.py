"""What others write down shows on an open map without a reload."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas import services
from apps.areas.levels import Level
from apps.areas.reshaping import Merger
from apps.areas.services import Order
from apps.areas.versions import version_of
from apps.common import clock
from apps.visits.models import Channel, ContactRule
from tests.browser.conftest import WIDE, Site
from tests.browser.test_map_filters import entry
from tests.browser.test_map_selection import whole
from tests.conftest import NOW
from tests.factories.areas import CommuneFactory, square
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.issues import reported
from tests.factories.world import World

NOTES_FETCHES = """() => {
    const { fetch } = window;
    window.asked = [];
    window.fetch = (url, how) => {
        window.asked.push([String(url), how?.cache]);
        return fetch(url, how);
    };
}"""
LOOKS_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_an_assignment_of_somebody_else(site: Site, world: World, at: date) -> None:
    page = site.open(world.users[Role.CELL_COMMITTEE], "/", WIDE)
    expect(page.locator("#count-uncovered")).to_contain_text("5")
    before = page.evaluate("location.href")
    put_in_charge(world.member, world.households[1], since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator("#count-uncovered")).to_contain_text("4")
    assert page.evaluate("location.href") == before


def test_nothing_new_loads_nothing(site: Site, world: World) -> None:
    page = site.open(world.users[Role.CELL_COMMITTEE], "/", WIDE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    with page.expect_response(lambda answer: answer.request.method == "HEAD") as told:
        page.evaluate(LOOKS_AGAIN)
    assert told.value.status == 304
    assert asked == ["HEAD"]


def test_villages_of_the_commune_that_a_province_has_opened(
    site: Site, world: World, at: date
) -> None:
    for number in range(4):
        CommuneFactory.create(
            province=world.commune.province, code=f"9910{number}", geom=square(106.2, 21.7 + number)
        )
    homes = HouseholdFactory.create_batch(60, group=world.groups[0])
    page = site.open(world.users[Role.PROVINCE_VIEWER], f"/?c={world.commune.pk}", WIDE)
    share = page.locator(f'.unit-row[data-unit="{world.villages[0].pk}"] .unit-share')
    before = share.text_content()
    for home in homes[:20]:
        put_in_charge(world.member, home, since=at)
    page.evaluate(LOOKS_AGAIN)
    expect(share).not_to_have_text(before or "")
    # Hexagons asked for only now are not those that the browser may have kept from before.
    page.evaluate(NOTES_FETCHES)
    with page.expect_request("**/api/map/tiles/gaps/**"):
        page.locator("#hexes").select_option("gaps")
    caches = page.evaluate("asked.filter(([url]) => url.includes('/gaps/')).map(([, how]) => how)")
    assert set(caches) == {"no-cache"}


def test_two_days_that_are_compared(site: Site, world: World) -> None:
    leader, village = world.users[Role.COMMUNE_LEADER], world.villages[0].pk
    page = site.open(leader, "/?tab=units&since=2026-10-16&until=2026-11-16", WIDE)
    share = page.locator(f'.unit-row[data-unit="{village}"] .unit-share')
    expect(share).to_have_text("0 → 0")
    # What somebody is about to type stays.
    page.locator("#days summary").click()
    page.locator("#days-since").fill("01/1")
    reported(leader, world.households[0], at=NOW)
    page.evaluate(LOOKS_AGAIN)
    expect(share).to_have_text("0 → 1")
    expect(page.locator("#days-since")).to_have_value("01/1")


def _merge_villages(world: World) -> None:
    office = actor_for(world.users[Role.COMMUNE_OFFICE], at=NOW)
    services.merge(
        level=Level.VILLAGE,
        versions={unit.pk: version_of(Level.VILLAGE, unit.pk) for unit in world.villages},
        merger=Merger(name="Thôn Chung"),
        order=Order(office, NOW.date(), "Nghị quyết 12", NOW, uuid4()),
    )


def _names(page: Page) -> list[str]:
    labels = page.locator(".map-label-village").all_text_contents()
    rows = page.locator(".unit-row .row-title").all_text_contents()
    return [*labels, *rows]


def test_villages_that_were_merged(site: Site, world: World) -> None:
    first, second = world.villages
    leader = world.users[Role.COMMUNE_LEADER]
    page = site.open(leader, f"/?tab=units&village={first.pk}.{second.pk}", WIDE)
    assert set(_names(page)) == {first.name, second.name}
    inside = site.open(leader, f"/?tab=all&v={first.pk}", WIDE)
    expect(inside.locator("#filter-count")).to_have_text("6 / 12 hộ khớp")
    _merge_villages(world)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator(".unit-row")).to_have_count(1)
    assert _names(page) == ["Thôn Chung", "Thôn Chung"]
    expect(page.locator(".filter-chip")).to_have_count(0)
    assert "village=" not in page.url
    page.locator("#search-input").fill("Thôn Nà")
    expect(page.locator("#search-note")).to_be_visible()
    expect(page.locator("#search-answers [role=option]")).to_have_count(0)
    # Whoever was in one that is gone stands in what is left around it.
    inside.evaluate(LOOKS_AGAIN)
    expect(inside.locator("#filter-count")).to_have_text("12 / 12 hộ khớp")
    expect(inside.locator("#crumbs [aria-current]")).to_have_text(world.commune.full_name)
    expect(inside.locator("#map-live")).to_contain_text("không còn nữa")
    assert "v=" not in inside.url


def test_a_rule_that_asks_for_more(site: Site, world: World, at: date) -> None:
    rule = ContactRule.objects.create(commune=world.commune, per_month=1)
    world.in_charge_of.contacts.all().delete()
    contact(world.in_charge_of, world.member, at, Channel.PHONE)
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=month&tab=all", WIDE)
    assert [entry(page, key) for key in ("none", "kept")] == ["11", "1"]
    rule.in_person_minimum = 1
    rule.class_days = [2, 50]
    rule.save()
    page.evaluate(LOOKS_AGAIN)
    some = page.locator(".legend-class[data-key=some]")
    expect(some).to_contain_text("chưa đủ theo quy định")
    assert [entry(page, key) for key in ("none", "some", "kept")] == ["11", "1", "0"]
    page.locator("#theme").select_option("recency")
    expect(page.locator(".legend-class[data-key=d50]")).to_have_count(1)
    assert not site.complaints


def test_a_page_left_open_past_midnight(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    issue = reported(leader, world.households[0], at=NOW)
    assert issue.late_after is not None
    page = site.open(leader, "/?theme=issue_late&tab=all", WIDE)
    whole(page)
    assert [entry(page, key) for key in ("in_time", "late")] == ["1", "0"]
    page.locator("[data-action=trip]").click()
    expect(page.locator("#trip-day")).to_have_value("17/11/2026")
    page.locator("#trip-close").click()
    later = NOW + (issue.late_after - NOW.date()) + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    page.evaluate(LOOKS_AGAIN)
    expect(page.locator(".legend-class[data-key=late]")).to_contain_text("1")
    assert [entry(page, key) for key in ("in_time", "late")] == ["0", "1"]
    page.locator("[data-action=trip]").click()
    tomorrow = later.date() + timedelta(days=1)
    expect(page.locator("#trip-day")).to_have_value(f"{tomorrow:%d/%m/%Y}")
