"""The look of the commune's papers with the words and tables of a meeting's."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from apps.assignments.papers.layout import Column, Layout
from apps.assignments.papers.layout import layout as papers_layout

BLANKS: Final = Path(__file__).with_name("blanks")
AGENDA: Final = BLANKS / "chuong-trinh.docx"
MINUTES: Final = BLANKS / "bien-ban.docx"
_WORDS: Final = BLANKS / "words.toml"


@cache
def layout() -> Layout:
    """What the site's files say; read once."""
    data = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    columns = {
        table: tuple(Column(**column) for column in rows) for table, rows in data["columns"].items()
    }
    return replace(papers_layout(), columns=columns, words=data["words"])
