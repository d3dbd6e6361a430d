"""Text in TCVN3, VNI or a mistaken code page → Unicode, judged by the column.

A single cell cannot be judged: "Có" is good Unicode, and "Cĩ" in VNI. A column can: the reading
in which most of its words spell Vietnamese syllables is the right one. Cells arrive as text;
bytes of an unknown code page are to be read as Windows-1252 first (`from_unknown_bytes`), which
loses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import partial
from typing import Final, TypeVar

from apps.common.text.legacy_tables import TCVN3, VNI
from apps.common.text.normalise import nfc
from apps.common.text.syllables import is_syllable

Cell = TypeVar("Cell")


class Encoding(StrEnum):
    """How the text of a column was written."""

    NFC = "nfc"
    NFD = "nfd"
    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8_AS_CP1252 = "utf8-as-cp1252"
    CP1258_AS_CP1252 = "cp1258-as-cp1252"


def from_unknown_bytes(data: bytes) -> str:
    """Bytes of an unknown 8-bit code page as Windows-1252, undefined codes kept as controls."""
    return "".join(_CP1252[byte] for byte in data)


def _cp1252() -> tuple[str, ...]:
    return tuple(
        bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(256)
    )


_CP1252: Final = _cp1252()
_CP1252_CODES: Final = {char: code for code, char in enumerate(_CP1252)} | {
    chr(code): code for code in range(0x80, 0xA0)
}


def _to_bytes(text: str) -> bytes:
    """The 8-bit codes behind text read as Windows-1252 or Latin-1; ValueError if it was not."""
    try:
        return bytes(_CP1252_CODES[char] for char in text)
    except KeyError:
        raise ValueError("not 8-bit text") from None


def decode_tcvn3(text: str) -> str:
    """TCVN3 read as Latin-1 → Unicode. Other characters stay."""
    return nfc("".join(TCVN3.get(char, char) for char in text))


def encode_tcvn3(text: str) -> str:
    """Unicode → TCVN3 as Latin-1. A toned capital without a code takes the small letter's."""
    return "".join(_to_tcvn3(char) for char in nfc(text))


def _to_tcvn3(char: str) -> str:
    return _TCVN3_BACK.get(char) or _TCVN3_BACK.get(char.lower(), char)


_TCVN3_BACK: Final = {letter: code for code, letter in TCVN3.items()}
_VNI_BACK: Final = {letter: code for code, letter in reversed(VNI.items())}
_VNI_PIECES: Final = re.compile(
    "|".join(re.escape(code) for code in sorted(VNI, key=len, reverse=True))
)


def decode_vni(text: str) -> str:
    """VNI read as Windows-1252 → Unicode. Other characters stay."""
    return nfc(_VNI_PIECES.sub(lambda match: VNI[match.group()], text))


def encode_vni(text: str) -> str:
    """Unicode → VNI as Windows-1252."""
    return "".join(_VNI_BACK.get(char, char) for char in nfc(text))


def _decode_utf8(text: str) -> str:
    return nfc(_to_bytes(text).decode("utf-8"))


def _decode_cp1258(text: str) -> str:
    return nfc(_to_bytes(text).decode("cp1258"))


#: In order of trust: an earlier reading wins a draw.
_READINGS: Final[dict[Encoding, Callable[[str], str]]] = {
    Encoding.NFC: nfc,
    Encoding.UTF8_AS_CP1252: _decode_utf8,
    Encoding.CP1258_AS_CP1252: _decode_cp1258,
    Encoding.TCVN3: decode_tcvn3,
    Encoding.VNI: decode_vni,
}
_OF_OLD: Final = (decode_tcvn3, decode_vni)
#: Cells looked at; a column's encoding shows long before.
SAMPLE: Final = 2_000
_SPLIT: Final = re.compile(r"[\s!-/:-@\[-`{-~–—…“”‘’•]+")


def judge_column(values: Iterable[object]) -> Encoding:
    """The encoding of a column's text, by the vote of all its words.

    `values`: the cells; what is not text is passed over. A column without any letter beyond
    ASCII is `Encoding.NFC`.
    """
    texts = [value for value in values if isinstance(value, str) and not value.isascii()]
    texts = list(dict.fromkeys(texts))[:SAMPLE]
    if not texts:
        return Encoding.NFC
    # Only words beyond ASCII score, and no reading makes more of them: a column that reads
    # faultlessly as it is needs no other reading.
    plain = _score(texts, nfc)
    if plain == sum(map(_words_beyond_ascii, texts)) and not _mostly_decomposed(texts):
        return Encoding.NFC
    # Letters that no code page of old has stand in many cells: the column is not of old.
    is_new = sum(map(_has_new_letters, texts)) * 3 >= len(texts)
    scores = {
        encoding: _score(texts, read)
        for encoding, read in _READINGS.items()
        if not (is_new and read in _OF_OLD)
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    if best is Encoding.NFC and _mostly_decomposed(texts):
        return Encoding.NFD
    return best


def _mostly_decomposed(texts: Sequence[str]) -> bool:
    return sum(nfc(text) != text for text in texts) * 2 > len(texts)


def reading_of(encoding: Encoding) -> Callable[[str], str]:
    """What reads one text in `encoding`, as NFC; a text that cannot be read so stays (as NFC)."""
    read = _READINGS.get(encoding, nfc)
    return nfc if read is nfc else partial(_read_cell, read=read)


def _score(texts: Sequence[str], read: Callable[[str], str]) -> int:
    """Words that spell syllables less those that do not; only words beyond ASCII can tell."""
    total = 0
    for text in texts:
        try:
            decoded = read(text)
        except ValueError:
            # The reading does not exist for this cell: as bad as each of its words wrong.
            total -= _words_beyond_ascii(text)
            continue
        # A code page that yields characters a reading cannot produce is not that reading.
        foreign = read in _OF_OLD and _has_new_letters(text)
        words = [w for w in _SPLIT.split(decoded) if w and not w.isascii() and not _has_digit(w)]
        total += sum(1 if is_syllable(word) and not foreign else -1 for word in words)
    return total


def _has_new_letters(text: str) -> bool:
    return any(ord(char) > 0xFF for char in nfc(text))


def _words_beyond_ascii(text: str) -> int:
    return max(1, sum(not word.isascii() for word in _SPLIT.split(text)))


def _has_digit(word: str) -> bool:
    return any(unicodedata.category(char) == "Nd" for char in word)


def decode_with(values: Iterable[Cell], encoding: Encoding) -> list[Cell | str]:
    """Each text of `values` read in `encoding`, as NFC; other cells, and cells that cannot be
    read so, come through (as NFC)."""
    read = _READINGS.get(encoding, nfc)
    return [_read_cell(value, read) if isinstance(value, str) else value for value in values]


def _read_cell(text: str, read: Callable[[str], str]) -> str:
    try:
        return read(text)
    except ValueError:
        return nfc(text)


def decode_column(values: Sequence[str]) -> list[str]:
    """Judge a column of text and read it: NFC, same length and order."""
    read = _READINGS.get(judge_column(values), nfc)
    return [_read_cell(value, read) for value in values]
