"""Text on its way into a spreadsheet's cell and back. Pure."""

from __future__ import annotations

from typing import Final

#: A cell that begins with one of these is a formula to a spreadsheet, whatever it was to us.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """`text` with an apostrophe before it if a spreadsheet would take it for a formula.

    Text that looks guarded already gets one more, so that `unguarded` gives back what was there.
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """The text before it was `guarded`; any other text as it is."""
    looks_so = text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS)
    return text[1:] if looks_so else text
