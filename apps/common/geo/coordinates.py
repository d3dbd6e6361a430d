"""One written coordinate → degrees, in every way a commune office writes it.

Decimal numbers (as a number, or as text with a comma or a dot), degrees-minutes-seconds, or
degrees-minutes; with Vietnamese letters (B/N = Bắc/Nam, Đ/T = Đông/Tây), English ones (N/S, E/W)
or none. N is the trap: it means *Nam*, south, unless its partner in the pair is an English letter.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

Axis = Literal["lat", "lon"]
Notation = Literal["decimal", "dms"]
ErrorCode = Literal["empty", "not_a_number", "not_finite", "out_of_range", "wrong_axis"]

_MAX_TEXT: Final = 80


class CoordinateError(ValueError):
    """A cell, or a pair of them, that is no coordinate; `code` says in which way."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code)
        self.code: ErrorCode = code


@dataclass(frozen=True, slots=True)
class Angle:
    """A signed angle in degrees, −180..180, and what its letter said of the axis."""

    degrees: float
    notation: Notation
    axis: Axis | None


@dataclass(frozen=True, slots=True)
class LatLon:
    """A position in WGS 84 degrees."""

    lat: float
    lon: float
    notation: Notation


# Letters and words as they stand after folding accents away, Đ → D.
_VIETNAMESE: Final[dict[str, tuple[Axis, int]]] = {
    "B": ("lat", 1),
    "BAC": ("lat", 1),
    "N": ("lat", -1),
    "NAM": ("lat", -1),
    "D": ("lon", 1),
    "DONG": ("lon", 1),
    "T": ("lon", -1),
    "TAY": ("lon", -1),
}
_ENGLISH: Final[dict[str, tuple[Axis, int]]] = {
    "N": ("lat", 1),
    "NORTH": ("lat", 1),
    "S": ("lat", -1),
    "SOUTH": ("lat", -1),
    "E": ("lon", 1),
    "EAST": ("lon", 1),
    "W": ("lon", -1),
    "WEST": ("lon", -1),
}
#: Letters that no Vietnamese writer uses: one of them in a pair makes the whole pair English.
_ONLY_ENGLISH: Final = frozenset(_ENGLISH) - frozenset(_VIETNAMESE)

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("′’‘ʹʼ´`", "'"),
        **dict.fromkeys("″“”„˝ʺ", '"'),
        **dict.fromkeys("º˚⁰∘", "°"),
        **dict.fromkeys("−–—", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u200b\ufeff", " "),
    }
)
_NUMBER: Final = r"\d{1,3}(?:[.,]\d{1,15})?"
_DMS: Final = re.compile(
    rf"(?P<d>{_NUMBER})\s*(?:°|DO\b|:|\s)\s*"
    rf"(?:(?P<m>{_NUMBER})\s*(?:'(?!')|PHUT\b|:|\s|$)\s*"
    rf"(?:(?P<s>{_NUMBER})\s*(?:\"|''|GIAY\b|$)\s*)?)?"
)
_DECIMAL: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,20})?")
_HEAD: Final = re.compile(r"^(?:VI DO|KINH DO|LAT|LON|LNG)?\s*:?\s*([A-Z]+)?\s*([+-])?\s*(?=\d)")
_TAIL: Final = re.compile(r"(?<![A-Z])([A-Z]+)\s*$")
_UNIT_WORDS: Final = frozenset({"DO", "PHUT", "GIAY"})


def _plain(text: str) -> str:
    """Capitals without accents, one kind of quote, degree sign and space."""
    text = unicodedata.normalize("NFD", text.translate(_SIGNS).upper())
    text = "".join(char for char in text if not unicodedata.combining(char))
    return text.replace("Đ", "D").replace("Ð", "D").strip()


def _letters(text: str) -> list[str]:
    """The hemisphere words of a plain text, in order."""
    known = _VIETNAMESE.keys() | _ENGLISH.keys()
    return [word for word in re.findall(r"[A-Z]+", text) if word in known]


def parse_angle(value: object, *, english: bool = False) -> Angle:
    """One cell → `Angle`. `english`: read N as north (the pair's other letter said so).

    Accepts int, float or str. Raises `CoordinateError` with `empty`, `not_a_number`,
    `not_finite` or `out_of_range` (beyond ±180, or minutes or seconds of 60 and more).
    """
    if value is None:
        raise CoordinateError("empty")
    if isinstance(value, bool):
        raise CoordinateError("not_a_number")
    if isinstance(value, int | float):
        return Angle(_checked(float(value)), "decimal", None)
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise CoordinateError("not_a_number")
    text = _plain(value)
    if not text:
        raise CoordinateError("empty")
    if text.lstrip("+-") in {"NAN", "INF", "INFINITY"}:
        raise CoordinateError("not_finite")
    return _parse_text(text, english or bool(_ONLY_ENGLISH & set(_letters(text))))


def _parse_text(text: str, english: bool) -> Angle:
    head = _HEAD.match(text)
    if head is None:
        raise CoordinateError("not_a_number")
    prefix, minus = head.group(1), head.group(2) == "-"
    body, suffix = _split_suffix(text[head.end() :])
    if prefix and suffix:
        raise CoordinateError("not_a_number")
    axis, sign = _hemisphere(prefix or suffix, english)
    if minus and axis is not None:
        # "-21°B" says both south and north: nobody can know which was meant.
        raise CoordinateError("not_a_number")
    degrees, notation = _magnitude(body)
    return Angle(_checked(-degrees if minus else sign * degrees), notation, axis)


def _split_suffix(text: str) -> tuple[str, str | None]:
    tail = _TAIL.search(text)
    if tail is None or tail.group(1) in _UNIT_WORDS:
        return text.strip(), None
    return text[: tail.start()].strip(), tail.group(1)


def _hemisphere(word: str | None, english: bool) -> tuple[Axis | None, int]:
    if word is None:
        return None, 1
    first, second = (_ENGLISH, _VIETNAMESE) if english else (_VIETNAMESE, _ENGLISH)
    meaning = first.get(word) or second.get(word)
    if meaning is None:
        raise CoordinateError("not_a_number")
    return meaning


def _magnitude(body: str) -> tuple[float, Notation]:
    if _DECIMAL.fullmatch(body):
        return _float(body), "decimal"
    match = _DMS.fullmatch(body)
    if match is None:
        raise CoordinateError("not_a_number")
    d, m, s = match.group("d", "m", "s")
    if m is None:
        return _float(d), "decimal"
    whole = (d, m) if s is not None else (d,)
    if any(not part.isdigit() for part in whole):
        # Only the last part may have decimals: 21.5°33' is a slip, not a number.
        raise CoordinateError("not_a_number")
    minutes, seconds = _float(m), _float(s or "0")
    if minutes >= 60 or seconds >= 60:
        raise CoordinateError("out_of_range")
    return _float(d) + minutes / 60 + seconds / 3600, "dms"


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _checked(degrees: float) -> float:
    if not math.isfinite(degrees):
        raise CoordinateError("not_finite")
    if abs(degrees) > 180:
        raise CoordinateError("out_of_range")
    return degrees


def parse_angles(first: object, second: object) -> tuple[Angle, Angle]:
    """Two cells of one position → two angles in the order given, N read by its partner."""
    english = any(
        isinstance(cell, str) and bool(_ONLY_ENGLISH & set(_letters(_plain(cell))))
        for cell in (first, second)
    )
    return parse_angle(first, english=english), parse_angle(second, english=english)


def as_lat_lon(lat: Angle, lon: Angle) -> LatLon:
    """Two angles as a position; `wrong_axis` if a letter says otherwise, `out_of_range`."""
    if lat.axis == "lon" or lon.axis == "lat":
        raise CoordinateError("wrong_axis")
    if abs(lat.degrees) > 90:
        raise CoordinateError("out_of_range")
    notation: Notation = "dms" if "dms" in (lat.notation, lon.notation) else "decimal"
    return LatLon(lat=lat.degrees, lon=lon.degrees, notation=notation)


def parse_lat_lon(lat: object, lon: object) -> LatLon:
    """Two cells, latitude first → position; raises `CoordinateError`."""
    return as_lat_lon(*parse_angles(lat, lon))


def parse_metres(value: object) -> float:
    """One cell of a VN-2000 pair → metres.

    A number, or text with a decimal comma or dot and perhaps thousands marks
    ("2.385.222,597", "2 385 222.6", "392196,87 m"). Raises `CoordinateError`.
    """
    if value is None:
        raise CoordinateError("empty")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise CoordinateError("not_a_number")
    if isinstance(value, str):
        value = _metres_of_text(value)
    if not math.isfinite(value):
        raise CoordinateError("not_finite")
    return float(value)


def _metres_of_text(value: str) -> float:
    text = _plain(value[:_MAX_TEXT]).removesuffix("M").strip()
    if not text:
        raise CoordinateError("empty")
    decimals = ""
    if {".", ","} <= set(text):
        cut = max(text.rfind("."), text.rfind(","))
        text, decimals = text[:cut], text[cut + 1 :]
    elif len(re.findall(r"[.,]", text)) == 1:
        text, decimals = re.split(r"[.,]", text)
    text = re.sub(r"(?<=\d)[., ](?=\d{3}(?!\d))", "", text)
    if not re.fullmatch(r"[+-]?\d{1,9}", text) or not re.fullmatch(r"\d{0,12}", decimals):
        raise CoordinateError("not_a_number")
    return float(f"{text}.{decimals or '0'}")


def place_words(lon: float, lat: float) -> str:
    """Latitude first, as people say it: "21,559200; 106,211030"; six digits are 10 cm."""
    return f"{lat:.6f}; {lon:.6f}".replace(".", ",")
