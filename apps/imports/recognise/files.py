"""A whole file with its meaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from apps.imports.kinds import FileKind, kind_of
from apps.imports.readers.shapes import RawFile
from apps.imports.recognise.layers import RecognisedLayer, recognise_layer
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
        return self.layers[0].layer.srid if self.layers else None

    @property
    def rows(self) -> int:
        """Rows or features to be imported or reported."""
        return sum(len(table.rows) for table in self.tables) + sum(
            len(layer.features) for layer in self.layers
        )


def recognise(raw: RawFile) -> Recognised:
    """Find what `raw` is. Of sheets of several kinds the one with most rows is the file's."""
    tables = [(table, recognise_table(table)) for table in raw.tables]
    layers = [(layer, recognise_layer(layer)) for layer in raw.layers]
    found_tables = [found for _raw, found in tables if found]
    found_layers = [found for _raw, found in layers if found]
    weights: Counter[str] = Counter()
    for table in found_tables:
        weights[table.kind.key] += 1 + len(table.rows)
    for layer in found_layers:
        weights[layer.kind.key] += 1 + len(layer.features)
    if not weights:
        return Recognised(raw.name, None)
    winner = weights.most_common(1)[0][0]
    left = [t.sheet or "" for t, found in tables if t.rows and not _is(found, winner)]
    left += [y.name for y, found in layers if y.features and not _is(found, winner)]
    return Recognised(
        name=raw.name,
        kind=kind_of(winner),
        tables=tuple(found for found in found_tables if _is(found, winner)),
        layers=tuple(found for found in found_layers if _is(found, winner)),
        left_out=tuple(left),
    )


def _is(found: RecognisedTable | RecognisedLayer | None, key: str) -> bool:
    return found is not None and found.kind.key == key
