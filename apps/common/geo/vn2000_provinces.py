"""Which VN-2000 zone each province works in.

Facts of Circular 973/2001/TT-TCĐC (table of central meridians by province, 3-degree zones,
scale 0.9999), matched to the EPSG codes of the zones. A province of the 2025 reform keeps the
zones of the provinces it was made from, because their files do.
"""

from __future__ import annotations

from typing import NamedTuple


class ProvinceZone(NamedTuple):
    """One of the 63 provinces before 1 July 2025 and the zone its files are drawn in."""

    code: str
    name: str
    srid: int
    #: code and name of the province it belongs to since 1 July 2025
    now_code: str
    now_name: str


_TABLE = """
01 Hà Nội 5897 01 Hà Nội
02 Hà Giang 9209 08 Tuyên Quang
04 Cao Bằng 9210 04 Cao Bằng
06 Bắc Kạn 9213 19 Thái Nguyên
08 Tuyên Quang 9211 08 Tuyên Quang
10 Lào Cai 9208 15 Lào Cai
11 Điện Biên 9205 11 Điện Biên
12 Lai Châu 9205 12 Lai Châu
14 Sơn La 9206 14 Sơn La
15 Yên Bái 9208 15 Lào Cai
17 Hòa Bình 9211 25 Phú Thọ
19 Thái Nguyên 9213 19 Thái Nguyên
20 Lạng Sơn 9215 20 Lạng Sơn
22 Quảng Ninh 5899 22 Quảng Ninh
24 Bắc Giang 9214 24 Bắc Ninh
25 Phú Thọ 9208 25 Phú Thọ
26 Vĩnh Phúc 5897 25 Phú Thọ
27 Bắc Ninh 9209 24 Bắc Ninh
30 Hải Dương 9209 31 Hải Phòng
31 Hải Phòng 9210 31 Hải Phòng
33 Hưng Yên 9209 33 Hưng Yên
34 Thái Bình 9209 33 Hưng Yên
35 Hà Nam 5897 37 Ninh Bình
36 Nam Định 9209 37 Ninh Bình
37 Ninh Bình 5897 37 Ninh Bình
38 Thanh Hóa 5897 38 Thanh Hóa
40 Nghệ An 9208 40 Nghệ An
42 Hà Tĩnh 9209 42 Hà Tĩnh
44 Quảng Bình 9211 44 Quảng Trị
45 Quảng Trị 9212 44 Quảng Trị
46 Huế 9214 46 Huế
48 Đà Nẵng 5899 48 Đà Nẵng
49 Quảng Nam 5899 48 Đà Nẵng
51 Quảng Ngãi 5898 51 Quảng Ngãi
52 Bình Định 9217 52 Gia Lai
54 Phú Yên 9218 66 Đắk Lắk
56 Khánh Hòa 9217 56 Khánh Hòa
58 Ninh Thuận 9217 56 Khánh Hòa
60 Bình Thuận 9218 68 Lâm Đồng
62 Kon Tum 9216 51 Quảng Ngãi
64 Gia Lai 9218 52 Gia Lai
66 Đắk Lắk 9218 66 Đắk Lắk
67 Đắk Nông 9218 68 Lâm Đồng
68 Lâm Đồng 5899 68 Lâm Đồng
70 Bình Phước 9212 75 Đồng Nai
72 Tây Ninh 9209 80 Tây Ninh
74 Bình Dương 9210 79 Hồ Chí Minh
75 Đồng Nai 5899 75 Đồng Nai
77 Bà Rịa - Vũng Tàu 5899 79 Hồ Chí Minh
79 Hồ Chí Minh 9210 79 Hồ Chí Minh
80 Long An 9210 80 Tây Ninh
82 Tiền Giang 9210 82 Đồng Tháp
83 Bến Tre 9210 86 Vĩnh Long
84 Trà Vinh 9209 86 Vĩnh Long
86 Vĩnh Long 9209 86 Vĩnh Long
87 Đồng Tháp 5897 82 Đồng Tháp
89 An Giang 9208 91 An Giang
91 Kiên Giang 9207 91 An Giang
92 Cần Thơ 5897 92 Cần Thơ
93 Hậu Giang 5897 92 Cần Thơ
94 Sóc Trăng 9209 92 Cần Thơ
95 Bạc Liêu 5897 96 Cà Mau
96 Cà Mau 9207 96 Cà Mau
"""


def _parse(line: str) -> ProvinceZone:
    words = line.split()
    # The only 4-digit word of a line is the srid; names lie on both sides of it.
    middle = next(i for i, word in enumerate(words) if len(word) == 4 and word.isdigit())
    return ProvinceZone(
        code=words[0],
        name=" ".join(words[1:middle]),
        srid=int(words[middle]),
        now_code=words[middle + 1],
        now_name=" ".join(words[middle + 2 :]),
    )


PROVINCE_ZONES: tuple[ProvinceZone, ...] = tuple(
    _parse(line) for line in _TABLE.strip().splitlines()
)


def srids_of_province(code: str) -> tuple[int, ...]:
    """Zones met in the files of province `code` (two digits, of today): its own first.

    Empty for a code that is no province of today.
    """
    parts = [row for row in PROVINCE_ZONES if row.now_code == code]
    parts.sort(key=lambda row: row.code != code)
    return tuple(dict.fromkeys(row.srid for row in parts))
