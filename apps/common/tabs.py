"""Tabs over the lists of a desk, as ``templates/_tabs.html`` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to one list; ``is_here``: the one shown, ``count``: how many it holds, if told."""

    address: str
    label: str | StrPromise
    is_here: bool
    count: int | None = None
