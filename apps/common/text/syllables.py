"""Is this word spelt like a Vietnamese syllable?

The yardstick by which a legacy encoding is told: text decoded in the wrong way hardly ever
spells syllables. Spelling only, no word list: onset + rime, and a stop at the end (c, ch, p, t)
takes only two of the tones.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_ONSET_LETTERS: Final = "ngh gh kh ng nh ph th tr ch gi qu b c d đ g h k l m n p r s t v x"
_ONSETS: Final = tuple(_ONSET_LETTERS.split())


def _rimes() -> frozenset[str]:
    table = {
        "": "a e ê i o ô ơ u ư y",
        "a": "c ch i m n ng nh o p t u y",
        "ă": "c m n ng p t",
        "â": "c m n ng p t u y",
        "e": "c m n ng o p t",
        "ê": "ch m n ng nh p t u",
        "i": "a ch m n nh p t u",
        "iê": "c m n ng p t u",
        "o": "a ac ach ai am an ang anh ao ap at ay c e en eng eo et i m n ng p t",
        "oă": "c m n ng p t",
        "oo": "c ng",
        "ô": "c i m n ng p t",
        "ơ": "i m n p t",
        "u": "a ân âng ât ây c ê êch ên ênh êt i m n ng ơ p t y ya ych yên yêt ynh yt yp yn yu",
        "uô": "c i m n ng t",
        "ư": "a c i m n ng t u",
        "ươ": "c i m n ng p t u",
        "y": "ch n nh t",
        "yê": "m n ng t u",
    }
    return frozenset(head + tail for head, tails in table.items() for tail in tails.split())


_RIMES: Final = _rimes()
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES: Final = frozenset("\u0301\u0323")


@lru_cache(maxsize=16_384)
def is_syllable(word: str) -> bool:
    """True if `word` (any case, any normal form) is spelt like one Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in decomposed if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if len(tones) > 1:
        return False
    if bare.endswith(("c", "ch", "p", "t")) and not (set(tones) & _STOP_TONES):
        return False
    return any(bare.startswith(onset) and bare[len(onset) :] in _RIMES for onset in ("", *_ONSETS))
