"""Letter tables of TCVN3 (ABC) and VNI, the two encodings of Vietnamese before Unicode.

Both put Vietnamese letters on the codes of Western ones, so a file read as Latin-1 or
Windows-1252 shows "Th«n ®ång tiÕn" or "Thoân Ñoàng Tieán" for "Thôn đồng tiến".
"""

from __future__ import annotations

import unicodedata
from typing import Final

#: TCVN 5712:1993 (VN3) by code, in the order of the codes. Fonts whose name ends in H draw
#: capitals on the codes of small letters; toned capitals have few codes of their own.
_TCVN3_ROWS: Final = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđẰ",
    0xB5: "àảãáạẲằẳẵắẴ",
    0xC0: "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ",
    0xD0: "éẹềểễếệìỉỄẾỒĩíịò",
    0xE0: "Ổỏõóọồổỗốộờởỡớợù",
    0xF0: "ỖủũúụừửữứựỳỷỹýỵỐ",
}
TCVN3: Final[dict[str, str]] = {
    chr(start + offset): letter
    for start, row in _TCVN3_ROWS.items()
    for offset, letter in enumerate(row)
}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

#: VNI writes a letter, then a mark: what each mark adds, and to which letters.
_VNI_TONES: Final = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_VNI_CIRCUMFLEX: Final = dict(zip("âáàåãä", ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_VNI_BREVE: Final = dict(zip("êéèúüë", ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
#: Letters with a code of their own.
_VNI_LETTERS: Final = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
}


def _vni() -> dict[str, str]:
    small = dict(_VNI_LETTERS)
    for base in "aeouyôö":
        for mark, tone in _VNI_TONES.items():
            if base + mark != "yï":  # ỵ is î
                small[base + mark] = _VNI_LETTERS.get(base, base) + tone
    for base in "aeo":
        for mark, tone in _VNI_CIRCUMFLEX.items():
            small[base + mark] = base + _CIRCUMFLEX + tone
    for mark, tone in _VNI_BREVE.items():
        small["a" + mark] = "a" + _BREVE + tone
    table: dict[str, str] = {}
    for code, letter in small.items():
        composed = unicodedata.normalize("NFC", letter)
        table[code] = composed
        # A capital letter stands before a capital mark, or before a small one.
        table[code.upper()] = table[code[:1].upper() + code[1:]] = composed.upper()
    return table


VNI: Final[dict[str, str]] = _vni()
