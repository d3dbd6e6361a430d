"""A layer of outlines with its attributes understood: commune, villages or groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apps.common.text import fold, tidy
from apps.common.text.legacy import Encoding, decode_with, judge_column
from apps.imports.kinds import FileKind, kinds
from apps.imports.readers.shapes import Cell, RawFeature, RawLayer

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
_COMMUNE_CODE: Final = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class RecognisedLayer:
    """`features[i].properties` hold NFC text; `columns`: field → attribute name."""

    kind: FileKind
    layer: RawLayer
    columns: dict[str, str]
    encodings: dict[str, Encoding]
    features: tuple[RawFeature, ...]

    def value(self, feature: RawFeature, field: str) -> str:
        """The text of a field of a feature, tidied; "" if there is none."""
        column = self.columns.get(field)
        cell = feature.properties.get(column) if column else None
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return "" if cell is None else tidy(str(cell))


def recognise_layer(layer: RawLayer) -> RecognisedLayer | None:
    """The layer with its meaning, or None if it is of no known kind."""
    values, encodings = _decoded(layer)
    columns = match_attributes(layer.fields, values)
    traits = _traits(layer, columns, values)
    scored = [(kind.score(frozenset(columns), traits), kind) for kind in kinds("layer")]
    score, kind = max(scored, key=lambda pair: pair[0])
    if not score:
        return None
    features = tuple(
        RawFeature(
            feature.number,
            {field: values[field][index] for field in layer.fields},
            feature.wkb_hex,
        )
        for index, feature in enumerate(layer.features)
    )
    return RecognisedLayer(kind, layer, columns, encodings, features)


def _decoded(layer: RawLayer) -> tuple[dict[str, list[Cell]], dict[str, Encoding]]:
    values: dict[str, list[Cell]] = {}
    encodings: dict[str, Encoding] = {}
    for field in layer.fields:
        cells = [feature.properties.get(field) for feature in layer.features]
        encodings[field] = judge_column(cells)
        values[field] = list(decode_with(cells, encodings[field]))
    return values, encodings


def match_attributes(fields: Sequence[str], values: Mapping[str, Sequence[Cell]]) -> dict[str, str]:
    """Meaning → attribute: `code`, `name`, `full_name`, `kind`, and for the units named in the
    attribute itself `village`, `village_code`, `group`, `group_code`, `commune`, `commune_code`."""
    columns: dict[str, str] = {}
    for field in fields:
        meaning = _meaning(field)
        if meaning and any(cell not in (None, "") for cell in values[field]):
            columns.setdefault(meaning, field)
    _promote(columns)
    return columns


def _meaning(field: str) -> str | None:
    words = _words(field)
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


def _words(field: str) -> list[str]:
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
    layer: RawLayer, columns: Mapping[str, str], values: Mapping[str, Sequence[Cell]]
) -> frozenset[str]:
    def share(field: str, pattern: re.Pattern[str]) -> float:
        cells = values.get(columns.get(field, ""), [])
        folded = [fold(tidy(str(cell))) for cell in cells if cell is not None]
        return sum(bool(pattern.search(text)) for text in folded) / max(len(cells), 1)

    def mostly(pattern: re.Pattern[str], *fields: str) -> bool:
        return any(share(field, pattern) > 0.5 for field in fields)

    parent = columns.get("village") or columns.get("village_code")
    own = columns.get("group") or columns.get("name")
    grouped = parent is not None and own is not None and parent != own
    named_so = "group" in columns or mostly(_GROUP_WORD, "name")
    said = mostly(_COMMUNE_WORD, "kind", "full_name", "name", "commune") or (
        {"commune", "commune_code"} & set(columns) and not {"village", "group"} & set(columns)
    )
    facts = {
        "polygons": _all_polygons(layer),
        "commune_codes": any(
            share(field, re.compile(rf"^{_COMMUNE_CODE.pattern}$")) > 0.5
            for field in ("code", "commune_code")
        ),
        "commune_words": bool(said),
        "groups_in_villages": grouped and (named_so or _repeats(values[parent or ""])),
    }
    return frozenset(name for name, holds in facts.items() if holds)


def _repeats(cells: Sequence[Cell]) -> bool:
    """Several features share a value, as the groups of one village do."""
    return len(set(cells)) < len(cells)


def _all_polygons(layer: RawLayer) -> bool:
    # WKB type codes: 3 polygon, 6 multipolygon; the first byte is the byte order.
    kinds_found = {feature.wkb_hex[:10] for feature in layer.features if feature.wkb_hex}
    return bool(kinds_found) and all(_wkb_type(head) in (3, 6) for head in kinds_found)


def _wkb_type(head: str) -> int:
    return int.from_bytes(bytes.fromhex(head[2:10]), "little" if head[:2] == "01" else "big") % 1000
