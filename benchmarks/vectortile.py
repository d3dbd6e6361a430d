"""Counts what a vector tile holds: layers and the keys of their features."""

from collections.abc import Iterator


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _fields(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Number, value (of a varint) and bytes (of the others) of each field, in order."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield key >> 3, value, b""
            continue
        size, at = _varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
        yield key >> 3, 0, data[at : at + size]
        at += size


def layers(data: bytes) -> dict[str, list[int]]:
    """Keys of the features of each layer."""
    found: dict[str, list[int]] = {}
    for number, _value, layer in _fields(data):
        if number != 3:
            continue
        parts = list(_fields(layer))
        name = next(text.decode() for field, _value, text in parts if field == 1)
        found[name] = [
            next((value for field, value, _text in _fields(feature) if field == 1), 0)
            for field, _value, feature in parts
            if field == 2
        ]
    return found


def features(data: bytes) -> int:
    """How many features all layers hold together."""
    return sum(len(keys) for keys in layers(data).values())
