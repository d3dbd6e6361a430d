"""Somebody relieved of every duty, and somebody whose log-in was switched off, in touch again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.sync_http import ask, request_bytes, run
from benchmarks.sync_phones import Phone, items_of
from benchmarks.sync_server import Server

CHANGES, DEVICE, STANDING = "/api/phone/changes/", "/api/phone/device/", "/api/phone/standing/"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, what came, and what should have."""

    what: str
    status: int
    wanted: tuple[int, ...]
    fine: bool


def post(server: Server, phone: Phone, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    sent = request_bytes(server.port, path, body, phone.headers)
    heard = run(ask(server.port, sent, patience=30))
    return heard.status, heard.json()


def bring(server: Server, phone: Phone, *, seed: int, days_ago: float) -> tuple[int, Any]:
    """One check-in of so many days ago."""
    now = datetime.now(UTC)
    (item,) = items_of(phone, 1, seed=seed, now=now, bad=0).values()
    item["said_at"] = (now - timedelta(days=days_ago)).isoformat()
    heard = run(ask(server.port, phone.request(server.port, [item], sent_at=now), patience=30))
    return heard.status, heard.json()


def revoked(
    server: Server,
    phones: Sequence[Phone],
    *,
    relieve: Callable[[int], object],
    close: Callable[[int], object],
) -> list[Asked]:
    """Of the first phone the user is relieved, of the second the log-in is switched off."""
    relieved, closed = phones[:2]
    found = []
    for phone in (relieved, closed):
        found += [
            _asked("register", post(server, phone, DEVICE, {"uuid": phone.device}), (200,)),
            _asked("changes, before", post(server, phone, CHANGES, {"cursor": None}), (200,)),
        ]
    relieve(relieved.person)
    now = bring(server, relieved, seed=1, days_ago=0)
    found += [
        _asked("relieved: a check-in of now", now, (403,), code="role_too_low"),
        _asked("relieved: changes", post(server, relieved, CHANGES, {}), (403,), "role_too_low"),
        # Done while in charge, and only now within reach of a signal.
        _asked(
            "relieved: a check-in of before", bring(server, relieved, seed=2, days_ago=9), (200,)
        ),
    ]
    close(closed.person)
    standing = post(server, closed, STANDING, {"device": closed.device})
    found += [
        _asked("switched off: a check-in", bring(server, closed, seed=3, days_ago=0), (401, 403)),
        _asked("switched off: changes", post(server, closed, CHANGES, {}), (401, 403)),
        Asked("switched off: told to wipe", standing[0], (200,), standing[1].get("wipe") is True),
    ]
    return found


def _asked(
    what: str, answer: tuple[int, Any], wanted: tuple[int, ...], code: str | None = None
) -> Asked:
    status, body = answer
    fine = status in wanted and (code is None or body.get("code") == code)
    return Asked(what, status, wanted, fine)
