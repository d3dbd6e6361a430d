"""Normal forms of Vietnamese text. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

#: Zero-width characters and controls that carry nothing. The soft hyphen U+00AD is *not* among
#: them: in TCVN3 text it is the letter ư, and `tidy` may meet text that is not decoded yet.
_NOTHING = re.compile("[\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"\s+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def nfc(text: str) -> str:
    """Composed form: what is stored."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """NFC, no zero-width or control characters, single plain spaces, none at the ends."""
    # Nearly all text is so already, and seeing that costs a tenth of making it so.
    if (
        text.isprintable()
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    ):
        return text
    return _SPACES.sub(" ", _NOTHING.sub("", nfc(text))).strip()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Search key: small letters without accents, đ → d.

    For Vietnamese text equal to PostgreSQL's `lower(unaccent(text))`, so that a key made here
    finds what an index made there holds.
    """
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    # Ð (Icelandic eth, a common mistyping of Đ) is folded the same way by unaccent.
    return nfc(bare).translate(_BARRED).lower()


_BARRED = str.maketrans("đĐðÐ", "dDdD")


def name_key(text: str) -> str:
    """Comparison key that keeps accents but not case, spacing or where the tone is written.

    "Hoà" and "HÒA" have one key, "Hoa" and "Hoá" others.
    """
    words = []
    for word in unicodedata.normalize("NFD", tidy(text).casefold()).split(" "):
        tone = "".join(char for char in word if char in _TONES)
        letters = "".join(char for char in word if char not in _TONES)
        words.append(nfc(letters) + tone)
    return " ".join(words)


def same_name(first: str, second: str) -> bool:
    """Equal but for accents, case and spacing: the lenient comparison."""
    return fold(tidy(first)) == fold(tidy(second))


def find_name(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that bears this name: same accents first, else the only lenient match.

    None if there is none, or if only accents would tell several apart.
    """
    known = list(dict.fromkeys(candidates))
    exact = [one for one in known if name_key(one) == name_key(name)]
    if exact:
        return exact[0]
    lenient = [one for one in known if same_name(one, name)]
    return lenient[0] if len(lenient) == 1 else None
