"""Long runs of things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of ``size``, the last one perhaps shorter; never more held than one."""
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
