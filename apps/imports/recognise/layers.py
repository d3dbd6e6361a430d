"""A layer of outlines with its attributes understood: commune, villages or groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apps.common.text import fold, tidy
from apps.common.text.legacy import Encoding
from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.kinds import FileKind, kinds
from apps.imports.readers.blocks import blocks_of
from apps.imports.readers.shapes import RawFeature, RawLayer, Rows
from apps.imports.recognise.votes import NAME_FIELDS, Read, Votes, decoded

_UNITS: Final = {
    "village": ("thon", "ban", "ap", "xom", "buon", "khom", "khu", "tdp", "kp", "todanpho"),
    "group": ("to", "tondtq", "totuquan", "nhom"),
    "commune": ("xa", "phuong", "dvhc", "commune"),
}
#: units above the commune: "ma_tinh" is not the layer's own code
_ABOVE: Final = frozenset({"tinh", "province", "huyen", "district"})
_UNIT_OF: Final = {word: unit for unit, words in _UNITS.items() for word in words}
_NAME_WORDS: Final = frozenset({"ten", "name", "nhan", "label"})
_CODE_WORDS: Final = frozenset({"ma", "code", "id", "maso"})
_GLUED: Final = re.compile(
    r"^(ten|ma)(thon|ban|ap|xom|buon|khom|khu|tdp|kp|to|nhom|xa|phuong|dvhc)$"
)
_COMMUNE_WORD: Final = re.compile(r"^(xa|phuong|thi tran|dac khu)\b")
_GROUP_WORD: Final = re.compile(r"^(to|nhom|lien gia|t)\b(?! dan pho)|^t?\d+$")
_COMMUNE_CODE: Final = re.compile(r"^\d{5}$")


@dataclass(frozen=True, slots=True)
class DecodedFeatures:
    """The features of a layer with their text as NFC, read anew each time."""

    layer: RawLayer
    readers: tuple[Read, ...]

    def __len__(self) -> int:
        return len(self.layer.features)

    def __getitem__(self, index: int, /) -> RawFeature:
        return self._decoded(self.layer.features[index])

    def __iter__(self) -> Iterator[RawFeature]:
        return map(self._decoded, self.layer.features)

    def _decoded(self, feature: RawFeature) -> RawFeature:
        values = [feature.properties.get(field) for field in self.layer.fields]
        properties = dict(zip(self.layer.fields, decoded(values, self.readers), strict=True))
        return RawFeature(feature.number, properties, feature.wkb_hex)


@dataclass(frozen=True, slots=True)
class RecognisedLayer:
    """`features[i].properties` hold NFC text; `columns`: field → attribute name."""

    kind: FileKind
    layer: RawLayer
    columns: dict[str, str]
    encodings: dict[str, Encoding]
    features: Rows[RawFeature]
    #: the coordinate system that was chosen; None: what the layer says, or what fits
    srid: int | None = None

    def value(self, feature: RawFeature, field: str) -> str:
        """The text of a field of a feature, tidied; "" if there is none."""
        column = self.columns.get(field)
        cell = feature.properties.get(column) if column else None
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else tidy(str(cell))


def recognise_layer(
    layer: RawLayer, choices: Choices = NO_CHOICES, look: Look | None = None
) -> RecognisedLayer | None:
    """The layer of outlines with its meaning, or None if it is of no known kind."""
    look = look or look_through(layer, choices)
    columns = chosen_attributes(choices, layer.fields) or match_attributes(
        layer.fields, look.filled
    )
    kind = _kind(layer, columns, look, choices)
    if kind is None:
        return None
    return RecognisedLayer(
        kind,
        layer,
        columns,
        look.encodings,
        DecodedFeatures(layer, look.readers(columns, choices)),
        srid=choices.srid,
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What one look through a layer tells."""

    encodings: dict[str, Encoding]
    #: attributes with something in them
    filled: frozenset[str]
    #: WKB type codes of the geometries, without their dimension: 1 point … 6 multipolygon
    types: frozenset[int]
    votes: Votes

    def readers(self, columns: Mapping[str, str], choices: Choices) -> tuple[Read, ...]:
        """What reads the text of each attribute."""
        fields = list(self.encodings)
        names = {fields.index(at) for meaning, at in columns.items() if meaning in NAME_FIELDS}
        return self.votes.readers(names, choices)


def look_through(layer: RawLayer, choices: Choices) -> Look:
    """Go through the layer once: how its text is written, what is empty, what is drawn."""
    votes = Votes(choices)
    votes.add([(None,) * len(layer.fields)])
    filled: set[str] = set()
    heads: set[str] = set()
    for block in blocks_of(layer.features, layer.fields):
        votes.add_columns(block.columns)
        heads |= {wkb[:10] for wkb in block.wkbs if wkb}
        if len(filled) < len(layer.fields):
            filled |= {
                field
                for field, column in zip(layer.fields, block.columns, strict=True)
                if any(cell not in (None, "") for cell in column)
            }
    encodings = dict(zip(layer.fields, votes.verdicts(), strict=True))
    return Look(encodings, frozenset(filled), frozenset(map(_wkb_type, heads)), votes)


def chosen_attributes(choices: Choices, fields: Sequence[str]) -> dict[str, str]:
    """The chosen places that are attributes of this layer; {} where nothing was chosen."""
    chosen = choices.columns or {}
    return {name: at for name, at in chosen.items() if isinstance(at, str) and at in fields}


def _kind(
    layer: RawLayer, columns: Mapping[str, str], look: Look, choices: Choices
) -> FileKind | None:
    known = kinds("layer")
    if choices.kind is not None:
        return next((kind for kind in known if kind.key == choices.kind), None)
    traits = _traits(layer, columns, look, choices)
    score, kind = max(
        ((kind.score(frozenset(columns), traits), kind) for kind in known),
        key=lambda pair: pair[0],
    )
    return kind if score else None


def match_attributes(fields: Sequence[str], filled: Container[str]) -> dict[str, str]:
    """Meaning → attribute: `code`, `name`, `full_name`, `kind`, and for the units named in the
    attribute itself `village`, `village_code`, `group`, `group_code`, `commune`, `commune_code`."""
    columns: dict[str, str] = {}
    for field in fields:
        meaning = _meaning(field)
        if meaning and field in filled:
            columns.setdefault(meaning, field)
    _promote(columns)
    return columns


def _meaning(field: str) -> str | None:
    words = attribute_words(field)
    units = [_UNIT_OF[word] for word in words if word in _UNIT_OF]
    if {"full", "name"} <= set(words) or "tendaydu" in words:
        return "full_name"
    if "en" in words or _ABOVE & set(words):
        return None
    code = bool(_CODE_WORDS & set(words))
    if units:
        return f"{units[0]}_code" if code else units[0]
    if code:
        return "code" if len(words) == 1 or words[0] in _CODE_WORDS else None
    if _NAME_WORDS & set(words):
        return "name" if len(words) == 1 else None
    return "kind" if set(words) & {"kind", "loai", "cap"} else None


def attribute_words(field: str) -> list[str]:
    """ "TenThon", "TEN_THON", "tênthôn" → ["ten", "thon"]."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _fold_keep_case(field))
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", spaced.lower()):
        glued = _GLUED.match(word)
        words.extend(glued.groups() if glued else [word])
    return words


def _fold_keep_case(text: str) -> str:
    """Accents folded away, capitals kept."""
    return "".join(fold(char).upper() if char.isupper() else fold(char) for char in text)


def _promote(columns: dict[str, str]) -> None:
    """Attributes named after a unit serve as the layer's own name and code where it has none.

    The finest unit is the layer's own: "TEN_THON" names villages, but beside "TEN_TO" (or
    beside a plain "ten") it names the parent.
    """
    for unit in ("group", "village", "commune"):
        if unit in columns or f"{unit}_code" in columns:
            if "name" not in columns and unit in columns:
                columns["name"] = columns[unit]
            if "code" not in columns and f"{unit}_code" in columns:
                columns["code"] = columns[f"{unit}_code"]
            return


def _traits(
    layer: RawLayer, columns: Mapping[str, str], look: Look, choices: Choices
) -> frozenset[str]:
    tally = _Tally(layer, columns, look, choices)
    parent = columns.get("village") or columns.get("village_code")
    own = columns.get("group") or columns.get("name")
    grouped = parent is not None and own is not None and parent != own
    named_so = "group" in columns or tally.mostly(_GROUP_WORD, "name")
    said = tally.mostly(_COMMUNE_WORD, "kind", "full_name", "name", "commune") or (
        {"commune", "commune_code"} & set(columns) and not {"village", "group"} & set(columns)
    )
    facts = {
        "polygons": bool(look.types) and look.types <= {3, 6},
        "commune_codes": tally.mostly(_COMMUNE_CODE, "code", "commune_code"),
        "commune_words": bool(said),
        "groups_in_villages": grouped and (named_so or tally.repeats(parent or "")),
    }
    return frozenset(name for name, holds in facts.items() if holds)


class _Tally:
    """How often the values of a layer look like something, counted in one pass."""

    def __init__(
        self, layer: RawLayer, columns: Mapping[str, str], look: Look, choices: Choices
    ) -> None:
        self._columns = columns
        self._total = len(layer.features)
        self._values: dict[str, Counter[str]] = {field: Counter() for field in columns.values()}
        for feature in DecodedFeatures(layer, look.readers({}, choices)):
            for field, counter in self._values.items():
                cell = feature.properties.get(field)
                if cell is not None:
                    counter[tidy(str(cell))] += 1

    def mostly(self, pattern: re.Pattern[str], *meanings: str) -> bool:
        """More than half of the values of one of these meanings match."""
        return any(self._share(meaning, pattern) > 0.5 for meaning in meanings)

    def _share(self, meaning: str, pattern: re.Pattern[str]) -> float:
        values = self._values.get(self._columns.get(meaning, ""), Counter())
        hits = sum(count for text, count in values.items() if pattern.search(fold(text)))
        return hits / max(self._total, 1)

    def repeats(self, field: str) -> bool:
        """Several features share a value, as the groups of one village do."""
        return len(self._values[field]) < self._total


def _wkb_type(head: str) -> int:
    return int.from_bytes(bytes.fromhex(head[2:10]), "little" if head[:2] == "01" else "big") % 1000
