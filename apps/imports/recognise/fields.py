"""The words offices use for one and the same column.

A synonym is a set of words (accents folded away) that must all stand in the header, in any
order; the field whose synonym covers most letters of the header wins the column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apps.common.text import fold, tidy


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`any_of`: word sets; one starting with "=" must be the whole header. `never`: phrases."""

    any_of: tuple[str, ...]
    never: tuple[str, ...] = ()

    def score(self, header: str) -> float:
        """Letters of `header` (already plain) explained by the best synonym; 0 if none."""
        words = header.split()
        padded = f" {header} "
        if any(f" {phrase} " in padded for phrase in self.never):
            return 0
        best = 0.0
        for synonym in self.any_of:
            wanted = synonym.lstrip("=").split()
            exact = wanted == words
            if exact or (not synonym.startswith("=") and _all_in(wanted, words)):
                best = max(best, sum(map(len, wanted)) + (0.5 if exact else 0))
        return best


def _all_in(wanted: list[str], words: list[str]) -> bool:
    """Each wanted word stands in `words`, one wanted twice twice: "định vị / kinh độ" does not
    say both "vĩ độ" and "kinh độ"."""
    return set(wanted) <= set(words) and all(
        words.count(word) >= wanted.count(word) for word in wanted
    )


_PERSON: Final = ("sdt", "dien thoai", "sinh", "cccd", "cmnd", "gioi tinh", "quan he", "dia chi")

FIELDS: Final[dict[str, Synonyms]] = {
    "ordinal": Synonyms(("=stt", "=tt", "=so tt", "=so thu tu", "=no")),
    "household_code": Synonyms(
        (
            "ma ho",
            "ma so ho",
            "ma hgd",
            "ma ho gia dinh",
            "ma ho dan",
            "household code",
        ),
        ("chu ho",),
    ),
    "head_name": Synonyms(
        (
            "chu ho",
            "ten chu ho",
            "ho ten chu ho",
            "ho va ten chu ho",
            "ho ten nguoi dung dau ho",
            "nguoi dai dien ho",
            "dai dien ho gia dinh",
            "=ho gia dinh",
            "=ten ho",
            "=head",
        ),
        (*_PERSON, "ma", "vo", "chong"),
    ),
    "person_name": Synonyms(
        ("=ho ten", "=ho va ten", "ho va ten", "ho ten", "=ten", "=ho va ten dang vien"), _PERSON
    ),
    "member_name": Synonyms(
        (
            "=dang vien",
            "ten dang vien",
            "ho ten dang vien",
            "ho va ten dang vien",
            "dang vien phu trach",
            "nguoi phu trach",
            "nguoi duoc phan cong",
            "dang vien duoc phan cong",
            "nguoi tham",
            "nguoi thuc hien",
            "=phu trach",
            "can bo phu trach",
        ),
        ("stt", "so", "ma", "loai", "dien", "ngay", "chuc vu", *_PERSON),
    ),
    "member_number": Synonyms(
        (
            "stt dang vien",
            "so thu tu dang vien",
            "ma dang vien",
            "so dang vien",
            "stt dv",
            "ma dv",
            "stt nguoi phu trach",
            "ma nguoi phu trach",
        ),
        ("the",),
    ),
    "birth_year": Synonyms(("nam sinh", "sinh nam", "=ns", "=nam sinh")),
    "birth_date": Synonyms(("ngay sinh", "ngay thang nam sinh", "sinh ngay", "ngay nam sinh")),
    "size": Synonyms(
        (
            "so khau",
            "nhan khau",
            "so nhan khau",
            "tong so khau",
            "tong so nhan khau",
            "so nguoi",
            "so nguoi trong ho",
            "so thanh vien",
            "=khau",
        ),
        ("ho khau", "nam sinh"),
    ),
    "group": Synonyms(
        (
            "=to",
            "to ndtq",
            "to tu quan",
            "to nhan dan tu quan",
            "to lien gia",
            "nhom lien gia",
            "nhom ho",
            "to so",
            "thuoc to",
            "ten to",
        ),
        ("to dan pho", "tdp", "to dang"),
    ),
    "village": Synonyms(
        (
            "=thon",
            "=ban",
            "=ap",
            "=xom",
            "=buon",
            "=khom",
            "=khu pho",
            "=tdp",
            "=to dan pho",
            "ten thon",
            "ten ban",
            "thon ban",
            "thon ap",
            "thon xom",
            "thuoc thon",
            "thon to dan pho",
            "ten tdp",
            "khu dan cu",
            "thon tdp",
            "ten xom",
            "ten ap",
            "ban thon",
        ),
        ("truong thon", "truong ban"),
    ),
    "status": Synonyms(
        (
            "dien ho",
            "loai ho",
            "phan loai ho",
            "ho ngheo",
            "doi tuong",
            "dien doi tuong",
            "dien chinh sach",
            "hoan canh",
            "tinh trang ho",
            "=dien",
            "ngheo can ngheo",
        )
    ),
    "phone": Synonyms(
        (
            "sdt",
            "dien thoai",
            "so dien thoai",
            "=dt",
            "so dt",
            "di dong",
            "so di dong",
            "phone",
            "sdt chu ho",
            "dien thoai chu ho",
            "so dien thoai chu ho",
            "dien thoai lien he",
        )
    ),
    "address": Synonyms(
        ("dia chi", "noi o", "cho o", "noi cu tru", "noi thuong tru", "so nha"), ("ma", "ma ho")
    ),
    "lat": Synonyms(("vi do", "lat", "latitude", "vi do bac", "toa do vi do"), ("kinh do",)),
    "lon": Synonyms(
        ("kinh do", "lon", "lng", "long", "longitude", "kinh do dong", "toa do kinh do"), ("vi do",)
    ),
    "latlon": Synonyms(
        (
            "toa do",
            "vi tri",
            "vi do kinh do",
            "kinh do vi do",
            "lat long",
            "lat lng",
            "lat lon",
            "toa do gps",
            "=gps",
        ),
        ("x", "y", "bac", "dong"),
    ),
    "grid_x": Synonyms(("x", "toa do x", "x bac", "bac", "northing", "x dong"), ("vi do", "chi")),
    "grid_y": Synonyms(("y", "toa do y", "y dong", "dong", "easting", "y bac"), ("kinh do", "chi")),
    "cell": Synonyms(("chi bo", "ten chi bo", "sinh hoat chi bo"), ("chuc vu", "ngay")),
    "post": Synonyms(("chuc vu", "chuc danh", "nhiem vu", "chuc vu dang")),
    "member_kind": Synonyms(
        (
            "loai dang vien",
            "dien dang vien",
            "phan loai dang vien",
            "doi tuong dang vien",
            "nhom dang vien",
            "tinh trang sinh hoat",
            "dien sinh hoat",
            "loai hinh dang vien",
        )
    ),
    "health": Synonyms(("suc khoe", "tinh trang suc khoe")),
    "joined_on": Synonyms(("ngay vao dang", "vao dang", "ngay ket nap", "ket nap", "nam vao dang")),
    "from_date": Synonyms(
        ("tu ngay", "ngay phan cong", "ngay bat dau", "ke tu ngay", "hieu luc tu")
    ),
    "to_date": Synonyms(("den ngay", "ngay ket thuc", "het hieu luc")),
    "date": Synonyms(
        (
            "=ngay",
            "=ngay thang",
            "ngay tham",
            "ngay nam tinh hinh",
            "ngay gap",
            "ngay lien he",
            "thoi gian",
            "ngay den",
            "ngay thuc hien",
            "=ngay thang nam",
        ),
        ("sinh",),
    ),
    "channel": Synonyms(
        ("hinh thuc", "hinh thuc lien he", "hinh thuc tham", "kenh", "cach thuc", "phuong thuc")
    ),
    "content": Synonyms(("noi dung", "ket qua", "tinh hinh", "noi dung trao doi"), ("ngay",)),
    "record_key": Synonyms(("=ma ghi nhan",)),
    "decision_number": Synonyms(
        ("so quyet dinh", "=quyet dinh", "quyet dinh so", "so qd"), ("ngay",)
    ),
    "decision_date": Synonyms(
        ("ngay quyet dinh", "ngay qd", "ngay ra quyet dinh", "ngay ban hanh")
    ),
    "review_year": Synonyms(("nam ra soat", "ky ra soat", "nam xet", "nam danh gia")),
    "deprivations": Synonyms(
        ("thieu hut", "chi so thieu hut", "cac chi so thieu hut", "chieu thieu hut")
    ),
    "note": Synonyms(("ghi chu", "=luu y", "chu thich")),
}


def plain(header: str) -> str:
    """A header as the synonyms see it: folded words, nothing else."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(tidy(header))))


def match_fields(headers: Sequence[str]) -> dict[str, int]:
    """Field → column, each at most once: the best explained headers first."""
    found: list[tuple[float, int, int, str]] = []
    for column, header in enumerate(headers):
        text = plain(header)
        if not text:
            continue
        for rank, (name, synonyms) in enumerate(FIELDS.items()):
            if score := synonyms.score(text):
                found.append((-score, rank, column, name))
    columns: dict[str, int] = {}
    for _score, _rank, column, name in sorted(found):
        if name not in columns and column not in columns.values():
            columns[name] = column
    return columns
