"""One check-in posted many ways at once; and what happens where nothing keeps its key unique."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from benchmarks.sync_http import Heard, NothingHeardError, ask, run
from benchmarks.sync_ledger import entries_of, rows_of
from benchmarks.sync_phones import Item, Phone, items_of
from benchmarks.sync_server import Server

PATIENCE = 120.0
#: what keeps a key from being used twice
KEEPERS = (
    ("accounts_requestkey", "accounts_requestkey_key_key", "UNIQUE (key)"),
    ("visits_contact", "visits_contact_client_uuid_key", "UNIQUE (client_uuid)"),
)


@dataclass
class Rush:
    """``faults``: per key what was wrong with it, in words; none is what is wanted."""

    keys: int = 0
    posts: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)


def rush(
    server: Server, phones: Sequence[Phone], database: str, *, rounds: int, ways: int, seed: int
) -> Rush:
    """``rounds`` keys, each posted ``ways`` at once; every other one with two bodies at once, and
    those with one body once more with another afterwards.
    """
    found = Rush()
    now = datetime.now(UTC)
    with psycopg.connect(database, autocommit=True) as connection:
        for number in range(rounds):
            phone = phones[number % len(phones)]
            made = items_of(phone, 1, seed=seed * 10_000 + number, now=now, bad=0)
            ((uuid, item),) = made.items()
            mixed = number % 2 == 1
            bodies = _bodies(item, ways, mixed=mixed, seed=seed + number)
            heard = run(_at_once(server.port, phone, bodies))
            later = [] if mixed else run(_at_once(server.port, phone, [_other(item)]))
            found.keys += 1
            found.posts += len(bodies) + len(later)
            found.statuses.update(each.status for each in (*heard, *later) if each)
            fault = _fault(bodies, heard, later, rows_of(connection, [item, _other(item)]))
            entries = entries_of(connection, [row.pk for row in rows_of(connection, [item])])
            if fault is None and any(times != 1 for times in entries.values()):
                fault = "written to the history more than once"
            if fault is not None:
                found.faults[uuid] = fault
    return found


def _other(item: Item) -> Item:
    return {**item, "note": f"{item['note']}, changed"}


def _bodies(item: Item, ways: int, *, mixed: bool, seed: int) -> list[Item]:
    bodies = [_other(item) if mixed and way % 2 else item for way in range(ways)]
    random.Random(seed).shuffle(bodies)
    return bodies


async def _at_once(port: int, phone: Phone, bodies: Sequence[Item]) -> list[Heard | None]:
    now = datetime.now(UTC)

    async def one(body: Item) -> Heard | None:
        try:
            return await ask(port, phone.request(port, [body], sent_at=now), patience=PATIENCE)
        except NothingHeardError:
            return None

    return await asyncio.gather(*(one(body) for body in bodies))


def _fault(
    bodies: Sequence[Item],
    heard: Sequence[Heard | None],
    later: Sequence[Heard | None],
    rows: Sequence[object],
) -> str | None:
    """The first thing that is wrong, if anything is."""
    if any(each is None or each.status != 200 for each in (*heard, *later)):
        return "a batch was not answered with 200"
    results = [each.json()["results"][0] for each in heard if each is not None]
    pairs = list(zip(bodies, results, strict=True))
    taken = [body for body, said in pairs if said["code"] == 200]
    answers = [said for _body, said in pairs if said["code"] == 200]
    if not taken:
        return "nobody was told that it is accepted"
    if len(rows) != 1:
        return f"{len(rows)} rows"
    if any(answer != answers[0] for answer in answers):
        return "the same was answered in two ways"
    if any((said["code"] == 200) != (body == taken[0]) for body, said in pairs):
        return "one body was accepted and refused, or two were accepted"
    codes = {said["code"] for said in results} | {
        each.json()["results"][0]["code"] for each in later if each is not None
    }
    return None if codes == {200, 409} else f"codes {sorted(codes)}"


@contextmanager
def unguarded(database: str, *, names: Sequence[str]) -> Iterator[None]:
    """The database without these rules; they come back with what broke them taken away."""
    chosen = [keeper for keeper in KEEPERS if keeper[1] in names]
    with psycopg.connect(database, autocommit=True) as connection:
        for table, name, _rule in chosen:
            drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}")
            connection.execute(drop.format(sql.Identifier(table), sql.Identifier(name)))
        try:
            yield
        finally:
            for table, name, rule in chosen:
                _only_first(connection, table, rule)
                add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
                connection.execute(
                    add.format(sql.Identifier(table), sql.Identifier(name), sql.SQL(rule))
                )


def _only_first(
    connection: "psycopg.Connection[tuple[object, ...]]", table: str, rule: str
) -> None:
    """Take away second rows of one key, and what hangs on them."""
    column = sql.Identifier(rule.partition("(")[2].rstrip(")"))
    seconds = sql.SQL(
        "SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY {} ORDER BY ctid) AS n"
        " FROM {}) AS each WHERE n > 1"
    ).format(column, sql.Identifier(table))
    connection.execute("SET session_replication_role = replica")
    if table == "visits_contact":
        connection.execute(
            sql.SQL(
                "DELETE FROM visits_contactflag WHERE contact_id IN"
                " (SELECT id FROM visits_contact WHERE ctid IN ({}))"
            ).format(seconds)
        )
    delete = sql.SQL("DELETE FROM {} WHERE ctid IN ({})")
    connection.execute(delete.format(sql.Identifier(table), seconds))
    connection.execute("SET session_replication_role = DEFAULT")
