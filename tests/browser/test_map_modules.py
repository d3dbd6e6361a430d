"""Modules keep their layers, and packed into one file they are the same page."""

import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from apps.accounts.roles import Role
from tests.browser.conftest import PHONE, WIDE, Site
from tests.factories.world import World

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"(\.[^"]+)";', re.MULTILINE | re.DOTALL)
GEOMAN = "geoman-io"
PAGES = re.compile(r"const PAGES = \[(.*?)\];", re.DOTALL)
ENTRIES = re.findall(r'"(\w+)"', PAGES.findall((ROOT / "scripts" / "bundle.mjs").read_text())[0])


def imported_from(module: Path, found: set[Path]) -> set[Path]:
    """``module`` and what it imports, directly or not."""
    if module not in found:
        found.add(module)
        for name in IMPORT.findall(module.read_text(encoding="utf-8")):
            imported_from((module.parent / name).resolve(), found)
    return found


def test_no_module_is_left_behind() -> None:
    pages = STATIC / "js" / "pages"
    found: set[Path] = set()
    for entry in ENTRIES:
        imported_from(pages / f"{entry}.js", found)
    assert set((STATIC / "js").rglob("*.js")) == found


def test_only_map_modules_import_leaflet() -> None:
    users = {
        path.relative_to(STATIC / "js").parts[0]
        for path in (STATIC / "js").rglob("*.js")
        if re.search(r'from "leaflet"', path.read_text(encoding="utf-8"))
    }
    assert users == {"map"}


def test_only_the_boundary_page_loads_geoman() -> None:
    users = {
        path.name
        for path in (STATIC / "js").rglob("*.js")
        if GEOMAN in path.read_text(encoding="utf-8")
    }
    assert users == {"boundariesdrawing.js"}
    entry = STATIC / "js" / "pages" / "map.js"
    assert not {path.name for path in imported_from(entry, set())} & users


def test_core_modules_know_no_document() -> None:
    for path in (STATIC / "js" / "core").glob("*.js"):
        assert not re.search(r"\b(document|window)\.\w", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_packed_map_works_and_asks_for_no_module(
    site: Site, world: World, settings: Settings, size: dict[str, int]
) -> None:
    settings.PAGES_PACKED = True
    asked: list[str] = []
    site.context.on("request", lambda request: asked.append(request.url))
    page = site.open(world.users[Role.COMMUNE_LEADER], "/?theme=gaps", size=size)
    expect(page.locator("#figure-total")).to_have_text("12")
    expect(page.locator(".hexes-canvas")).to_have_attribute("data-households", "11")
    scripts = [url.rsplit("/static/")[1] for url in asked if url.endswith(".js")]
    assert set(scripts) == {"dist/map.js", "dist/shell.js"}


def test_the_packed_boundary_page_works(site: Site, world: World, settings: Settings) -> None:
    settings.PAGES_PACKED = True
    page = site.open(world.users[Role.COMMUNE_OFFICE], "/ban-do/dia-gioi/")
    expect(page.get_by_text(world.villages[0].name).filter(visible=True).first).to_be_visible()


@pytest.mark.django_db
def test_pages_say_which_of_both_they_run(client: Client, settings: Settings) -> None:
    for packed, path in ((True, "dist/shell.js"), (False, "js/pages/shell.js")):
        settings.PAGES_PACKED = packed
        assert path in client.get("/account/login/").content.decode()
