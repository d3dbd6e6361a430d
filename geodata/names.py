"""Made-up names, from parts. No list here is taken from real records.

Phone numbers use prefixes that no Vietnamese operator has been given, so that a demo number can
never be somebody's own.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")

PROVINCE_CODE, PROVINCE = "99", "Tỉnh Đá Bia"
COMMUNE_CODE, COMMUNE, COMMUNE_PLAIN = "99001", "Suối Ngàn", "Suoi Ngan"

#: 26 villages, north to south; those of a side valley bear its stream's name or are near it.
VILLAGES = (
    "Khau Mười", "Nà Sương", "Nà Vầu", "Nà Lắng", "Cốc Trám", "Khuổi Vàng", "Đồng Lau",
    "Lân Gió", "Pác Vàng", "Hợp Tiến Mới", "Lũng Mây", "Bản Quế", "Khuổi Mây", "Bản Ngàn",
    "Pác Lắng", "Lũng Hồi", "Pò Sim", "Đoàn Thắng", "Khuổi Dẻ", "Nà Đeng", "Làng Chăm",
    "Pác Dẻ", "Cốc Mận", "Nà Suối", "Đồng Trầm", "Cửa Suối",
)  # fmt: skip

_FAMILIES = (
    ("Hoàng", 14), ("Nông", 13), ("Lương", 9), ("Triệu", 8), ("Vi", 7), ("Lý", 7), ("Nguyễn", 7),
    ("Hà", 5), ("Bế", 4), ("Đàm", 4), ("La", 3), ("Ma", 3), ("Lộc", 3), ("Dương", 3), ("Chu", 3),
    ("Trần", 3), ("Phan", 2), ("Mã", 2), ("Tô", 2), ("Đinh", 2), ("Ngô", 1), ("Lưu", 1),
)  # fmt: skip
_MALE_MIDDLE = (
    "Văn", "Văn", "Văn", "Đình", "Quốc", "Trọng", "Hữu", "Đức", "Xuân", "Tiến", "Thế", "Ngọc",
)  # fmt: skip
_FEMALE_MIDDLE = (
    "Thị", "Thị", "Thị", "Thị Thu", "Thị Hồng", "Thị Kim", "Bích", "Thuý", "Ngọc", "Thanh",
)  # fmt: skip
_MALE = (
    "An", "Bằng", "Bình", "Chiến", "Chung", "Cường", "Dũng", "Đại", "Điệp", "Đồng", "Giang",
    "Hải", "Hiệp", "Hoàn", "Hùng", "Huy", "Khải", "Khôi", "Kiên", "Lâm", "Long", "Lực", "Mạnh",
    "Nam", "Nghiệp", "Nhất", "Phong", "Phúc", "Quân", "Sơn", "Tài", "Thái", "Thành", "Thịnh",
    "Thuận", "Toản", "Trung", "Tuyên", "Việt", "Vượng",
)  # fmt: skip
_FEMALE = (
    "Ánh", "Chanh", "Chi", "Diệp", "Diệu", "Duyên", "Gấm", "Hạnh", "Hằng", "Hiền", "Hoa", "Hoài",
    "Huệ", "Huyền", "Lành", "Liễu", "Loan", "Lụa", "Mai", "Mận", "Mến", "Nga", "Ngân", "Nguyệt",
    "Nhung", "Phượng", "Quyên", "Sen", "Thắm", "Thoa", "Thu", "Thương", "Tuyết", "Vân", "Xuyến",
    "Yến",
)  # fmt: skip
_FREE_PREFIXES = ("071", "072", "073", "074", "075", "080")


@dataclass(frozen=True)
class Name:
    """A person's name in its parts."""

    family: str
    middle: str
    given: str
    female: bool

    def __str__(self) -> str:
        return f"{self.family} {self.middle} {self.given}"


def pick(options: tuple[Item, ...], rng: np.random.Generator) -> Item:
    """One of the options."""
    return options[int(rng.integers(len(options)))]


def make_name(
    rng: np.random.Generator, *, female_share: float = 0.28, family: str | None = None
) -> Name:
    """A made-up name; the share of women is that of heads of household unless told otherwise."""
    weights = np.array([weight for _, weight in _FAMILIES], dtype=np.float64)
    drawn = _FAMILIES[int(rng.choice(len(_FAMILIES), p=weights / weights.sum()))][0]
    if rng.random() < female_share:
        return Name(family or drawn, pick(_FEMALE_MIDDLE, rng), pick(_FEMALE, rng), True)
    return Name(family or drawn, pick(_MALE_MIDDLE, rng), pick(_MALE, rng), False)


def make_phone(rng: np.random.Generator) -> str:
    """Ten digits that belong to nobody."""
    return f"{pick(_FREE_PREFIXES, rng)}{int(rng.integers(10_000_000)):07d}"
