"""How an office writes things down: phones, statuses, names and positions in many ways."""

import unicodedata
from dataclasses import dataclass

import numpy as np

from geodata.frame import Floats, degrees, vn2000
from geodata.names import pick

_STATUS: dict[str, tuple[str, ...]] = {
    "poor": ("Hộ nghèo", "nghèo", "HN", "Hộ Nghèo "),
    "near_poor": ("Hộ cận nghèo", "cận nghèo", "HCN"),
    "policy": ("Gia đình chính sách", "GĐCS"),
    "escaped": ("mới thoát nghèo", "Thoát nghèo"),
}


def write_name(name: str, rng: np.random.Generator) -> str:
    """Mostly as it is; sometimes in capitals with stray spaces, or in decomposed Unicode."""
    draw = rng.random()
    if draw < 0.015:
        return f"  {name.upper()} "
    if draw < 0.03:
        return unicodedata.normalize("NFD", name)
    return name


def write_phone(phone: str | None, rng: np.random.Generator) -> str | int | None:
    """As text, as a number that lost its zero, or with dots or spaces."""
    if phone is None:
        return None
    draw = rng.random()
    if draw < 0.25:
        return int(phone)
    if draw < 0.42:
        return f"{phone[:4]}.{phone[4:7]}.{phone[7:]}"
    if draw < 0.47:
        return f"{phone[:4]} {phone[4:7]} {phone[7:]}"
    return phone


def write_status(status: str | None, rng: np.random.Generator) -> str | None:
    """The status in one of its usual wordings; no status is blank or said to be none."""
    if status is None:
        return "Không" if rng.random() < 0.34 else None
    return pick(_STATUS[status], rng)


def write_group(number: int, rng: np.random.Generator) -> str | int:
    """'Tổ 3', or just 3."""
    return number if rng.random() < 0.1 else f"Tổ {number}"


@dataclass(frozen=True)
class Position:
    """The four coordinate cells of a row; those not used are None."""

    x_north: float | None = None
    y_east: float | None = None
    latitude: float | str | None = None
    longitude: float | str | None = None


def _dms(value: float, letter: str) -> str:
    hundredths = round(value * 360_000)
    whole, rest = divmod(hundredths, 360_000)
    minutes, rest = divmod(rest, 6_000)
    return f"{whole}°{minutes:02d}'{rest / 100:05.2f}\"{letter}"


def lat_lon(spot: Floats | tuple[float, float]) -> tuple[float, float]:
    """Latitude and longitude of a local point, six decimals (about 10 cm)."""
    lon, lat = degrees(np.array([spot], dtype=np.float64))[0]
    return round(float(lat), 6), round(float(lon), 6)


def write_position(spot: tuple[float, float], writing: str) -> Position:
    """A position as VN-2000 metres, decimal degrees, or degrees, minutes and seconds."""
    if writing == "none":
        return Position()
    if writing == "vn2000":
        east, north = vn2000(spot)
        return Position(x_north=round(north, 2), y_east=round(east, 2))
    latitude, longitude = lat_lon(spot)
    if writing == "decimal":
        return Position(latitude=latitude, longitude=longitude)
    return Position(latitude=_dms(latitude, "B"), longitude=_dms(longitude, "Đ"))
