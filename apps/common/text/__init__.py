"""Vietnamese text: one normal form for storing, one for searching, one for comparing names."""

from apps.common.text.normalise import find_name, fold, name_key, nfc, same_name, tidy
from apps.common.text.titles import (
    looks_all_capitals,
    restore_capitals,
    unit_title,
    vietnamese_title,
)

__all__ = [
    "find_name",
    "fold",
    "looks_all_capitals",
    "name_key",
    "nfc",
    "restore_capitals",
    "same_name",
    "tidy",
    "unit_title",
    "vietnamese_title",
]
