"""A line as bad as a hill's: requests and answers get lost, cut, doubled, late and out of order.

What befalls a request is drawn from the seed, the phone and how many it has sent, so that a run can
be had again; only the order in which the server gets to them is left to the machine.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from benchmarks.sync_http import NothingHeardError, exchange, hang_up, read_message


class Fate(StrEnum):
    """What befalls one request. ``LATE``: the phone's line is cut, and the request comes to the
    server after others that were sent later. ``SLOW``: held up on either way, so that answers
    overtake each other. ``HALF``: the answer breaks off in the middle.
    """

    THROUGH = "through"
    SLOW = "slow"
    LOST_REQUEST = "lost_request"
    LOST_ANSWER = "lost_answer"
    HALF = "half_answer"
    DOUBLE = "double"
    LATE = "late"


WEIGHTS: Final = {
    Fate.THROUGH: 40,
    Fate.SLOW: 15,
    Fate.LOST_REQUEST: 10,
    Fate.LOST_ANSWER: 12,
    Fate.HALF: 5,
    Fate.DOUBLE: 10,
    Fate.LATE: 8,
}
#: seconds
LONGEST_DELAY: Final = 0.4
LATEST: Final = 1.5


@dataclass
class RoughProxy:
    """Between phones and the server at ``target``; ``fates`` counts what befell requests."""

    target: int
    seed: int
    fates: Counter[Fate] = field(default_factory=Counter)
    port: int = 0
    _sent: Counter[str] = field(default_factory=Counter)
    _late: set[asyncio.Task[None]] = field(default_factory=set)
    _lines: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> "RoughProxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._server is not None:
            self._server.close()
        await self.settle()

    async def settle(self) -> None:
        """Wait until what was kept back has come to the server, and every line is closed."""
        while waiting := self._late | self._lines:
            await asyncio.gather(*waiting)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._lines.add(task)
            task.add_done_callback(self._lines.discard)
        try:
            head, body = await read_message(reader)
            answer = await self._befall(_sender(head), head + body)
            writer.write(answer)
            await writer.drain()
        except (NothingHeardError, OSError):
            pass
        finally:
            await hang_up(writer)

    async def _befall(self, sender: str, request: bytes) -> bytes:
        """What the phone gets to read; nothing where it hears nothing."""
        self._sent[sender] += 1
        # Weather, not a secret.
        chance = random.Random(f"{self.seed}/{sender}/{self._sent[sender]}")
        (fate,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        self.fates[fate] += 1
        if fate is Fate.LOST_REQUEST:
            return b""
        if fate is Fate.LATE:
            self._keep_back(request, chance.uniform(0, LATEST))
            return b""
        if fate is Fate.SLOW:
            await asyncio.sleep(chance.uniform(0, LONGEST_DELAY))
        answer = await self._pass_on(request, times=2 if fate is Fate.DOUBLE else 1)
        if fate is Fate.SLOW:
            await asyncio.sleep(chance.uniform(0, LONGEST_DELAY))
        if fate is Fate.LOST_ANSWER:
            return b""
        return answer[: chance.randrange(len(answer))] if fate is Fate.HALF else answer

    async def _pass_on(self, request: bytes, *, times: int) -> bytes:
        """All copies at once; the last one's answer."""
        copies = [exchange(self.target, request) for _copy in range(times)]
        # One copy that fails must not leave the other without anybody who waits for it.
        answer = (await asyncio.gather(*copies, return_exceptions=True))[-1]
        if isinstance(answer, BaseException):
            raise answer
        head, body = answer
        return head + body

    def _keep_back(self, request: bytes, seconds: float) -> None:
        async def later() -> None:
            await asyncio.sleep(seconds)
            try:
                await exchange(self.target, request)
            except NothingHeardError:
                self.fates[Fate.LOST_REQUEST] += 1

        task = asyncio.create_task(later())
        self._late.add(task)
        task.add_done_callback(self._late.discard)


def _sender(head: bytes) -> str:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"x-device:"):
            return line.partition(b":")[2].strip().decode()
    return ""
