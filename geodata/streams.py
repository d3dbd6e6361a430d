"""The streams of the commune and of its neighbours: drawn by hand, then left to wander."""

from dataclasses import dataclass

import numpy as np
from shapely import LineString, MultiLineString

from geodata.curves import distances, normals, smooth, wander
from geodata.frame import Floats

Control = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Stream:
    """A stream from its mouth upward, in local metres."""

    name: str
    order: int  # 0 the main stream, 1 a branch with its own valley, 2 a gully
    ours: bool  # False: a neighbouring commune's valley
    line: Floats
    mouth: float  # height at the mouth, metres


# Metres to one unit of the drawing below; chosen so that the commune has about 90 km².
_METRES = 915.0
# From the centre, from the mouth upward. Heights in metres.
_MAIN_NAME = "Suối Ngàn"
_MAIN: Control = (
    (1.5, -6.9), (1.3, -5.6), (0.9, -4.7), (-0.1, -3.7), (-0.5, -2.3), (0.4, -1.0),
    (0.6, 0.4), (-0.3, 1.6), (-0.8, 3.0), (0.0, 4.2), (0.5, 5.3),
)  # fmt: skip
_BRANCHES: tuple[tuple[str, float, Control], ...] = (
    ("Khuổi Lắng", 92.0, ((-0.45, -2.4), (-1.5, -1.3), (-2.4, 0.1), (-2.9, 1.4), (-4.0, 2.3),
                          (-4.3, 3.5))),
    ("Khuổi Mây", 64.0, ((0.95, -4.8), (1.9, -3.7), (2.5, -2.3), (2.8, -0.9), (3.4, 0.4),
                         (3.9, 1.4), (4.5, 2.2))),
    ("Khuổi Dẻ", 78.0, ((0.0, -3.8), (-1.2, -4.1), (-2.3, -3.7), (-3.3, -3.3), (-4.3, -2.3))),
    ("Khuổi Vàng", 140.0, ((-0.15, 1.4), (0.9, 2.2), (1.8, 3.0), (2.2, 3.9))),
)  # fmt: skip
_NEIGHBOURS: tuple[tuple[float, Control], ...] = (
    (30.0, ((1.6, -9.3), (1.75, -8.2), (1.35, -7.5), (1.5, -6.9))),
    (150.0, ((-7.6, -6.0), (-7.2, -3.0), (-6.6, -0.5), (-7.1, 2.0), (-6.6, 4.2))),
    (150.0, ((7.9, -5.0), (7.0, -2.6), (6.5, -0.4), (7.2, 1.8), (6.7, 4.4))),
    (190.0, ((2.0, 8.6), (1.2, 7.9), (0.7, 7.0))),
    (190.0, ((-4.6, 8.4), (-3.7, 7.0), (-2.9, 5.9))),
    (180.0, ((6.4, 8.0), (5.2, 6.6), (4.4, 5.2))),
    (110.0, ((-5.2, -8.6), (-4.2, -7.3), (-3.0, -6.6), (-2.2, -6.3))),
    (110.0, ((6.2, -8.2), (5.3, -6.9), (4.7, -5.4))),
)  # fmt: skip
_APART = 170.0  # metres between a gully and the next stream
_RISE = (0.011, 0.026, 0.085)  # metres of height per metre of stream, by order


def _drawn(control: Control, rng: np.random.Generator) -> Floats:
    bends = wander(np.array(control) * _METRES, rng, 0.15, 260.0)
    return wander(smooth(bends, 90.0), rng, 0.13, 14.0)


def _gullies(parent: Stream, taken: list[Floats], rng: np.random.Generator) -> list[Stream]:
    """Side gullies left and right of a valley, none running into another stream."""
    along, side = distances(parent.line), normals(parent.line)
    found: list[Stream] = []
    at, hand = float(rng.uniform(350, 700)), 1.0
    while at < along[-1] - 200:
        i = int(np.searchsorted(along, at))
        back, ahead = max(i - 12, 0), min(i + 12, len(along) - 1)
        forward = parent.line[ahead] - parent.line[back]
        forward = forward / np.hypot(*forward)
        left = side[max(i - 12, 0) : i + 12].mean(axis=0) * hand
        heading = forward * rng.uniform(0.25, 0.75) + left
        heading /= np.hypot(*heading)
        reach = float(rng.uniform(800, 2100)) * (1.0 if parent.order == 0 else 0.85)
        line = _ending_before(parent.line[i], heading, reach, taken)
        if line is not None:
            mouth = parent.mouth + _RISE[parent.order] * float(along[i])
            bent = wander(smooth(wander(line, rng, 0.14, 200.0), 70.0), rng, 0.13, 16.0)
            found.append(Stream("", 2, parent.ours, bent, mouth))
            taken.append(bent)
        at += float(rng.uniform(260, 560))
        hand = -hand if rng.random() < 0.8 else hand
    return found


def _ending_before(
    start: Floats, heading: Floats, reach: float, taken: list[Floats]
) -> Floats | None:
    """A straight gully that keeps off every other stream, or None if there is no room."""
    others = MultiLineString([LineString(line) for line in taken])
    end = reach
    while end > 450:
        beyond = LineString([start + heading * 300.0, start + heading * end])
        if beyond.distance(others) > _APART:
            return np.vstack([start, start + heading * end * 0.5, start + heading * end])
        end -= 150
    return None


def draw_streams(rng: np.random.Generator) -> list[Stream]:
    """Every stream, main ones first; then the gullies of each."""
    streams = [Stream(_MAIN_NAME, 0, True, _drawn(_MAIN, rng), 40.0)]
    for name, mouth, control in _BRANCHES:
        # A branch starts on its parent: the nearest point of the main stream's own line.
        line = _drawn(control, rng)
        trunk = streams[0].line
        near = trunk[int(np.argmin(np.hypot(*(trunk - line[0]).T)))]
        streams.append(Stream(name, 1, True, np.vstack([near, line[1:]]), mouth))
    for mouth, control in _NEIGHBOURS:
        streams.append(
            Stream(
                _MAIN_NAME if control[-1] == _MAIN[0] else "", 1, False, _drawn(control, rng), mouth
            )
        )
    taken = [stream.line for stream in streams]
    for parent in list(streams):
        streams.extend(_gullies(parent, taken, rng))
    return streams


def heights_along(stream: Stream) -> Floats:
    """Height in metres at each point of the stream."""
    return stream.mouth + _RISE[stream.order] * distances(stream.line)
