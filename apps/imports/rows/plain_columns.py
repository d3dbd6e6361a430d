"""Columns whose text the rules of a row would leave as it is, which is seen of all cells at once.

Each of these may say no where yes were right; the rules are asked then. For yes the texts must be
tidy already (``are_tidy``).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from apps.common.text import tidy
from apps.imports.rows.cells import MOBILE
from apps.imports.rows.households import LONGEST_ADDRESS, LONGEST_CODE, LONGEST_NAME

_FIRST: Final = itemgetter(0)


def are_tidy(texts: Sequence[str]) -> bool:
    """Whether tidying each would change none of them; mostly so."""
    joined = "|".join(texts)
    return (
        "" not in texts
        and tidy(f"|{joined}|") == f"|{joined}|"
        and not (" |" in joined or "| " in joined or joined[:1] == " " or joined[-1:] == " ")
    )


def are_codes(texts: Sequence[str]) -> bool:
    """`households.code_or_reject`"""
    joined = "".join(texts)
    return " " not in joined and joined == joined.upper() and _longest(texts) <= LONGEST_CODE


def are_heads(texts: Sequence[str]) -> bool:
    """`households.head_or_reject`: names with the usual capitals."""
    return (
        all(map(str.istitle, texts))
        and not any(map(str.isupper, texts))
        and all(map(str.isalpha, map(_FIRST, texts)))
        and _longest(texts) <= LONGEST_NAME
    )


def are_phones(texts: Sequence[str]) -> bool:
    """`cells.phone`"""
    return all(map(MOBILE.fullmatch, texts))


def are_addresses(texts: Sequence[str]) -> bool:
    """`households.address_or_reject`"""
    return _longest(texts) <= LONGEST_ADDRESS


def _longest(texts: Sequence[str]) -> int:
    return max(map(len, texts))
