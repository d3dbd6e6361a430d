"""Every template compiles, keeps to the content security policy and names no other host."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    str(path.relative_to(ROOT / "templates"))
    for path in (ROOT / "templates").rglob("*")
    if path.suffix in {".html", ".txt"}
)
OWN_STATIC = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "static").rglob("*")
    if path.suffix in {".js", ".css", ".svg"} and "vendor" not in path.parts
)
INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?:|[\"'(])//[^\s\"')]+", re.IGNORECASE)
# Names of formats, which no browser fetches.
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def addresses(text: str) -> set[str]:
    """Addresses of other hosts in a text, without names of formats."""
    return set(ADDRESS.findall(text)) - NAMESPACES


VENDORED = {
    found
    for kind in ("*.js", "*.css")
    for path in (ROOT / "static" / "vendor").rglob(kind)
    for found in addresses(path.read_text(encoding="utf-8"))
}


def test_templates_and_static_files_are_found() -> None:
    assert "base.html" in TEMPLATES
    assert "static/css/base.css" in OWN_STATIC


@pytest.mark.parametrize("name", TEMPLATES)
def test_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_has_no_inline_style_or_handler(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")

    assert INLINE_STYLE.search(text) is None
    assert INLINE_HANDLER.search(text) is None


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_names_no_other_host(name: str) -> None:
    assert addresses((ROOT / "templates" / name).read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("name", OWN_STATIC)
def test_static_file_names_no_other_host(name: str) -> None:
    # Packed pages bring along what the packages in them say about themselves.
    allowed = VENDORED if name.startswith("static/dist/") else set()
    assert addresses((ROOT / name).read_text(encoding="utf-8")) <= allowed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color: red">', INLINE_STYLE),
        ("<img src=x onerror=alert(1)>", INLINE_HANDLER),
        ('<a href="javascript:void 0">', INLINE_HANDLER),
        ('<script src="//cdn.example/x.js">', ADDRESS),
        ("@import url(https://fonts.example/a.css)", ADDRESS),
    ],
)
def test_the_patterns_catch_what_they_are_for(text: str, found: re.Pattern[str]) -> None:
    assert found.search(text) is not None
