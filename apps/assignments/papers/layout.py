"""How papers look and what they say, out of ``blanks/layout.toml`` and ``commune.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from apps.assignments.tiers import Tier

BLANKS: Final = Path(__file__).with_name("blanks")
LAYOUT: Final = BLANKS / "layout.toml"
#: what the papers of tiers 1 and 2 say otherwise
COMMUNE: Final = BLANKS / "commune.toml"
_SECTIONS: Final = {Tier.COMMITTEE: "committee", Tier.OFFICER: "officer"}


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
    """``key``: what stands in it (of a line's ``cells``, or the person); millimetres."""

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
    return Layout(
        Page(**data["page"]),
        data["sizes"],
        _columns(data["columns"]),
        Picture(**data["map"]),
        data["words"],
    )


def _columns(tables: dict[str, Any]) -> dict[str, tuple[Column, ...]]:
    return {table: tuple(Column(**column) for column in rows) for table, rows in tables.items()}


@cache
def layout(tier: int = Tier.HOUSEHOLD) -> Layout:
    """What the site's files say of the papers of a tier; read once."""
    look = read_layout(LAYOUT.read_text(encoding="utf-8"))
    if tier not in _SECTIONS:
        return look
    data = tomllib.loads(COMMUNE.read_text(encoding="utf-8"))
    told = data[_SECTIONS[Tier(tier)]]
    words = look.words | data["words"] | told["words"]
    return replace(look, columns=_columns(told["columns"]), words=words)
