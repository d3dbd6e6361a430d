"""The words of lists → the keys the models store.

Each table is tried from the top, so a more special word stands above a more general one; a word
set matches when all its words stand in the (folded) text, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from apps.common.text import fold, tidy

Table = tuple[tuple[str, tuple[str, ...]], ...]

_POVERTY: Final[Table] = (
    ("escaped", ("thoat ngheo", "thoat can ngheo", "thoat hn")),
    ("none", ("khong ngheo", "khong thuoc dien", "binh thuong", "trung binh", "kha", "giau")),
    ("near_poor", ("can ngheo", "hcn", "cn")),
    ("poor", ("ngheo", "hn")),
    ("no_policy", ("khong chinh sach", "khong gdcs", "khong cs", "khong co cong")),
    ("policy", ("chinh sach", "gdcs", "cs", "co cong", "ncc", "liet si", "thuong binh", "tbls")),
    ("none", ("khong", "0", "k", "-")),
)
_MEMBER_KINDS: Final[Table] = (
    ("working_away", ("lam an xa", "di lam xa", "lam xa", "di lam an", "lao dong xa")),
    ("contact_213", ("213",)),
    ("excused", ("mien cong tac", "mien sinh hoat", "duoc mien", "mien")),
    ("part_time_officer", ("khong chuyen trach", "ban chuyen trach")),
    ("retired", ("huu tri", "nghi huu", "huu", "mat suc")),
    ("temporary", ("tam thoi", "sinh hoat tam")),
    ("contact_213", ("dang cong tac", "giu moi lien he noi cu tru")),
    ("full_time_officer", ("chuyen trach", "can bo xa", "cong chuc", "can bo phuong")),
    (
        "resident",
        (
            "thon",
            "ban",
            "ap",
            "xom",
            "tdp",
            "to dan pho",
            "khu pho",
            "noi cu tru",
            "tai cho",
            "nong dan",
            "chinh thuc",
        ),
    ),
)
_POSTS: Final[Table] = (
    ("cell_deputy_secretary", ("pho bi thu", "pbt")),
    ("cell_secretary", ("bi thu", "bt chi bo", "btcb")),
    ("cell_committee_member", ("chi uy vien", "chi uy", "cuv")),
    ("", ("pho truong",)),
    (
        "village_head",
        (
            "truong thon",
            "truong ban",
            "truong ap",
            "truong xom",
            "truong khu",
            "to truong",
            "truong buon",
            "truong khom",
            "truong tdp",
        ),
    ),
    ("", ("dang vien", "khong", "-", "quan chung")),
)
_HEALTH: Final[Table] = (
    ("weak", ("yeu", "kem", "om", "khong tot")),
    ("fair", ("trung binh", "tb", "kha", "binh thuong")),
    ("good", ("tot", "khoe", "khoe manh")),
)
_CHANNELS: Final[Table] = (
    ("zalo", ("zalo",)),
    ("facebook", ("facebook", "fb", "messenger", "mess")),
    ("email", ("email", "e mail", "thu dien tu", "mail")),
    ("phone", ("dien thoai", "goi", "sdt", "dt", "nhan tin", "sms")),
    ("meeting", ("hop", "cuoc hop", "hoi nghi", "sinh hoat")),
    ("in_person", ("truc tiep", "gap", "gap mat", "den nha", "tham", "tham ho", "tai nha")),
)
#: what a list writes where it has nothing to say
_NOTHING: Final = {
    "group": frozenset({"chua xep to", "chua co to"}),
    "position": frozenset({"chua co toa do", "chua co vi tri"}),
    "person": frozenset({"chua co nguoi phu trach", "chua phan cong"}),
}
_ABOUT_POLICY: Final = frozenset({"policy", "no_policy"})
_BREAKS: Final = re.compile(r"[,;/+&\n]|\s-\s|\bvà\b")


def says_nothing(what: str, words: str) -> bool:
    """ "Chưa có toạ độ" and its like. `what`: `group`, `position` or `person`."""
    return fold(tidy(words)) in _NOTHING[what]


def find(table: Table, words: str) -> str | None:
    """The key of the first word set found in `words`; None if there is none."""
    plain = " ".join(re.findall(r"[a-z0-9]+|^-+$", fold(tidy(words))))
    present = set(plain.split())
    for key, phrases in table:
        if any(set(phrase.split()) <= present for phrase in phrases):
            return key
    return None


def _parts(words: str) -> Iterable[str]:
    return (part for part in map(tidy, _BREAKS.split(words)) if part)


def status(words: str) -> tuple[str, bool | None, list[str]]:
    """(poverty key, policy family, words not understood). "HN, GĐCS" → ("poor", True, []).

    "" and None for what the words do not speak of: "HN" says nothing of policy families.
    """
    poverty, policy, unknown = _status(words)
    return poverty, policy, list(unknown)


@lru_cache(maxsize=1024)
def _status(words: str) -> tuple[str, bool | None, tuple[str, ...]]:
    # A list says the same few words over and over.
    if set(tidy(words)) <= set("-–. "):
        return "none", None, ()
    keys = [(find(_POVERTY, part), part) for part in _parts(words)]
    unknown = tuple(part for key, part in keys if key is None)
    found = [key for key, _part in keys if key is not None]
    poverty = [key for key in found if key not in _ABOUT_POLICY]
    named = [key for key in poverty if key != "none"]
    policy = "policy" in found if _ABOUT_POLICY & set(found) else None
    return next(iter(named or poverty), ""), policy, unknown


def member_kind(words: str) -> str | None:
    """Key of the kind of member; None if not understood. Nothing said means resident."""
    return find(_MEMBER_KINDS, words) if words else "resident"


def posts(words: str) -> tuple[tuple[str, ...], list[str]]:
    """(keys of the posts, words not understood); a person may hold several."""
    found: list[str] = []
    unknown: list[str] = []
    for part in _parts(words):
        key = find(_POSTS, part)
        if key is None:
            unknown.append(part)
        elif key and key not in found:
            found.append(key)
    return tuple(found), unknown


def health(words: str) -> str | None:
    """`good`, `fair`, `weak`, or None if not understood."""
    return find(_HEALTH, words)


def channel(words: str) -> str | None:
    """Key of the channel of a contact, or None if not understood."""
    return find(_CHANNELS, words)
