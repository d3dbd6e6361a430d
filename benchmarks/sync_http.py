"""A client for many phones in one process: one request on one line, and a patience of its own."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

HEAD_ENDS: Final = b"\r\n\r\n"
T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Do ``work`` in a thread of its own: where browser tests ran, a loop may be running here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def run(work: Coroutine[Any, Any, T]) -> T:
    return apart(lambda: asyncio.run(work))


class NothingHeardError(Exception):
    """No whole answer came: the line broke, was refused, or patience ended."""


@dataclass(frozen=True, slots=True)
class Heard:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def request_bytes(
    port: int, path: str, body: object, headers: Mapping[str, str], *, method: str = "POST"
) -> bytes:
    text = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    words = {
        "Host": f"127.0.0.1:{port}",
        "Content-Type": "application/json",
        "Content-Length": str(len(text)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {word}\r\n" for name, word in words.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + text


def length_of(head: bytes) -> int:
    """Of the body, by the lines above it; ValueError where they do not tell."""
    for line in head.split(b"\r\n")[1:]:
        name, _colon, word = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(word)
    raise ValueError("no length")


async def read_message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Head (with the empty line) and body; raises NothingHeardError for half a message."""
    try:
        head = await reader.readuntil(HEAD_ENDS)
        return head, await reader.readexactly(length_of(head))
    except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
        raise NothingHeardError from error


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def exchange(port: int, sent: bytes) -> tuple[bytes, bytes]:
    """Send a whole request on a line of its own, read the whole answer."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError as error:
        raise NothingHeardError from error
    try:
        writer.write(sent)
        await writer.drain()
        return await read_message(reader)
    except OSError as error:
        raise NothingHeardError from error
    finally:
        await hang_up(writer)


async def ask(port: int, sent: bytes, *, patience: float) -> Heard:
    """The answer; raises NothingHeardError after ``patience`` seconds at the latest."""
    try:
        async with asyncio.timeout(patience):
            head, body = await exchange(port, sent)
        return Heard(int(head.split(b" ", 2)[1]), body)
    except TimeoutError as error:
        raise NothingHeardError from error
