"""One kind of tabs over the lists of every desk."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from apps.common.tabs import Tab

ROOT = Path(settings.BASE_DIR)


def _drawn(*tabs: Tab) -> str:
    return " ".join(render_to_string("_tabs.html", {"tabs": tabs, "label": "Danh sách"}).split())


def test_the_list_shown_is_marked_and_lists_are_counted() -> None:
    body = _drawn(
        Tab("/a/", "Một", True, 1234), Tab("/b/", "Hai", False), Tab("/c/", "<i>", False, 0)
    )
    assert '<a href="/a/" aria-current="page">Một <span>1.234</span></a>' in body
    assert '<a href="/b/" >Hai</a>' in body
    assert "&lt;i&gt; <span>0</span>" in body
    assert body.count("aria-current") == 1


def test_a_label_may_be_translated_later() -> None:
    assert "Muộn" in _drawn(Tab("/a/", SimpleLazyObject(lambda: "Muộn"), False))  # type: ignore[arg-type]


def test_no_desk_draws_its_own() -> None:
    """Whoever includes the tabs links their style, and nobody else styles or writes any."""
    templates = {path: path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")}
    own = [path.name for path, text in templates.items() if re.search(r'class="\w+-tabs"', text)]
    assert own == ["_tabs.html"]
    styles = (ROOT / "static" / "css").rglob("*.css")
    assert [path.name for path in styles if "-tabs" in path.read_text("utf-8")] == ["tabs.css"]
