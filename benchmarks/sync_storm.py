"""Phones on a bad line, and a server that is killed over and over while they send."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg

from benchmarks.sync_http import run
from benchmarks.sync_ledger import Verdict, judge
from benchmarks.sync_phones import (
    Ledger,
    Phone,
    changed_bodies,
    items_of,
    repeat_all,
    send_all,
)
from benchmarks.sync_proxy import Fate, RoughProxy
from benchmarks.sync_server import Server


@dataclass
class Storm:
    """``not_refused``: keys whose changed body was taken; ``statuses``: of whole batches."""

    verdict: Verdict
    kills: int
    not_refused: list[str]
    fates: Counter[Fate]
    statuses: Counter[int] = field(default_factory=Counter)
    unheard: int = 0

    def told(self) -> dict[str, Any]:
        return {
            "accepted": self.verdict.accepted,
            "refused, as they should be": self.verdict.refused,
            "batches not heard": self.unheard,
            "statuses of batches": {str(status): n for status, n in self.statuses.items()},
            "what befell requests": {fate.value: n for fate, n in self.fates.items()},
            "kills": self.kills,
        }


def storm(
    server: Server, phones: Sequence[Phone], database: str, *, each: int, kills: int, seed: int
) -> Storm:
    """``each`` check-ins by each phone, ``kills`` blows spread over their sending.

    ``database``: its address for psycopg.
    """
    now = datetime.now(UTC)
    ledgers = [Ledger(items_of(phone, each, seed=seed, now=now)) for phone in phones]
    fates, not_refused = run(_rage(server, phones, ledgers, kills=kills, seed=seed))
    with psycopg.connect(database, autocommit=True) as connection:
        verdict = judge(ledgers, connection)
    return Storm(
        verdict=verdict,
        kills=server.kills,
        not_refused=not_refused,
        fates=fates,
        statuses=sum((ledger.statuses for ledger in ledgers), Counter()),
        unheard=sum(ledger.unheard for ledger in ledgers),
    )


async def _rage(
    server: Server, phones: Sequence[Phone], ledgers: Sequence[Ledger], *, kills: int, seed: int
) -> tuple[Counter[Fate], list[str]]:
    async with RoughProxy(server.port, seed) as proxy:
        blows = asyncio.create_task(_kill(server, ledgers, kills=kills, seed=seed))
        pairs = list(zip(phones, ledgers, strict=True))
        await asyncio.gather(
            *(send_all(proxy.port, phone, ledger, seed=seed) for phone, ledger in pairs)
        )
        await blows
        await proxy.settle()
    again = [repeat_all(server.port, phone, ledger, seed=seed) for phone, ledger in pairs]
    await asyncio.gather(*again)
    found = await asyncio.gather(
        *(changed_bodies(server.port, phone, ledger) for phone, ledger in pairs)
    )
    return proxy.fates, [uuid for uuids in found for uuid in uuids]


async def _kill(server: Server, ledgers: Sequence[Ledger], *, kills: int, seed: int) -> None:
    """One blow at each of as many marks of what is answered, so that all fall while phones send."""
    chance = random.Random(f"{seed}/kills")
    total = sum(len(ledger.items) for ledger in ledgers)
    for number in range(kills):
        while sum(len(ledger.answers) for ledger in ledgers) < total * number / kills:
            await asyncio.sleep(0.02)
        # Not at the moment of an answer, but in the middle of things.
        await asyncio.sleep(chance.uniform(0, 0.3))
        await asyncio.to_thread(server.kill, chance)
