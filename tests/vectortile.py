"""Reads what tests want to know of a vector tile: layers, keys of features, attributes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Feature:
    id: int
    properties: dict[str, Any]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Protocol Buffers: number and value of each field, in order."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        size, at = _varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
        yield key >> 3, data[at : at + size]
        at += size


def _packed(data: bytes) -> list[int]:
    values, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        values.append(value)
    return values


def _value(data: bytes) -> Any:
    [(number, value)] = _fields(data)
    if number == 1:
        return value.decode()
    return (value >> 1) ^ -(value & 1) if number == 6 else value


def read_tile(data: bytes) -> dict[str, list[Feature]]:
    """Features by layer."""
    layers: dict[str, list[Feature]] = {}
    for _number, layer in _fields(data):
        parts = list(_fields(layer))
        name = next(value.decode() for number, value in parts if number == 1)
        keys = [value.decode() for number, value in parts if number == 3]
        values = [_value(value) for number, value in parts if number == 4]
        features = layers.setdefault(name, [])
        for number, feature in parts:
            if number != 2:
                continue
            found = dict(_fields(feature))
            tags = _packed(found.get(2, b""))
            pairs = zip(tags[::2], tags[1::2], strict=True)
            features.append(Feature(found.get(1, 0), {keys[k]: values[v] for k, v in pairs}))
    return layers
