"""Asking as a web server does: the site behind what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from apps.webmap.express import TileExpress


class _Site(WSGIHandler):
    """Counts the requests that it is asked."""

    asked = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return super().__call__(environ, start_response)


@contextmanager
def _connection_kept() -> Iterator[None]:
    """The test's transaction outlives the request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@dataclass(frozen=True, slots=True)
class Served:
    """``by_site``: whether the site itself was asked."""

    status: int
    headers: dict[str, str]
    content: bytes
    by_site: bool


def served(client: Client, path: str, **more: str) -> Served:
    """What the client's browser would be answered; ``more`` by their names in the environment."""
    site = _Site()
    found: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Any:
        found.update(status=int(status.split()[0]), headers=dict(headers))
        assert len(headers) == len(found["headers"])

    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    environ = client._base_environ(PATH_INFO=path, HTTP_COOKIE=cookies, **more)  # type: ignore[attr-defined]  # the test client's own
    with _connection_kept():
        parts = TileExpress(site)(environ, start)
        content = b"".join(parts)
        getattr(parts, "close", lambda: None)()
    return Served(found["status"], found["headers"], content, by_site=bool(site.asked))
