"""The boundary page asks at once for exactly the modules it comes to import, others never do."""

import re

from django.template.loader import render_to_string

from tests.browser.test_map_modules import STATIC, imported_from

GEOMAN = "geoman"


def test_preloaded_modules_are_the_imported_ones() -> None:
    entry = STATIC / "js" / "pages" / "boundaries.js"
    wanted = {str(path.relative_to(STATIC)) for path in imported_from(entry, set()) - {entry}}
    page = render_to_string("webmap/_boundaries_modules.html")
    assert sorted(re.findall(r'href="/static/(js/[^"]+)"', page)) == sorted(wanted)


def test_only_this_page_loads_geoman() -> None:
    users = {
        path.name
        for path in (STATIC / "js").rglob("*.js")
        if f"{GEOMAN}-io" in path.read_text(encoding="utf-8")
    }
    assert users == {"boundariesdrawing.js"}
    entry = STATIC / "js" / "pages" / "map.js"
    assert not {path.name for path in imported_from(entry, set())} & users
    assert GEOMAN not in render_to_string("webmap/_modules.html")
