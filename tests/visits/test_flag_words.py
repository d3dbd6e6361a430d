"""What a flag says, with its measure."""

import pytest

from apps.visits.checkins.kinds import FlagKind
from apps.visits.desk.wording import flag_words


@pytest.mark.parametrize(
    ("kind", "measure", "words"),
    [
        ("far_away", 1240.0, "Cách hộ 1,2 km"),
        ("far_away", 640.0, "Cách hộ 640 m"),
        ("far_away", 1_234_567.0, "Cách hộ 1.235 km"),
        ("poor_accuracy", 250.0, "Vị trí sai số 250 m"),
        ("clocks_apart", 3 * 3600.0, "Đồng hồ máy lệch 3 giờ"),
        ("clocks_apart", 730 * 86400.0, "Đồng hồ máy lệch 730 ngày"),
        ("clocks_apart", 400.0, "Đồng hồ máy lệch 7 phút"),
        ("too_soon", 20.0, "Ghi lại sau 20 giây"),
        ("parallel", 300.0, "Hai người cùng ghi, cách nhau 5 phút"),
        ("impossible_speed", 180.0, "Đi nhanh bất thường: 180 km/giờ"),
        ("household_gone", 12.0, "Hộ đã chuyển đi 12 ngày trước đó"),
        ("no_position", None, "Không có vị trí"),
        ("far_away", None, "Ở xa hộ"),
    ],
)
def test_words(kind: str, measure: float | None, words: str) -> None:
    assert flag_words(kind, measure) == words


@pytest.mark.parametrize("kind", FlagKind.values)
def test_every_kind_can_be_said(kind: str) -> None:
    assert flag_words(kind, 1.0)
