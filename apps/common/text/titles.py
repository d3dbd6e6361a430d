"""Capitals for names that were typed all in capitals or all in small letters."""

from __future__ import annotations

import re

from apps.common.text.normalise import fold, tidy

#: Words before the proper part of a unit's name: only their first letter is a capital.
_UNIT_KINDS = (
    "tổ nhân dân tự quản",
    "tổ tự quản",
    "tổ dân phố",
    "đặc khu",
    "thị trấn",
    "khu phố",
    "chi bộ",
    "phường",
    "thôn",
    "bản",
    "làng",
    "buôn",
    "khóm",
    "khu",
    "xóm",
    "ấp",
    "xã",
    "tổ",
)
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(IX|IV|V?I{0,3})", re.IGNORECASE)
_PARTS = re.compile(r"([ '’\-.])")


def vietnamese_title(name: str) -> str:
    """A person's name with capitals at each word, if it has none or nothing else.

    "TRIỆU NGỌC HẠNH" → "Triệu Ngọc Hạnh"; a name already in mixed letters is only tidied.
    """
    name = tidy(name)
    return _capitalised(name) if name.isupper() or name.islower() else name


def unit_title(name: str) -> str:
    """The name of a village, group or commune with its usual capitals.

    "thôn đồng tiến" and "THÔN ĐỒNG TIẾN" → "Thôn Đồng Tiến"; "tổ dân phố số 3" →
    "Tổ dân phố số 3"; a proper part in mixed letters is left as written.
    """
    name = tidy(name)
    kind, proper = _split_kind(name)
    if name.isupper() or proper.islower():
        words = [_unit_word(word) for word in proper.split(" ")]
        proper = " ".join(words)
    if kind:
        kind = kind[0].upper() + kind[1:].lower()
    return f"{kind} {proper}".strip()


def restore_capitals(name: str, *, every_word: bool = False, in_capitals: bool = True) -> str:
    """A name that TCVN3 robbed of its toned capitals, with them.

    The encoding has no toned capitals, so "Thôn Ẩn Sơn" comes out as "Thôn ẩn Sơn" and "TRẦN VĂN
    ĐỨC" as "TRầN VĂN ĐứC". Only letters it cannot write are changed, and the first of a word only
    among words with capitals: a sentence stays one. `every_word`: a capital at each word.
    `in_capitals`: names may be written in capitals throughout ("Xã SRó" is one, or is it not?).
    """
    words = name.split(" ")
    if every_word:
        return " ".join(word[:1].upper() + word[1:] for word in words)
    if in_capitals and looks_all_capitals(name):
        return " ".join(_all_capitals(word) for word in words)
    if not all(_may_begin_name(word) for word in words):
        return name
    return " ".join(_capital_first(word) for word in words)


#: small letters whose capital TCVN3 cannot write
_LOST = frozenset("àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def looks_all_capitals(name: str) -> bool:
    """In capitals throughout, as far as TCVN3 can write them."""
    upper = any(sum(map(str.isupper, word)) > 1 for word in name.split(" "))
    return upper and _robbed(name).isupper()


def _robbed(text: str) -> str:
    return "".join(char for char in text if char not in _LOST)


def _all_capitals(word: str) -> str:
    return "".join(char.upper() if char in _LOST else char for char in word)


def _may_begin_name(word: str) -> bool:
    return not word[:1].islower() or word[:1] in _LOST


def _capital_first(word: str) -> str:
    return word[:1].upper() + word[1:] if word[:1] in _LOST else word


def _split_kind(name: str) -> tuple[str, str]:
    for kind in _UNIT_KINDS:
        if fold(name).startswith(fold(kind) + " ") and name.lower().startswith(kind):
            return name[: len(kind)], name[len(kind) + 1 :]
    return "", name


def _unit_word(word: str) -> str:
    if word.lower() == "số":
        return "số"
    return word.upper() if _ROMAN.fullmatch(word) else _capitalised(word)


def _capitalised(text: str) -> str:
    return "".join(part[:1].upper() + part[1:].lower() for part in _PARTS.split(text))
