"""A trip from the map to the sheet for the car, and its stops ticked off on a phone."""

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.roles import Role
from apps.planning.models import FieldTrip, TripStop
from tests.browser.conftest import PHONE, Site
from tests.browser.test_map_selection import whole
from tests.conftest import NOW
from tests.factories.trips import planned
from tests.factories.world import World


def test_from_a_rectangle_to_the_printed_sheet(site: Site, world: World) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    home = world.households[0]
    home.head_name = "<img src=x onerror=alert(1)>"
    home.save()
    page = site.open(leader)
    whole(page)
    page.locator("[data-action=trip]").click()
    dialog = page.locator("#trip-dialog")
    expect(dialog).to_contain_text("12 hộ đã chọn.")
    dialog.locator("#trip-name").fill("Thứ năm")
    dialog.locator("#trip-send").click()
    page.wait_for_url("**/chuyen-di/*/")
    expect(page.locator("h1")).to_have_text("Thứ năm")
    expect(page.locator(".trip-stop")).to_have_count(12)
    expect(page.locator(".trip-pin")).to_have_count(12)
    expect(page.get_by_role("link", name=home.head_name, exact=True)).to_be_visible()
    trip = FieldTrip.objects.get()
    assert trip.day == NOW.date() + timedelta(days=1)
    # By keyboard: the second one goes up.
    second = trip.stops.get(number=2)
    button = page.locator(f"#diem-{second.pk} button[value=up]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".trip-stop").first).to_have_attribute("id", f"diem-{second.pk}")
    page.get_by_role("link", name="In phiếu").click()
    expect(page.locator(".trip-paper tbody tr")).to_have_count(12)
    rows = page.locator(".trip-paper tbody tr td:nth-child(2)").all_inner_texts()
    assert rows == [stop.household.head_name for stop in trip.stops.order_by("number")]


def test_chosen_households_join_a_trip_that_is_coming(site: Site, world: World) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    trip = planned(leader, world.households[:2], at=NOW, name="Nà A")
    page = site.open(leader)
    whole(page)
    page.locator("[data-action=trip]").click()
    page.get_by_label("Thêm vào Nà A").check()
    expect(page.locator("#trip-new")).to_be_hidden()
    page.locator("#trip-send").click()
    expect(page.locator(".trip-stop")).to_have_count(12)
    assert trip.stops.count() == 12


def test_opened_again_the_dialog_begins_with_a_new_trip(site: Site, world: World) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    planned(leader, world.households[:2], at=NOW, name="Nà A")
    page = site.open(leader)
    whole(page)
    page.locator("[data-action=trip]").click()
    page.get_by_label("Thêm vào Nà A").check()
    page.locator("#trip-close").click()
    page.locator("[data-action=trip]").click()
    expect(page.get_by_label("Thêm vào Nà A")).not_to_be_checked()
    expect(page.get_by_label("Chuyến mới")).to_be_checked()
    expect(page.locator("#trip-new")).to_be_visible()


def test_stops_are_ticked_off_on_a_phone(site: Site, world: World) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    trip = planned(leader, world.households[:3], at=NOW)
    url = reverse("trips:show", kwargs={"pk": trip.pk})
    page = site.open(leader, url, PHONE)
    # The list first; the map when it is asked for.
    expect(page.locator(".trip-map")).to_be_hidden()
    first, second = trip.stops.order_by("number")[:2]
    page.locator(f"#diem-{first.pk} button[value=not_at_home]").click()
    expect(page.locator(f"#diem-{first.pk} .trip-marks")).to_contain_text("Vắng nhà")
    page.locator(f"#diem-{second.pk} button[value=met]").click()
    expect(page.locator("h1")).to_have_text("Ghi một lần nắm tình hình")
    outcomes = TripStop.objects.filter(trip=trip).order_by("number")
    assert list(outcomes.values_list("outcome", flat=True)) == ["not_at_home", "met", "none"]
    page.goto(site.server.url + url)
    page.locator("#trip-map-fold summary").click()
    expect(page.locator(".trip-pin")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_start_is_put_on_the_map(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER], reverse("trips:new"))
    page.locator("#map").click(position={"x": 200, "y": 120})
    expect(page.locator("#id_start_lat")).not_to_have_value("")
    page.get_by_label("Nơi xuất phát", exact=True).fill("Trụ sở xã")
    page.get_by_role("button", name="Lập chuyến đi").click()
    expect(page.locator("h1")).to_contain_text("Chuyến đi ngày")
    assert FieldTrip.objects.get().start is not None


def test_a_leader_next_door_finds_no_trip(site: Site, world: World) -> None:
    trip = planned(world.users[Role.COMMUNE_LEADER], world.households[:2], at=NOW)
    assert world.outsider is not None
    page = site.open_plain(world.outsider, "/chuyen-di/")
    answer = page.request.get(site.server.url + reverse("trips:show", kwargs={"pk": trip.pk}))
    assert answer.status == 404
