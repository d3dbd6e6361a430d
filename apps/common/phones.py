"""Telephone numbers as people type them → as they are stored."""

from __future__ import annotations

import re

import phonenumbers


def first_phone(words: str) -> str:
    """The first number of a text as digits: "0824.273.167" → "0824273167", "885304352" (it lost
    its zero) → "0885304352", "+84 912…" → "0912…". "" for nothing.

    A number no operator has is kept as typed, since people know their own neighbours' phones;
    ValueError only for what cannot be dialled at all.
    """
    if not words:
        return ""
    first = re.split(r"[/;,]|\s-\s|\bhoặc\b", words)[0]
    digits = re.sub(r"[\s.\-()]", "", first)
    if not re.fullmatch(r"\+?[0-9]{8,15}", digits):
        raise ValueError("not a phone number")
    return _national(digits)


def _national(digits: str) -> str:
    if digits.startswith("+84") or (digits.startswith("84") and len(digits) == 11):
        digits = "0" + digits.lstrip("+")[2:]
    elif len(digits) == 9 and not digits.startswith("0"):
        digits = "0" + digits
    if not digits.startswith("+"):
        return digits
    try:
        foreign = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException:
        raise ValueError("not a phone number") from None
    return phonenumbers.format_number(foreign, phonenumbers.PhoneNumberFormat.E164)
