"""Who looks at a whole province and is in charge of a household in it as well."""

from datetime import date

import pytest
from playwright.sync_api import expect

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.areas import CommuneFactory, GroupFactory, VillageFactory, square
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.world import World

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])


@SIZES
def test_the_head_is_about_the_area_shown(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    near = CommuneFactory.create(
        province=world.commune.province, code="99002", geom=square(106.2, 21.5)
    )
    village = VillageFactory.create(commune=near, geom=square(106.2, 21.5, 0.05))
    group = GroupFactory.create(village=village, geom=square(106.2, 21.5, 0.02))
    HouseholdFactory.create_batch(11, group=group)
    user = world.users[Role.PROVINCE_VIEWER]
    put_in_charge(user.person, world.households[1], since=at)

    page = site.open(user, size=size)
    total = page.locator("#figure-total")
    crumb, covered = page.locator("#crumbs"), page.locator("[data-key=covered] .legend-count")
    expect(crumb).to_contain_text("Tỉnh Thử")
    expect(total).to_have_text("23")
    expect(covered).to_have_text("1")

    page = site.open(user, f"/?c={near.pk}", size)
    total = page.locator("#figure-total")
    expect(page.locator("#crumbs")).to_contain_text(near.full_name)
    expect(total).to_have_text("11")
    expect(page.locator("[data-key=covered] .legend-count")).to_have_text("0")


@SIZES
def test_the_police_is_not_told_that_a_village_is_empty(
    site: Site, world: World, at: date, size: dict[str, int]
) -> None:
    user = world.users[Role.COMMUNE_POLICE]
    put_in_charge(user.person, world.households[1], since=at)
    page = site.open(user, f"/?v={world.villages[1].pk}", size)
    expect(page.locator("#crumbs")).to_contain_text(world.villages[1].name)
    expect(page.locator("#figure-total")).to_have_text("•")
    page = site.open(user, "/?tab=units", size)
    expect(page.locator("#figure-total")).to_have_text("1")
    rows = page.locator(".unit-row")
    expect(rows.filter(has_text=world.villages[0].name)).to_contain_text("1 hộ")
    expect(rows.filter(has_text=world.villages[1].name)).not_to_contain_text("0 hộ")


@SIZES
def test_the_file_of_the_tier_above_is_of_the_commune_it_is_titled_with(
    site: Site, world: World, size: dict[str, int]
) -> None:
    near = CommuneFactory.create(
        province=world.commune.province, code="99002", geom=square(106.2, 21.5)
    )
    village = VillageFactory.create(commune=near, name="Thôn Xa", geom=square(106.2, 21.5, 0.05))
    page = site.open(world.users[Role.PROVINCE_VIEWER], f"/?v={village.pk}", size)
    expect(page.locator("#crumbs")).to_contain_text("Thôn Xa")
    page.locator("#tool-takeaway").click()
    with page.expect_download() as coming:
        page.locator("[data-takeaway=folium]").click()
    text = coming.value.path().read_text()
    assert near.full_name in text
    assert "Thôn Xa" in text
    assert world.villages[0].name not in text
