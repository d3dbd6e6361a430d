"""Every text of the interface goes through gettext, and the English catalogue has them all.

When a test here fails after a change of texts: ``.venv/bin/python scripts/catalogue.py``, then
translate what is new in locale/en/LC_MESSAGES/django.po.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib  # type: ignore[import-untyped]  # the locks hold no stubs for it
import pytest
from django.conf import settings

from tests.architecture.literals import (
    bare_in_javascript,
    bare_in_python,
    bare_in_template,
    is_vietnamese,
)

ROOT = Path(settings.BASE_DIR)
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ["apps", "gis_project", "templates", "locale", "scripts", "manage.py"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")

# Vietnamese that is data, not interface: words looked for in other people's files, names, and
# what the command line prints, which is Vietnamese and English at once or has no reader but an
# administrator.
DATA = {
    "apps/issues/demo_issues.py",
    "apps/issues/demo_stories.py",
    "apps/planning/demo_trips.py",
    "apps/assignments/demo_logins.py",
    # What stands in the Party's papers, in whatever language their maker reads the pages.
    "apps/assignments/papers/words.py",
    "apps/assignments/papers/workbook.py",
    "apps/common/geo/vn2000_provinces.py",
    "apps/common/geo/coordinates.py",
    "apps/common/phones.py",
    "apps/imports/pointlayout.py",
    "apps/imports/rows/cells.py",
    "apps/imports/rows/position.py",
    "apps/imports/rows/vocabulary.py",
    "apps/imports/writers/member_duties.py",
    "apps/imports/writers/members.py",
    "apps/imports/writers/places.py",
    "apps/imports/writers/units.py",
    "static/js/core/fold.js",
}
DATA_FOLDERS = ("apps/common/text/", "apps/imports/recognise/")
PRODUCT = "Gần Dân"
# The product's name, two kinds of village for which English has one word, and how decisions are
# numbered, and a word that stands on papers.
KEPT = re.compile(r"Gần Dân|\(bản\)|\(ấp\)|QĐ-UBND|QĐ/ĐU|DỰ THẢO")


def is_data(name: str) -> bool:
    return name in DATA or name.startswith(DATA_FOLDERS) or "/management/commands/" in name


def sources(folder: str, pattern: str) -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob(pattern)
        if not {"migrations", "vendor", "__pycache__"} & set(path.parts)
    )


PYTHON = [name for name in sources("apps", "*.py") if not is_data(name)]
JAVASCRIPT = [name for name in sources("static/js", "*.js") if not is_data(name)]
TEMPLATES = sources("templates", "*.html") + sources("templates", "*.txt")


def english() -> polib.POFile:
    return polib.pofile(str(ENGLISH))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """The catalogue as an extraction makes it now, from a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
            )
        else:
            shutil.copy(ROOT / name, copy / name)
    subprocess.run([sys.executable, "scripts/catalogue.py"], cwd=copy, check=True, timeout=120)
    return polib.pofile(str(copy / ENGLISH.relative_to(ROOT)))


def test_every_text_is_in_the_catalogue(fresh: polib.POFile) -> None:
    assert {entry.msgid for entry in fresh} - {entry.msgid for entry in english()} == set()


def test_the_catalogue_has_no_text_that_is_gone(fresh: polib.POFile) -> None:
    assert {entry.msgid for entry in english()} - {entry.msgid for entry in fresh} == set()
    assert english().obsolete_entries() == []


def test_every_text_is_translated() -> None:
    assert [entry.msgid for entry in english().untranslated_entries()] == []
    assert [entry.msgid for entry in english().fuzzy_entries()] == []


def test_translations_keep_placeholders_and_tags() -> None:
    broken = [
        entry.msgid
        for entry in english()
        for text in translations(entry)
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(entry.msgid))
    ]

    assert broken == []


def test_no_translation_is_still_vietnamese() -> None:
    left = [
        entry.msgid
        for entry in english()
        for text in translations(entry)
        if is_vietnamese(KEPT.sub("", text))
    ]

    assert left == []


@pytest.mark.parametrize("name", PYTHON)
def test_python_has_no_text_outside_gettext(name: str) -> None:
    found = bare_in_python((ROOT / name).read_text(encoding="utf-8"))

    assert [text for text in found if text != PRODUCT] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_text_outside_translate(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace(PRODUCT, "")

    assert bare_in_template(text) == []


@pytest.mark.parametrize("name", JAVASCRIPT)
def test_javascript_has_no_text_of_its_own(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace(PRODUCT, "")

    assert bare_in_javascript(text) == []


def test_the_exceptions_still_exist() -> None:
    assert [name for name in sorted(DATA) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('title = "Hộ nghèo"', ["Hộ nghèo"]),
        ('title = f"{n} hộ"', [" hộ"]),
        ('title = _("Hộ nghèo")', []),
        ('title = gettext_lazy("Hộ nghèo")', []),
        ('"""Thôn, bản."""', []),
        ('print("ho ngheo")', []),
    ],
)
def test_the_python_scan_finds_what_it_is_for(source: str, found: list[str]) -> None:
    assert bare_in_python(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hộ nghèo</p>", ["<p>Hộ nghèo</p>"]),
        ('<p title="Hộ nghèo">{% translate "Hộ nghèo" %}</p>', ['<p title="Hộ nghèo"></p>']),
        ('<p>{% translate "Hộ nghèo" %}</p>', []),
        ("{# Hộ nghèo #}", []),
        ("<p>{% blocktranslate with n=n %}Hộ {{ n }}{% endblocktranslate %}</p>", []),
        (
            '{% include "x.html" with label="Hộ nghèo" %}',
            ['{% include "x.html" with label="Hộ nghèo" %}'],
        ),
    ],
)
def test_the_template_scan_finds_what_it_is_for(source: str, found: list[str]) -> None:
    assert bare_in_template(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("Hộ nghèo")', ['say("Hộ nghèo")']),
        ("// the word “hộ”\nsay(text)", []),
        ("/** Hộ */\nsay(text)", []),
    ],
)
def test_the_javascript_scan_finds_what_it_is_for(source: str, found: list[str]) -> None:
    assert bare_in_javascript(source) == found
