"""Phones whose clocks are years off, whose zone was changed, or which were set in between."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

import psycopg

from apps.common import clock
from benchmarks.sync_http import ask, run
from benchmarks.sync_phones import Item, Phone, items_of
from benchmarks.sync_server import Server

YEARS: Final = timedelta(days=731)
#: what the server's estimate may be off by: the way of the request
CLOSE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Clock:
    """``said``, ``sent``: ahead of the truth when writing down and when sending. ``zone``: what
    the phone writes times in. ``odd``: whether that is to be flagged.
    """

    name: str
    said: timedelta = timedelta(0)
    sent: timedelta = timedelta(0)
    zone: timezone = timezone(timedelta(hours=7))
    odd: bool = True

    @property
    def is_set_between(self) -> bool:
        """The server cannot know how far it was off when the check-in was written down."""
        return self.said != self.sent


CLOCKS: Final = (
    Clock("right", odd=False),
    Clock("two years ahead", YEARS, YEARS),
    Clock("two years behind", -YEARS, -YEARS),
    Clock("zone changed, same moment", zone=timezone(timedelta(hours=-8)), odd=False),
    Clock("zone taken for UTC", timedelta(hours=7), timedelta(hours=7), UTC),
    Clock("half an hour behind", timedelta(minutes=-30), timedelta(minutes=-30)),
    Clock("two years ahead, set right", YEARS),
    Clock("two years behind, set right", -YEARS),
    Clock("right, then set two years ahead", sent=YEARS),
)


@dataclass
class Found:
    """Keys of check-ins with something wrong."""

    sent: int
    lost: list[str]
    not_flagged: list[str]
    flagged_wrongly: list[str]
    wrong_day: list[str]


def clocks(
    server: Server, phones: Sequence[Phone], database: str, *, each: int, seed: int
) -> Found:
    """``each`` check-ins by each clock, at all hours of the last three weeks."""
    found = Found(0, [], [], [], [])
    with psycopg.connect(database, autocommit=True) as connection:
        for number, kind in enumerate(CLOCKS):
            phone = phones[number % len(phones)]
            now = datetime.now(UTC)
            truth = items_of(phone, each, seed=seed * 100 + number, now=now, bad=0)
            _near_midnight(truth, now, seed + number)
            run(_send(server.port, phone, kind, list(truth.values())))
            found.sent += len(truth)
            for uuid, item in truth.items():
                moment = datetime.fromisoformat(item["said_at"])
                _judge(connection, uuid, moment, kind, found)
    return found


def _near_midnight(truth: dict[str, Item], now: datetime, seed: int) -> None:
    """Every third one within minutes of midnight in Vietnam, where a wrong zone changes the day."""
    chance = random.Random(seed)
    midnight = clock.local_day(now)
    for number, item in enumerate(truth.values()):
        if number % 3 == 0:
            day = midnight - timedelta(days=chance.randint(1, 20))
            start = datetime(day.year, day.month, day.day, tzinfo=clock.ZONE)
            item["said_at"] = (start + timedelta(minutes=chance.uniform(-9, 9))).isoformat()


async def _send(port: int, phone: Phone, kind: Clock, truth: Sequence[Item]) -> None:
    for start in range(0, len(truth), 50):
        now = datetime.now(UTC)
        items = [_as_said(item, kind) for item in truth[start : start + 50]]
        sent_at = (now + kind.sent).astimezone(kind.zone)
        await ask(port, phone.request(port, items, sent_at=sent_at), patience=60)


def _as_said(item: Item, kind: Clock) -> Item:
    moment = datetime.fromisoformat(item["said_at"])
    return {**item, "said_at": (moment + kind.said).astimezone(kind.zone).isoformat()}


_ROW: Final = """
SELECT happened_at, day, said_at, EXISTS (
    SELECT FROM visits_contactflag AS flag
    WHERE flag.contact_id = contact.id AND flag.kind = 'clocks_apart')
FROM visits_contact AS contact WHERE client_uuid = %s
"""


def _judge(
    connection: "psycopg.Connection[tuple[Any, ...]]",
    uuid: str,
    moment: datetime,
    kind: Clock,
    found: Found,
) -> None:
    row = connection.execute(_ROW, [uuid]).fetchone()
    if row is None or row[2] != moment + kind.said:
        found.lost.append(uuid)
        return
    happened_at, day, _said_at, flagged = row
    if kind.odd and not flagged:
        found.not_flagged.append(uuid)
    if flagged and not kind.odd:
        found.flagged_wrongly.append(uuid)
    if not _is_sensible(day, happened_at, moment, kind):
        found.wrong_day.append(uuid)


def _is_sensible(day: date, happened_at: datetime, moment: datetime, kind: Clock) -> bool:
    """The true day where the phone's clock tells it; within what may be dated back elsewhere."""
    if kind.is_set_between:
        today = clock.local_day(datetime.now(UTC))
        return today - timedelta(days=732) <= day <= today
    near = abs(happened_at - moment) <= CLOSE
    return near and clock.local_day(moment - CLOSE) <= day <= clock.local_day(moment + CLOSE)
