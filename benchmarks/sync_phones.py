"""Simulated phones: what each has to bring, how it sends, and the ledger of what it was told."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from benchmarks.sync_http import Heard, NothingHeardError, ask, request_bytes

SYNC: Final = "/api/phone/sync/"
MOST_AT_ONCE: Final = 8
#: seconds; a real phone waits for 25
PATIENCE: Final = 6.0
CHANNELS: Final = ("in_person", "phone", "zalo", "meeting")
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Phone:
    """``cookie``: of a session and of CSRF. ``stranger``: a household out of its user's reach."""

    name: str
    device: str
    cookie: str
    csrf: str
    person: int
    homes: tuple[int, ...]
    stranger: int

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRFToken": self.csrf, "X-Device": self.device}

    def request(self, port: int, items: Sequence[Item], *, sent_at: datetime) -> bytes:
        body = {
            "version": 1,
            "sent_at": sent_at.isoformat(),
            "device": self.device,
            "items": list(items),
        }
        return request_bytes(port, SYNC, body, self.headers)


@dataclass
class Ledger:
    """What one phone was told of each of its items, and how often that changed.

    ``answers``: the first result heard of each; ``differing``: items that were told something else
    later; ``statuses``: of whole batches.
    """

    items: dict[str, Item]
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    differing: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    unheard: int = 0

    @property
    def open(self) -> list[str]:
        return [uuid for uuid in self.items if uuid not in self.answers]

    @property
    def accepted(self) -> list[str]:
        return [uuid for uuid, said in self.answers.items() if said["status"] == "accepted"]

    @property
    def refused(self) -> list[str]:
        return [uuid for uuid, said in self.answers.items() if said["status"] == "refused"]

    def hear(self, heard: Heard) -> None:
        self.statuses[heard.status] += 1
        # Whole batches are refused for no reason that sending again would mend.
        if 400 <= heard.status < 500:
            raise RuntimeError(f"{heard.status}: {heard.body[:200]!r}")
        if heard.status != 200:
            return
        for said in heard.json()["results"]:
            if self.answers.setdefault(said["uuid"], said) != said:
                self.differing.add(said["uuid"])


def uuid_from(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def items_of(
    phone: Phone, count: int, *, seed: int, now: datetime, bad: float = 0.02
) -> dict[str, Item]:
    """Check-ins of the last three weeks; a share ``bad`` that must be refused.

    Each note is the only one of its kind, so that a row entered twice under two keys is found.
    """
    chance = random.Random(f"{seed}/{phone.name}")
    found = {}
    for number in range(count):
        uuid = uuid_from(chance)
        home = phone.stranger if chance.random() < bad else chance.choice(phone.homes)
        said_at = now - timedelta(seconds=chance.uniform(0, 21 * 86_400))
        found[uuid] = {
            "uuid": uuid,
            "kind": "contact",
            "household": home,
            "said_at": said_at.isoformat(),
            "channel": chance.choice(CHANNELS),
            "note": f"{seed}/{phone.name}/{number}",
            "position": {
                "lon": round(106.2 + chance.uniform(-0.02, 0.02), 6),
                "lat": round(21.55 + chance.uniform(-0.02, 0.02), 6),
                "accuracy": round(chance.uniform(4, 150), 1),
            },
            "companions": [],
            "changes": [],
            "next_visit_on": None,
        }
    return found


async def send(port: int, phone: Phone, ledger: Ledger, uuids: Iterable[str]) -> None:
    """One batch; what is not heard stays open."""
    items = [ledger.items[uuid] for uuid in uuids]
    sent = phone.request(port, items, sent_at=datetime.now(UTC))
    try:
        ledger.hear(await ask(port, sent, patience=PATIENCE))
    except NothingHeardError:
        ledger.unheard += 1


async def send_all(port: int, phone: Phone, ledger: Ledger, *, seed: int) -> None:
    """Until every item is answered: batches in any order, at times two that overlap at once."""
    chance = random.Random(f"{seed}/{phone.name}/sending")
    while waiting := ledger.open:
        batches = 2 if chance.random() < 0.15 else 1
        sizes = [min(len(waiting), chance.randint(1, MOST_AT_ONCE)) for _batch in range(batches)]
        chosen = [chance.sample(waiting, size) for size in sizes]
        await asyncio.gather(*(send(port, phone, ledger, batch) for batch in chosen))
        await asyncio.sleep(chance.uniform(0, 0.1))


async def repeat_all(port: int, phone: Phone, ledger: Ledger, *, seed: int) -> None:
    """What was answered once, once more and in other company; whole batches must be heard."""
    chance = random.Random(f"{seed}/{phone.name}/again")
    uuids = list(ledger.answers)
    chance.shuffle(uuids)
    for start in range(0, len(uuids), 40):
        await send(port, phone, ledger, uuids[start : start + 40])


async def changed_bodies(
    port: int, phone: Phone, ledger: Ledger, *, share: float = 0.05
) -> list[str]:
    """Keys of accepted items that, sent with another body, were not refused with 409."""
    chosen = ledger.accepted[: max(1, round(len(ledger.accepted) * share))]
    changed = [{**ledger.items[uuid], "note": "something else"} for uuid in chosen]
    sent = phone.request(port, changed, sent_at=datetime.now(UTC))
    heard = await ask(port, sent, patience=30)
    said: Mapping[str, int] = {each["uuid"]: each["code"] for each in heard.json()["results"]}
    return [uuid for uuid in chosen if said.get(uuid) != 409]
