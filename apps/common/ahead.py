"""Work ahead of whoever is waiting for something else."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
_END: Any = object()


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The items, each made in a thread of its own while the caller is busy with the one before.

    Worth it where the caller waits, as for the database. Making an item must touch nothing that
    belongs to the caller's thread: no connection, no language. What it raises comes out here.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(max_workers=1) as maker:
        made = maker.submit(next, waiting, _END)
        while (item := made.result()) is not _END:
            made = maker.submit(next, waiting, _END)
            yield item
