"""The short way to a tile: one message to the database instead of the whole chain.

The first tile of a session goes the whole way. What was concluded there (who asks, what they reach,
of which version the data is) is remembered together with the facts it rested on. Each further tile
is one statement: the database compares the facts and makes the tile only if all are the same. Where
no transaction at all has ended since they were compared, they are the same without looking, and a
shorter statement makes the tile.
Whatever is not exactly as it was goes the whole way again. No tile is ever kept. See decision 013.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

import psycopg
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from isal import isal_zlib

from apps.accounts.actor import Actor
from apps.accounts.standing import Standing, lasting_sql, standing_of, standing_sql
from apps.common import clock
from apps.webmap import lane
from apps.webmap.memory import Memory
from apps.webmap.scope import TileScope, version_sql
from apps.webmap.statements import Slot, opened
from apps.webmap.tiles import Tile, crowd_statement, overflows

GetResponse = Callable[[HttpRequest], HttpResponse]
ADDRESS: Final = re.compile(
    r"/api/map/tiles/(gaps/|issues/(?:[a-z_]{1,20}/)?)?(\d{1,2})/(\d{1,8})/(\d{1,8})\.mvt\Z",
    re.ASCII,
)
# Requests that bear any of these ask for more than a tile, or for it in a way of their own.
_UNUSUAL = ("HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_AUTHORIZATION")
_MOST_REMEMBERED = 1_024
_MOST_STATEMENTS = 512
# $2 is the snapshot under which the guard was true. Within a transaction that writes, what it wrote
# itself shows in no snapshot. A statement of its own: the guard's plan alone, however little of it
# is run, costs as much as a small tile.
_SNAPSHOT = "pg_current_snapshot()::text"
_UNTOUCHED = f"{_SNAPSHOT} = $2::text AND pg_current_xact_id_if_assigned() IS NULL AND {{lasting}}"
# From here on GZipMiddleware would pack the answer, more slowly.
_LEAST_PACKED = 200
# As many bytes as the usual library's first level makes, in a third of the time.
_PACKING = 1


class Statement(Protocol):
    """Gives the statement that makes a tile, the tile's own numbers left open."""

    def __call__(self, actor: Actor, scope: TileScope, tile: Tile, *, at: date) -> str: ...


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a view found out before it made a tile; it holds for ``at``, a day."""

    actor: Actor
    scope: TileScope
    at: date
    statement: Statement


@dataclass(slots=True)
class Snapshot:
    """``text``: PostgreSQL's own name of what the database held when the guard was true last.

    Two statements under the same one see the same rows; any transaction that ends makes another.
    """

    text: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """``guard``: the condition in SQL under which the conclusion stands.

    ``headers``: of the whole way's answer, but for the length of its body.
    """

    conclusion: Conclusion
    standing: Standing
    guard: str
    headers: tuple[tuple[str, str], ...]
    stood: Snapshot = field(default_factory=Snapshot, compare=False)


_memory: Memory[Remembered] = Memory(_MOST_REMEMBERED)
_guarded_statements: Memory[tuple[bytes, tuple[Slot, ...]]] = Memory(_MOST_STATEMENTS)


def conclude(response: HttpResponse, conclusion: Conclusion) -> None:
    """To be called by the view, at the end of the whole way."""
    response.conclusion = conclusion  # type: ignore[attr-defined]  # read by the middleware


class TileShortcutMiddleware:
    """Stands before session, log-in and access, and takes their place only as told above."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = ADDRESS.match(request.path_info)
        if match is None:
            return self.get_response(request)
        layer, z, x, y = match.groups()
        key = key_of(request.META, layer)
        response = None
        if key is not None and (known := known_by(key)):
            response = _shortcut(request, known, Tile(int(z), int(x), int(y)))
        if response is None:
            response = self._whole_way(request, key)
        return _packed(request, response)

    def _whole_way(self, request: HttpRequest, key: Hashable) -> HttpResponse:
        _memory.forget(key)
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        standing = standing_of(session_key) if key is not None and session_key else None
        response = self.get_response(request)
        conclusion = getattr(response, "conclusion", None)
        if (
            standing is not None
            and isinstance(conclusion, Conclusion)
            and conclusion.actor.user_id == standing.user_id
            and response.status_code in (200, 304)
            and not response.cookies
        ):
            headers = tuple(pair for pair in response.items() if pair[0] != "Content-Length")
            known = Remembered(conclusion, standing, _guard(conclusion), headers)
            _memory.put(key, known)
        return response


def key_of(meta: Mapping[str, Any], layer: str | None) -> Hashable:
    """All of a request that the whole way looks at, but for the tile; None: an unusual one."""
    if meta["REQUEST_METHOD"] != "GET" or any(name in meta for name in _UNUSUAL):
        return None
    proxied = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    # The cookies bear session and language; the host is one of those allowed.
    return (
        layer,
        meta.get("QUERY_STRING"),
        meta.get("HTTP_COOKIE"),
        meta.get("HTTP_HOST"),
        meta.get("SERVER_PORT"),
        meta.get("wsgi.url_scheme"),
        meta.get(proxied[0]) if proxied else None,
        settings.REQUIRE_SECOND_FACTOR,
    )


def known_by(key: Hashable) -> Remembered | None:
    """What was concluded of requests like this one, if anything."""
    return _memory.get(key)


def _shortcut(request: HttpRequest, known: Remembered, tile: Tile) -> HttpResponse | None:
    """The answer, or None: go the whole way."""
    unchanged = get_conditional_response(request, etag=etag_of(known))
    body = body_of(known, tile, is_wanted=unchanged is None)
    if body is None:
        return None
    response = HttpResponse(body, status=unchanged.status_code if unchanged else 200)
    for name, value in known.headers:
        response.headers[name] = value
    response.headers["Content-Length"] = str(len(body))
    return response


def etag_of(known: Remembered) -> str:
    return f'"{known.conclusion.scope.etag}"'


def body_of(known: Remembered, tile: Tile, *, is_wanted: bool = True) -> bytes | None:
    """The tile (empty where it is not wanted) if all still stands; None: go the whole way."""
    if not tile.exists or clock.local_day(clock.now()) != known.conclusion.at:
        return None
    return _body(known, tile if is_wanted else None)


def _body(known: Remembered, tile: Tile | None) -> bytes | None:
    """The tile (empty for none) if all still stands, else None."""
    conclusion = known.conclusion
    reach = conclusion.actor, conclusion.scope
    text = "" if tile is None else conclusion.statement(*reach, tile, at=conclusion.at)
    try:
        with lane.lane() as line:
            body = _row(line, known, text, tile)
            if tile is not None and body is not None and overflows(text, body):
                body = _row(line, known, crowd_statement(*reach, tile, at=conclusion.at), tile)
    except psycopg.Error:
        # The whole way says what is wrong, or finds that nothing is any more.
        return None
    return body


def _row(line: lane.Line, known: Remembered, text: str, tile: Tile | None) -> bytes | None:
    """What the statement makes if all still stands, else None. One statement, or two."""
    standing = known.standing
    numbers = tile.slots() if tile is not None else {}
    now, session = timezone.now().isoformat(), standing.session_key
    if known.stood.text:
        sql, slots = _guarded(_untouched(), text, 4)
        quiet = [session, known.stood.text, now]
        body, _same = line.row(sql, [*quiet, *(numbers[slot] for slot in slots)])
        if body is not None:
            return body
    version = known.conclusion.scope.version
    facts = [session, standing.user_id, now, standing.facts, version]
    sql, slots = _guarded(known.guard, text, 6)
    body, stood = line.row(sql, [*facts, *(numbers[slot] for slot in slots)])
    known.stood.text = stood.decode() if body is not None and stood else ""
    return body


def _guard(conclusion: Conclusion) -> str:
    """Open values: $1 session, $2 user, $3 the moment, $4 facts, $5 version."""
    version = version_sql(conclusion.actor)
    return f"({standing_sql()}) = $4::text AND ({version}) = $5::bigint"


def _untouched() -> str:
    """Open values: $1 session, $2 the snapshot, $3 the moment."""
    return _UNTOUCHED.format(lasting=lasting_sql())


def _guarded(guard: str, text: str, first: int) -> tuple[bytes, tuple[Slot, ...]]:
    """The statement, worked out only where the guard lets it; null elsewhere.

    The tile's own values are open from ``$first`` on.
    """
    known = _guarded_statements.get((guard, text))
    if known is None:
        body, slots = opened(text or "SELECT ''::bytea", first)
        statement = f"SELECT CASE WHEN {guard} THEN ({body}) END, {_SNAPSHOT}"
        known = statement.encode(), slots
        _guarded_statements.put((guard, text), known)
    return known


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Compressed quickly rather than well: GZipMiddleware leaves alone what is packed already."""
    if response.status_code != 200:
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    packed = packed_for(request.META, response.content)
    if packed is not None:
        response.content = packed
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
    return response


def packed_for(meta: Mapping[str, Any], body: bytes) -> bytes | None:
    """The body packed, for whom it may be packed and where that is worth it."""
    if len(body) < _LEAST_PACKED or "gzip" not in meta.get("HTTP_ACCEPT_ENCODING", ""):
        return None
    return bytes(isal_zlib.compress(body, _PACKING, wbits=31))
