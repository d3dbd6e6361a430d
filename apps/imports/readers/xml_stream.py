"""XML piece by piece, by expat itself. Runs in the sandbox.

Expat fetches nothing by itself. A document type is refused where it begins: with it go entities,
external ones and those that multiply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.parsers import expat

from apps.imports.readers import limits
from apps.imports.readers.shapes import ReaderError

_CHUNK: Final = 256 * 1024

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Text = Callable[[str], object]


def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def walk(stream: IO[bytes], *, start: Start, end: End, text: Text) -> Iterator[None]:
    """Call `start(name, attributes)`, `end(name)` and `text(piece)`; pause after every piece.

    Names come with their prefix. Raises `dangerous_xml` and `unreadable`.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, LookupError, ValueError):
        # LookupError: an encoding that does not exist.
        raise ReaderError("unreadable") from None


def walk_all(stream: IO[bytes], *, start: Start, end: End, text: Text) -> None:
    """`walk` without pauses, for parts that are small or fill something as they are read."""
    for _pause in walk(stream, start=start, end=end, text=text):
        pass


def check_depth(depth: int) -> None:
    """No format of ours nests elements deeply."""
    if depth > limits.XML_DEPTH:
        raise ReaderError("unreadable")


def _refuse(*_about: object) -> None:
    raise ReaderError("dangerous_xml")
