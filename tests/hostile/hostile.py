"""What a hostile file is, for those that build them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

#: stands in the name of everything that a hostile file tries to make
MARK = "gandan-canary"


@dataclass(frozen=True)
class Traps:
    """What the files aim at: a server that must hear nothing, a path that must never exist."""

    url: str = "http://127.0.0.1:9/"
    outside: str = f"/tmp/{MARK}"  # noqa: S108 - must never exist


@dataclass(frozen=True)
class HostileFile:
    """A file as it may be uploaded. ``content`` is built anew each time; some are large."""

    name: str
    why: str
    build: Callable[[], bytes] = field(repr=False)
    #: companions of a shapefile: suffix → content
    beside: Mapping[str, Callable[[], bytes]] = field(default_factory=dict, repr=False)

    @property
    def content(self) -> bytes:
        return self.build()


def constant(content: bytes | str) -> Callable[[], bytes]:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return lambda: data


def under_names(
    names: Iterable[str], why: str, content: bytes | str | Callable[[], bytes]
) -> Iterator[HostileFile]:
    """The same content under several names."""
    build = content if callable(content) else constant(content)
    for name in names:
        yield HostileFile(name, f"{why}, as {name}", build)
