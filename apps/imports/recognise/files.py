"""A whole file with its meaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from apps.common.text import tidy
from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.kinds import FileKind, kind_of
from apps.imports.readers.shapes import RawFile, RawLayer
from apps.imports.recognise.guess import guess_of
from apps.imports.recognise.guide import is_guide
from apps.imports.recognise.layers import RecognisedLayer, look_through, recognise_layer
from apps.imports.recognise.points import POINT_TYPES, recognise_points
from apps.imports.recognise.tables import RecognisedTable, recognise_table


@dataclass(frozen=True, slots=True)
class Recognised:
    """`kind` is None for a file of no known kind; `tables` or `layers` are all of `kind`."""

    name: str
    kind: FileKind | None
    tables: tuple[RecognisedTable, ...] = ()
    layers: tuple[RecognisedLayer, ...] = ()
    #: sheets or layers that are not of `kind`, by name; empty ones are not mentioned
    left_out: tuple[str, ...] = ()
    #: the file itself and what was chosen, for the screen
    raw: RawFile | None = None
    choices: Choices = NO_CHOICES

    @property
    def encoding(self) -> str:
        """How the text was written, for people: "tcvn3", "nfd", "utf-8-sig"…, the oddest first."""
        judged = [e for table in self.tables for e in table.encodings.values()]
        judged += [e for layer in self.layers for e in layer.encodings.values()]
        odd = Counter(encoding for encoding in judged if encoding != "nfc")
        if odd:
            return odd.most_common(1)[0][0].value
        read = [table.encoding for table in self.tables]
        read += [layer.layer.encoding for layer in self.layers]
        return next(iter(read), "")

    @property
    def srid(self) -> int | None:
        """The coordinate system of the first layer, if it says one."""
        if self.layers:
            return self.layers[0].srid or self.layers[0].layer.srid
        return next((table.srid for table in self.tables if table.of_layer), None)

    @property
    def rows(self) -> int:
        """Rows or features to be imported or reported."""
        return sum(len(table.rows) for table in self.tables) + sum(
            len(layer.features) for layer in self.layers
        )

    def not_taken(self) -> list[str]:
        """Headers of understood columns that say something which has no place in the kind."""
        taken = self.kind.taken if self.kind else None
        if taken is None:
            return []
        found: dict[str, None] = {}
        for table in self.tables:
            for field, at in sorted(table.columns.items(), key=itemgetter(1)):
                if field not in taken and _says_something(table, field):
                    found[tidy(table.headers[at]) if at < len(table.headers) else field] = None
        return list(found)

    def guess(self) -> dict[str, Any]:
        """All of this for a screen, as JSON (`recognise.guess`). Samples hold personal data."""
        return guess_of(self)


def recognise(raw: RawFile, choices: Choices = NO_CHOICES) -> Recognised:
    """Find what `raw` is. Of sheets of several kinds the one with most rows is the file's.

    `choices` go before every guess. The guide of a correction workbook is passed over.
    """
    raw = replace(raw, tables=tuple(each for each in raw.tables if not is_guide(each.sheet)))
    found = [
        (table.sheet or "", table.rows, recognise_table(table, choices)) for table in raw.tables
    ]
    drawn = [(layer.name, layer.features, _of_layer(layer, choices)) for layer in raw.layers]
    parts = [*found, *drawn]
    weights: Counter[str] = Counter()
    for _name, _rows, part in parts:
        if part is not None:
            weights[part.kind.key] += 1 + _length(part)
    if not weights:
        return Recognised(raw.name, None, raw=raw, choices=choices)
    winner = weights.most_common(1)[0][0]
    mine = [part for _name, _rows, part in parts if part and part.kind.key == winner]
    others = [(name, rows) for name, rows, part in parts if not part or part.kind.key != winner]
    return Recognised(
        name=raw.name,
        kind=kind_of(winner),
        tables=tuple(part for part in mine if isinstance(part, RecognisedTable)),
        layers=tuple(part for part in mine if isinstance(part, RecognisedLayer)),
        left_out=tuple(name for name, rows in others if len(rows)),
        raw=raw,
        choices=choices,
    )


def _of_layer(layer: RawLayer, choices: Choices) -> RecognisedTable | RecognisedLayer | None:
    look = look_through(layer, choices)
    if look.types and look.types <= POINT_TYPES:
        return recognise_points(layer, look, choices)
    return recognise_layer(layer, choices, look)


def _says_something(table: RecognisedTable, field: str) -> bool:
    return any(row.cells.get(field) is not None for row in table.rows)


def _length(part: RecognisedTable | RecognisedLayer) -> int:
    return len(part.rows) if isinstance(part, RecognisedTable) else len(part.features)
