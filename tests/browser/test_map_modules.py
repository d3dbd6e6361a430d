"""The page asks at once for exactly the modules it comes to import."""

import re
from pathlib import Path

from django.template.loader import render_to_string

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"(\.[^"]+)";', re.MULTILINE | re.DOTALL)


def imported_from(module: Path, found: set[Path]) -> set[Path]:
    """``module`` and what it imports, directly or not."""
    if module not in found:
        found.add(module)
        for name in IMPORT.findall(module.read_text(encoding="utf-8")):
            imported_from((module.parent / name).resolve(), found)
    return found


def test_preloaded_modules_are_the_imported_ones() -> None:
    entry = STATIC / "js" / "pages" / "map.js"
    wanted = {str(path.relative_to(STATIC)) for path in imported_from(entry, set()) - {entry}}
    links = re.findall(r'href="/static/(js/[^"]+)"', render_to_string("webmap/_modules.html"))
    assert sorted(links) == sorted(wanted)


def test_only_map_modules_import_leaflet() -> None:
    users = {
        path.relative_to(STATIC / "js").parts[0]
        for path in (STATIC / "js").rglob("*.js")
        if re.search(r'from "leaflet"', path.read_text(encoding="utf-8"))
    }
    assert users == {"map"}


def test_core_modules_know_no_document() -> None:
    for path in (STATIC / "js" / "core").glob("*.js"):
        assert not re.search(r"\b(document|window)\.\w", path.read_text(encoding="utf-8")), path
