"""Small PNG files: a screenshot has few colours that matter, a palette of 256 holds them."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Numbers = NDArray[np.int64]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The parts of a PNG by name; those of one name joined."""
    parts: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        parts[name] = parts.get(name, b"") + data[at + 8 : at + 8 + length]
        at += 12 + length
    return parts


def _unfilter(raw: bytes, height: int, stride: int, step: int) -> Pixels:
    """Undo the filter of each row (PNG specification, section 9)."""
    rows = np.frombuffer(raw, np.uint8).reshape(height, stride + 1)
    out = np.zeros((height, stride), np.uint8)
    above = np.zeros(stride, np.uint8)
    for row in range(height):
        kind, line = int(rows[row, 0]), rows[row, 1:]
        if kind == 0:
            out[row] = line
        elif kind == 1:
            out[row] = np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint8).ravel()
        elif kind == 2:
            out[row] = line + above
        else:
            out[row] = _from_both(line.tolist(), above.tolist(), step, paeth=kind == 4)
        above = out[row]
    return out


def _from_both(line: list[int], above: list[int], step: int, *, paeth: bool) -> list[int]:
    """A row predicted from its left and upper neighbours."""
    done = [0] * step
    corner = [0] * step + above
    for i, value in enumerate(line):
        left, up = done[i], above[i]
        guess = _paeth(left, up, corner[i]) if paeth else (left + up) // 2
        done.append((value + guess) & 255)
    return done[step:]


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda value: abs(estimate - value))


def read(data: bytes) -> Pixels:
    """The pixels of an RGB or RGBA PNG of 8 bits, (height, width, 3), without transparency."""
    parts = _chunks(data)
    width, height, _depth, colour = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    step = 4 if colour == 6 else 3
    flat = _unfilter(zlib.decompress(parts[b"IDAT"]), height, width * step, step)
    return flat.reshape(height, width, step)[:, :, :3]


def _boxes(colours: Numbers, counts: Numbers, size: int) -> list[NDArray[np.intp]]:
    """Split the colours into at most ``size`` boxes by median cut; the rows of each box."""
    boxes = [np.arange(len(colours), dtype=np.intp)]
    while len(boxes) < size:
        spreads = [
            float(np.ptp(colours[box], axis=0).max()) * float(np.sqrt(counts[box].sum()))
            for box in boxes
        ]
        widest = int(np.argmax(spreads))
        if spreads[widest] == 0:
            break
        box = boxes.pop(widest)
        axis = int(np.argmax(np.ptp(colours[box], axis=0)))
        box = box[np.argsort(colours[box, axis], kind="stable")]
        running = np.cumsum(counts[box])
        cut = int(np.clip(np.searchsorted(running, running[-1] / 2), 1, len(box) - 1))
        boxes += [box[:cut], box[cut:]]
    return boxes


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def shrink(data: bytes) -> bytes:
    """The same picture with a palette of at most 256 colours."""
    pixels = read(data).astype(np.int64)
    height, width, _three = pixels.shape
    packed = (pixels[:, :, 0] << 16) | (pixels[:, :, 1] << 8) | pixels[:, :, 2]
    unique, inverse, counts = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    colours = np.stack([unique >> 16, (unique >> 8) & 255, unique & 255], axis=1)
    index_of = np.zeros(len(unique), np.uint8)
    palette = bytearray()
    for number, box in enumerate(_boxes(colours, counts, 256)):
        index_of[box] = number
        # The most frequent colour, not the mean: flat areas keep exactly the colour they have.
        palette += bytes(colours[box[np.argmax(counts[box])]].astype(np.uint8))
    indices = index_of[inverse].reshape(height, width)
    rows = np.hstack([np.zeros((height, 1), np.uint8), indices])
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"PLTE", bytes(palette))
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )
