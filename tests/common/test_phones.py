"""Telephone numbers as people type them."""

import pytest

from apps.common.phones import first_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("0824.273.167", "0824273167"),
        ("885304352", "0885304352"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912345678 / 0987654321", "0912345678"),
        ("0912345678 hoặc số con", "0912345678"),
        ("+856 20 5555 1234", "+8562055551234"),
    ],
)
def test_kept_as_digits(typed: str, kept: str) -> None:
    assert first_phone(typed) == kept


@pytest.mark.parametrize("typed", ["gọi sau", "123", "+999999999999999", "٠٩١٢٣٤٥٦٧٨"])
def test_what_cannot_be_dialled(typed: str) -> None:
    with pytest.raises(ValueError, match="phone"):
        first_phone(typed)
