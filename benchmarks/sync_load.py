"""All phones at once, as when a village comes back from the hill; beside bare inserts."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import psycopg

from benchmarks.sync_http import NothingHeardError, ask, run
from benchmarks.sync_phones import Item, Phone, items_of
from benchmarks.sync_server import Server

#: seconds after which a phone gives up (PATIENCE_MS of its app)
PATIENCE: Final = 25.0
#: as many as the site's threads in all processes
LINES: Final = 8
Batch = list[Item]


@dataclass
class Load:
    """Seconds of each request, of each bare transaction, and of each round as a whole."""

    check_ins: int = 0
    requests: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def load(
    server: Server,
    phones: Sequence[Phone],
    database: str,
    *,
    each: int,
    batch: int,
    rounds: int,
    seed: int,
) -> Load:
    """``each`` requests with ``batch`` check-ins by each phone, all phones at once; then the rows
    that came of it into a bare table by psycopg, as many in a transaction. By turns.
    """
    found = Load()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_bare_contact")
        # The same columns, rules and indexes; no triggers, no history, no marks.
        connection.execute("CREATE TABLE bench_bare_contact (LIKE visits_contact INCLUDING ALL)")
    for number in range(rounds + 1):
        warm_up = number == 0
        work = _work(phones, 1 if warm_up else each, batch, seed=seed + number)
        start = time.perf_counter()
        times, errors = run(_all_at_once(server.port, work))
        seconds = time.perf_counter() - start
        found.errors += errors
        bare = _bare(database, [items for _phone, batches in work for items in batches])
        if not warm_up:
            found.check_ins = len(phones) * each * batch
            found.requests += times
            found.ours.append(seconds)
            found.bare.append(bare)
    return found


def _work(
    phones: Sequence[Phone], each: int, batch: int, *, seed: int
) -> list[tuple[Phone, list[Batch]]]:
    now = datetime.now(UTC)
    work = []
    for phone in phones:
        items = list(items_of(phone, each * batch, seed=seed, now=now, bad=0).values())
        work.append((phone, [items[n : n + batch] for n in range(0, len(items), batch)]))
    return work


async def _all_at_once(
    port: int, work: Sequence[tuple[Phone, list[Batch]]]
) -> tuple[list[float], list[str]]:
    times: list[float] = []
    errors: list[str] = []

    async def one(phone: Phone, batches: list[Batch]) -> None:
        for items in batches:
            sent = phone.request(port, items, sent_at=datetime.now(UTC))
            start = time.perf_counter()
            try:
                heard = await ask(port, sent, patience=PATIENCE)
            except NothingHeardError as error:
                errors.append(f"nothing heard: {error.__cause__!r}")
                continue
            times.append(time.perf_counter() - start)
            if heard.status != 200:
                errors.append(f"{heard.status}: {heard.body[:200]!r}")
            elif any(said["code"] != 200 for said in heard.json()["results"]):
                errors.append("an item was refused")

    await asyncio.gather(*(one(phone, batches) for phone, batches in work))
    return times, errors


_TAKE: Final = """
SELECT client_uuid, household_id, person_id, channel, said_at, received_at, happened_at,
    clock_offset_seconds, note, position::text, position_accuracy, changes, next_visit_on
FROM visits_contact WHERE client_uuid = ANY(%s::uuid[])
"""
_PUT: Final = """
INSERT INTO bench_bare_contact (client_uuid, household_id, person_id, channel, said_at, received_at,
    happened_at, clock_offset_seconds, note, position, position_accuracy, changes, next_visit_on)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::geometry, %s, %s, %s)
"""


def _bare(database: str, batches: Sequence[Batch]) -> float:
    """Seconds; each batch a transaction, on as many lines as the site has threads."""
    with psycopg.connect(database) as connection:
        taken = [
            connection.execute(_TAKE, [[item["uuid"] for item in items]]).fetchall()
            for items in batches
        ]
        connection.execute("TRUNCATE bench_bare_contact")
    with ThreadPoolExecutor(LINES) as pool:
        lines = [psycopg.connect(database) for _line in range(LINES)]
        try:
            start = time.perf_counter()
            list(pool.map(_put, lines, [taken[n::LINES] for n in range(LINES)]))
            return time.perf_counter() - start
        finally:
            for line in lines:
                line.close()


def _put(
    connection: "psycopg.Connection[tuple[Any, ...]]", batches: Sequence[Sequence[tuple[Any, ...]]]
) -> None:
    for rows in batches:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(_PUT, rows)
