"""What is stored already, in the reading of a file."""

from collections.abc import Callable, Mapping
from typing import Any

Reading = Callable[[Any], str]


def reads_as(stored: Any, said: Any, reading: Reading) -> bool:
    """Whether what is stored is, once read as a file is, what the file says."""
    return bool(stored) and reading(stored) == said


def kept_as_stored(
    known: Any | None, values: Mapping[str, Any], readings: Mapping[str, Reading]
) -> dict[str, Any]:
    """``values`` with the stored text wherever the file says nothing else.

    An import tidies what it reads: capitals, spaces, the dots of a telephone number. A text that
    people entered otherwise must not change because an export of it comes back.
    """
    kept = dict(values)
    for name, reading in readings.items():
        stored = getattr(known, name, None)
        if name in kept and reads_as(stored, kept[name], reading):
            kept[name] = stored
    return kept
