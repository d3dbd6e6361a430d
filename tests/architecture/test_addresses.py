"""No form puts what somebody types into an address: addresses are logged and remembered."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_CHOSEN = "hidden|radio|checkbox|submit"
_TYPED = re.compile(rf'<textarea\b|_field|<input\b(?![^>]*type="(?:{_CHOSEN})")')
# A dialog's form is sent nowhere.
_NOT_BY_ADDRESS = ('method="post"', 'method="dialog"')


def _typed_into_the_address(text: str) -> list[str]:
    """Forms sent by GET (the browser's own way where none is said) with room for typing."""
    return [
        attributes.strip()
        for attributes, body in _FORM.findall(text)
        if not any(method in attributes for method in _NOT_BY_ADDRESS) and _TYPED.search(body)
    ]


def test_forms_are_posted() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    assert len(texts) > 100
    assert [path for path, text in texts.items() if _typed_into_the_address(text)] == []


def test_a_search_by_address_is_seen() -> None:
    box = '<input type="search" name="q">'
    for form in ('<form role="search">', '<form method="get">'):
        assert _typed_into_the_address(f"{form}{box}</form>")
    assert not _typed_into_the_address(f'<form method="post">{box}</form>')
    assert not _typed_into_the_address('<form><input type="hidden" name="a"></form>')
