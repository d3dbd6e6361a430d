"""Search ignores accents as PostgreSQL does, works by keyboard, and a name stays a name."""

import json
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Route, expect

from apps.accounts.roles import Role
from tests.browser.conftest import Site
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

CASES = json.loads(
    (Path(__file__).parents[1] / "js" / "fold_cases.json").read_text(encoding="utf-8")
)
HOSTILE = '<img src=x onerror="document.title=1">'


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "folded"), CASES["pairs"])
def test_postgresql_folds_as_the_page_does(text: str, folded: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(unaccent(%s))", [text])
        assert cursor.fetchone() == (folded,)


@pytest.mark.django_db
def test_postgresql_knows_every_vietnamese_letter() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(unaccent(%s)) ~ '^[adeiouy]+$'", [CASES["letters"]])
        assert cursor.fetchone() == (True,)


def test_search_finds_both_spellings_by_keyboard(site: Site, world: World) -> None:
    HouseholdFactory.create(group=world.groups[0], head_name="Nông Thị Hoà")
    HouseholdFactory.create(group=world.groups[0], head_name="Lý Văn Hòa")
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.locator("#search-input").fill("hoa")
    titles = page.locator(".answer-title").all_text_contents()
    assert titles[:2] == ["Nông Thị Hoà", "Lý Văn Hòa"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#card-title")).to_have_text("Lý Văn Hòa")
    expect(page.locator("#search-answers")).to_be_hidden()


def test_search_without_answer_says_so_and_finds_villages(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.locator("#search-input").fill("zzz")
    expect(page.locator("#search-note")).to_have_text("Không tìm thấy hộ nào.")
    page.locator("#search-input").fill("na b")
    page.locator(".answer-title").get_by_text("Thôn Nà B", exact=True).click()
    assert f"v={world.villages[1].pk}" in page.url


def test_hostile_names_stay_names(site: Site, world: World) -> None:
    household = HouseholdFactory.create(group=world.groups[0], head_name=HOSTILE)
    world.villages[0].name = f"Thôn {HOSTILE}"
    world.villages[0].save()
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.locator("#search-input").fill("onerror")
    page.locator(".answer-title").get_by_text(HOSTILE, exact=True).click()
    expect(page.locator("#card-title")).to_have_text(HOSTILE)
    page.locator(f'.list-row[data-household="{household.pk}"]').hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text(HOSTILE)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() != "1"


def test_failed_load_offers_to_try_again(site: Site, world: World) -> None:
    site.sign_in(world.users[Role.COMMUNE_LEADER])
    page = site.context.new_page()
    broken = [True]

    def answer(route: Route) -> None:
        if broken[0]:
            route.fulfill(status=503, body="")
        else:
            route.fallback()

    page.route("**/api/map/households/", answer)
    page.goto(site.server.url)
    expect(page.get_by_role("alert")).to_contain_text("Chưa tải được dữ liệu")
    broken[0] = False
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".list-row").first).to_be_visible()
    expect(page.locator("#map-status")).to_be_hidden()


def test_card_of_a_household_that_is_gone_says_so(site: Site, world: World) -> None:
    page = site.open(world.users[Role.COMMUNE_LEADER])
    page.route(
        f"**/api/map/households/{world.households[2].pk}/",
        lambda route: route.fulfill(status=404, body="{}"),
    )
    page.locator(f'.list-row[data-household="{world.households[2].pk}"]').click()
    expect(page.locator("#card [role=alert]")).to_contain_text("Không tìm thấy hộ này")
    # The browser itself notes the 404 in its console.
    site.complaints.clear()
