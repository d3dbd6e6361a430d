"""The short way to a tile, taken before the site makes a request of it.

Whether the short way is open, and what it gives, says ``shortcut``. Here is only spared what the
framework does around every answer, as long as that was the same the time before: the headers are
those of the whole way's last answer. Requests about a tile that the browser has already, and all
that the short way does not give, go to the site. See decision 013.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from apps.webmap.memory import Memory
from apps.webmap.shortcut import ADDRESS, Remembered, body_of, etag_of, key_of, known_by, packed_for
from apps.webmap.tiles import Tile

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CONDITIONAL: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_OF_THE_BODY: Final = frozenset({"content-length", "content-encoding", "etag"})
_MOST_REMEMBERED: Final = 1_024


@dataclass(frozen=True, slots=True)
class _Sent:
    """``headers``: all that the site sent with a tile, but for those that differ from body to body.

    They hold for as long as what they were sent on is what is remembered.
    """

    known: Remembered
    headers: tuple[tuple[str, str], ...]


_sent: Memory[_Sent] = Memory(_MOST_REMEMBERED)


class TileExpress:
    """Stands around the whole site, and lets everything through but tiles asked for again."""

    def __init__(self, site: WSGIApplication) -> None:
        self._site = site

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match = ADDRESS.match(environ.get("PATH_INFO", ""))
        if match is None or any(name in environ for name in _CONDITIONAL):
            return self._site(environ, start_response)
        layer, z, x, y = match.groups()
        key = key_of(environ, layer)
        if key is None:
            return self._site(environ, start_response)
        answer = _answer(environ, key, Tile(int(z), int(x), int(y)))
        if answer is None:
            return self._site(environ, _noting(key, start_response))
        headers, body = answer
        start_response("200 OK", headers)
        return [body]


def _answer(
    environ: WSGIEnvironment, key: Hashable, tile: Tile
) -> tuple[list[tuple[str, str]], bytes] | None:
    """Headers and body; None: ask the site."""
    known, sent = known_by(key), _sent.get(key)
    if known is None or sent is None or sent.known is not known:
        return None
    body = body_of(known, tile)
    if body is None:
        return None
    headers, etag = list(sent.headers), etag_of(known)
    packed = packed_for(environ, body)
    if packed is not None:
        headers.append(("Content-Encoding", "gzip"))
        body, etag = packed, f"W/{etag}"
    return [*headers, ("Content-Length", str(len(body))), ("ETag", etag)], body


def _noting(key: Hashable, start_response: StartResponse) -> StartResponse:
    """Remembers the headers that a tile goes out with, where the site has concluded something."""

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Any:
        known = known_by(key)
        names = {name.lower() for name, _value in headers}
        if known is not None and status == "200 OK" and "set-cookie" not in names:
            lasting = tuple(pair for pair in headers if pair[0].lower() not in _OF_THE_BODY)
            _sent.put(key, _Sent(known, lasting))
        return (
            start_response(status, headers, exc_info)
            if exc_info
            else start_response(status, headers)
        )

    return start
