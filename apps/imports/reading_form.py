"""The form by which somebody says how a file is to be read: from the guess to `Choices`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.common.text.legacy import Encoding
from apps.imports.choices import NAME_CASES
from apps.imports.filenames import suffix_of
from apps.imports.guessing import delimiter_label, encoding_in, encoding_label, systems_in
from apps.imports.readers.crs import ALLOWED_SRIDS
from apps.imports.readers.options import DELIMITERS
from apps.imports.recognise.guess import crs_label
from apps.imports.wording import ATTRIBUTE_LABELS, COLUMN_LABELS

_ROWS: Final = re.compile(r"\s*(\d{1,6})\s*(?:[-–—,;]\s*(\d{1,6})\s*)?")
_PREFIX: Final = "column-"
#: tables that are text
TEXT_TABLES: Final = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: what it is called, what stands in it, what it may mean."""

    name: str
    header: str
    samples: tuple[str, ...]
    options: tuple[Option, ...]
    #: the field it is read as; "" if it is not read
    field: str
    #: how its text is written, as far as that was judged
    encoding: str


@dataclass(frozen=True, slots=True)
class ReadingForm:
    """What the page shows. Every select begins with leaving it to the machine."""

    kinds: tuple[Option, ...]
    header_rows: str
    #: found, or chosen; for the hint beside the field
    header_found: str
    #: somebody said that the table begins with its first row of data
    has_no_header: bool
    is_table: bool
    delimiters: tuple[Option, ...]
    encodings: tuple[Option, ...]
    systems: tuple[Option, ...]
    name_cases: tuple[Option, ...]
    columns: tuple[Column, ...]
    #: first rows of what is not understood: number, cells
    top: tuple[tuple[int, tuple[str, ...]], ...]


def reading_form(name: str, guess: Mapping[str, Any], chosen: Mapping[str, Any]) -> ReadingForm:
    """The form for a file called `name`: `guess` as `guessing.guess_of` says, `chosen` as
    `Choices.as_json` does."""
    rows = chosen.get("header_rows") or []
    table = next(iter(guess.get("tables", [])), None)
    found = [] if table is None else table["header_rows"]
    top = [] if guess.get("kind") else next((u["top"] for u in guess.get("unknown", [])), [])
    return ReadingForm(
        kinds=_options(
            [(kind["key"], kind["label"]) for kind in guess.get("alternatives", [])],
            chosen.get("kind"),
            _kind_found(guess),
        ),
        header_rows="–".join(map(str, rows)),
        header_found="–".join(map(str, found)),
        has_no_header=chosen.get("header_rows") == [],
        is_table=not guess.get("layers") and not (table and table["of_layer"]),
        delimiters=_delimiters(guess, chosen) if _is_text(name, guess) else (),
        encodings=_options(_encodings(), chosen.get("encoding"), encoding_in(guess)),
        systems=_options(_systems(), str(chosen.get("srid", "")), systems_in(guess)),
        name_cases=_options(_name_cases(), chosen.get("name_case")),
        columns=tuple(_columns(guess)),
        top=tuple((number, tuple(cells)) for number, cells in top),
    )


def _options(
    pairs: list[tuple[str, str]], chosen: str | None, found: str = ""
) -> tuple[Option, ...]:
    """Leaving it to the machine comes first, with what it `found` unless somebody chose."""
    label = _("Để máy tự nhận")
    if found and not chosen:
        label = _("Máy nhận: %(found)s") % {"found": found}
    first = Option("", label, chosen in (None, ""))
    return (first, *(Option(value, str(label), value == chosen) for value, label in pairs))


def _kind_found(guess: Mapping[str, Any]) -> str:
    labels = {kind["key"]: kind["label"] for kind in guess.get("alternatives", [])}
    return str(labels.get(guess.get("kind"), ""))


def _is_text(name: str, guess: Mapping[str, Any]) -> bool:
    """Whether something parts the columns: also of a text file in an archive."""
    return bool(guess.get("delimiter")) or suffix_of(name) in TEXT_TABLES


def _encodings() -> list[tuple[str, str]]:
    return [(each.value, encoding_label(each.value) or each.value) for each in Encoding]


def _name_cases() -> list[tuple[str, str]]:
    names = {"keep": _("Giữ như trong tệp"), "title": _("Viết hoa đầu mỗi từ của tên")}
    return [(case, names[case]) for case in NAME_CASES]


def _delimiters(guess: Mapping[str, Any], chosen: Mapping[str, Any]) -> tuple[Option, ...]:
    # A tab would not survive a form, so separators go by their place.
    pairs = [(str(at), delimiter_label(each)) for at, each in enumerate(DELIMITERS)]
    now = chosen.get("delimiter")
    found = delimiter_label(guess.get("delimiter", ""))
    return _options(pairs, str(DELIMITERS.index(now)) if now in DELIMITERS else None, found)


def _systems() -> list[tuple[str, str]]:
    return [(str(srid), f"{crs_label(srid)} (EPSG:{srid})") for srid in sorted(ALLOWED_SRIDS)]


def _columns(guess: Mapping[str, Any]) -> Iterator[Column]:
    """Of the first sheet or layer: all of a file are read alike."""
    for part in [*guess.get("tables", []), *guess.get("layers", [])][:1]:
        is_table = "sheet" in part
        labels = COLUMN_LABELS if is_table else ATTRIBUTE_LABELS
        for at, column in enumerate(part["columns"]):
            now = column["field"] or ""
            options = [Option("", _("Không dùng"), not now)]
            options += [Option(key, str(label), key == now) for key, label in labels.items()]
            header = column["header"] if is_table else column["attribute"]
            # What has no name in a layer is the place of the point itself.
            if header or not part.get("of_layer"):
                yield Column(
                    name=f"{_PREFIX}{at}",
                    header=header,
                    samples=tuple(sample for sample in column["samples"] if sample)[:3],
                    options=tuple(options),
                    field=now,
                    encoding=encoding_label(column["encoding"]),
                )


def chosen_of(
    posted: Mapping[str, Any], guess: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """What a sent form says, for `Choices.from_json` to check; what was left alone is left out.

    Columns are spoken of only where somebody changed one: of another kind, or under another
    header, the machine looks for them anew.
    """
    chosen: dict[str, Any] = {
        key: posted[key] for key in ("kind", "encoding", "name_case") if posted.get(key)
    }
    if posted.get("srid"):
        chosen["srid"] = _number(posted["srid"])
    if posted.get("delimiter"):
        at = _number(posted["delimiter"])
        chosen["delimiter"] = (
            DELIMITERS[at] if isinstance(at, int) and at < len(DELIMITERS) else posted["delimiter"]
        )
    if posted.get("no_header"):
        chosen["header_rows"] = []
    elif posted.get("header_rows", "").strip():
        chosen["header_rows"] = _header_rows(posted["header_rows"])
    moved = any(chosen.get(key) != before.get(key) for key in ("kind", "header_rows", "delimiter"))
    columns = _posted_columns(posted, guess)
    as_found = dict(_found(guess))
    if columns is not None and not moved and (columns != as_found or "columns" in before):
        chosen["columns"] = columns
    return chosen


def _number(text: str) -> int | str:
    """A number to be checked, or the text, to be refused."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text


def _header_rows(text: str) -> list[int] | str:
    match = _ROWS.fullmatch(text)
    return [int(group) for group in match.groups() if group] if match else text


def _places(guess: Mapping[str, Any]) -> list[int | str]:
    for part in [*guess.get("tables", []), *guess.get("layers", [])][:1]:
        # Attributes of points go by their name, though they are shown as a table.
        key = "attribute" if "sheet" not in part else "header" if part["of_layer"] else "index"
        return [column[key] for column in part["columns"]]
    return []


def _found(guess: Mapping[str, Any]) -> Iterator[tuple[str, int | str]]:
    for part in [*guess.get("tables", []), *guess.get("layers", [])][:1]:
        for column, place in zip(part["columns"], _places(guess), strict=True):
            if column["field"] and place != "":
                yield column["field"], place


def _posted_columns(
    posted: Mapping[str, Any], guess: Mapping[str, Any]
) -> dict[str, int | str] | None:
    """Field → column or attribute; None if the form had no columns. A field said twice keeps
    both, which the check then refuses."""
    found: dict[str, int | str] = {}
    any_sent = False
    for at, place in enumerate(_places(guess)):
        field = posted.get(f"{_PREFIX}{at}")
        if field is None:
            continue
        any_sent = True
        if field in found:
            # One meaning for two columns cannot be told in a mapping of fields.
            return {field: ""}
        if field:
            found[field] = place
    return found if any_sent else None
