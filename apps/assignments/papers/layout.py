"""How papers look and what they say, out of ``blanks/layout.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

BLANKS: Final = Path(__file__).with_name("blanks")
LAYOUT: Final = BLANKS / "layout.toml"


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet upright; millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    font: str

    @property
    def inside(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Column:
    """``key``: what stands in it (a field of ``HomeLine``, or the person); millimetres."""

    key: str
    title: str
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The size of a small map; millimetres."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """``sizes`` in points; ``columns`` by table; ``words``: sentences and lists of sentences."""

    page: Page
    sizes: dict[str, float]
    columns: dict[str, tuple[Column, ...]]
    map: Picture
    words: dict[str, Any]

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence with the facts filled in. What a fact contains is never filled in again."""
        return str(self.words[name]).format_map(facts)

    def say_all(self, name: str, /, **facts: object) -> list[str]:
        return [str(line).format_map(facts) for line in self.words[name]]


def read_layout(text: str) -> Layout:
    data = tomllib.loads(text)
    columns = {
        table: tuple(Column(**column) for column in rows) for table, rows in data["columns"].items()
    }
    return Layout(
        Page(**data["page"]), data["sizes"], columns, Picture(**data["map"]), data["words"]
    )


@cache
def layout() -> Layout:
    """What the site's file says; read once."""
    return read_layout(LAYOUT.read_text(encoding="utf-8"))
