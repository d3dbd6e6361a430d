"""Damage to good files, by a seed: the same seed makes the same file anywhere."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_NASTY = (
    b"\0", b"\xff", b"<", b'"', b"]]>", b"&x;", b"-1", b"1e999", b"NaN", b"9" * 400,
    b"\xed\xa0\x80", b"[" * 99, b"{", b"PK\x03\x04", b"\r\n", b"\x80",
    b"../", b"null", b"0", b"2147483648",
)  # fmt: skip
_TOKEN = re.compile(rb"[A-Za-z_]+|-?\d+(?:\.\d+)?|[<>{}\[\]\",:;=/]")


@dataclass(frozen=True)
class Damaged:
    """``recipe`` says how to make it again."""

    name: str
    content: bytes
    recipe: str


def damaged(good: Mapping[str, bytes], seed: int) -> Damaged:
    """One to three kinds of damage to one file; of archives mostly to what is inside."""
    dice = random.Random(seed)
    name = dice.choice(sorted(good))
    content = good[name]
    steps = []
    for _step in range(dice.choice((1, 1, 1, 2, 3))):
        how = dice.choice(_ZIPPED if zipfile.is_zipfile(io.BytesIO(content)) else _WAYS)
        steps.append(how.__name__.strip("_"))
        content = how(content, good, dice)
    if dice.random() < 0.05:
        name = name.rpartition(".")[0] + "." + dice.choice(sorted(good)).rpartition(".")[2]
        steps.append(f"as {name}")
    return Damaged(name, content, f"seed {seed}: {name}: {', '.join(steps)}")


_Way = Callable[[bytes, Mapping[str, bytes], random.Random], bytes]


def _flip(content: bytes, _good: Mapping[str, bytes], dice: random.Random) -> bytes:
    data = bytearray(content)
    for _time in range(dice.choice((1, 2, 8, 64)) if data else 0):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _cut(content: bytes, _good: Mapping[str, bytes], dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _leave_out(content: bytes, _good: Mapping[str, bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + content[start + dice.choice((1, 4, 100, 4096)) :]


def _repeat(content: bytes, _good: Mapping[str, bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    piece = content[start : start + dice.choice((1, 16, 512))]
    return content[:start] + piece * dice.choice((2, 30, 900)) + content[start:]


def _splice(content: bytes, good: Mapping[str, bytes], dice: random.Random) -> bytes:
    other = good[dice.choice(sorted(good))]
    return content[: dice.randrange(len(content) + 1)] + other[dice.randrange(len(other)) :]


def _insert(content: bytes, _good: Mapping[str, bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + dice.choice(_NASTY) + content[start:]


def _swap_tokens(content: bytes, _good: Mapping[str, bytes], dice: random.Random) -> bytes:
    """Two words, numbers or signs change places, or one gives way to something nasty."""
    tokens = list(_TOKEN.finditer(content[:200_000]))
    if len(tokens) < 2:
        return content
    first, second = sorted(dice.sample(tokens, 2), key=lambda token: token.start())
    new = second[0] if dice.random() < 0.5 else dice.choice(_NASTY)
    middle = content[first.end() : second.start()]
    return content[: first.start()] + new + middle + first[0] + content[second.end() :]


def _damage_member(content: bytes, good: Mapping[str, bytes], dice: random.Random) -> bytes:
    """The archive stays whole: the damage gets as far as the reader of what is inside."""
    members = _members(content)
    if not members:
        return _flip(content, good, dice)
    name = dice.choice(sorted(members))
    members[name] = dice.choice(_WAYS)(members[name], good, dice)
    return _packed(members)


def _swap_members(content: bytes, good: Mapping[str, bytes], dice: random.Random) -> bytes:
    members = _members(content)
    if not members:
        return _cut(content, good, dice)
    first, second = dice.choice(sorted(members)), dice.choice(sorted(members))
    members[first], members[second] = members[second], members[first]
    if dice.random() < 0.3:
        del members[first]
    return _packed(members)


_WAYS: tuple[_Way, ...] = (_flip, _cut, _leave_out, _repeat, _splice, _insert, _swap_tokens,
                           _swap_tokens)  # fmt: skip
_ZIPPED: tuple[_Way, ...] = (_damage_member,) * 6 + (_swap_members,) * 2 + (_flip, _cut, _splice)


def _members(content: bytes) -> dict[str, bytes]:
    """Nothing, if the damage done before has gone too deep."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
        return {}
    except zipfile.zlib.error:  # type: ignore[attr-defined]  # the module it reads with
        return {}


def _packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
