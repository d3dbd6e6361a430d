"""The sheet of a correction workbook that explains it. It is no data and is passed over."""

from __future__ import annotations

from typing import Final

from apps.common.text import fold, tidy

GUIDE_SHEET: Final = "Hướng dẫn"


def is_guide(sheet: str | None) -> bool:
    """Whether a sheet is such an explanation, by its name."""
    return fold(tidy(sheet or "")) == fold(GUIDE_SHEET)
