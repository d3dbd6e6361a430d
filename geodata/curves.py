"""Curves as nature draws them: smooth at first, wandering when looked at closely."""

import numpy as np

from geodata.frame import Floats


def smooth(control: Floats, step: float) -> Floats:
    """A Catmull-Rom curve through the control points, one point about every ``step`` metres."""
    ends = np.vstack([2 * control[0] - control[1], control, 2 * control[-1] - control[-2]])
    pieces = []
    for i in range(len(control) - 1):
        p0, p1, p2, p3 = ends[i : i + 4]
        count = max(2, int(np.hypot(*(p2 - p1)) / step))
        t = (np.arange(count) / count)[:, None]
        pieces.append(
            0.5
            * (
                2 * p1
                + (p2 - p0) * t
                + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )
        )
    return np.vstack([*pieces, control[-1:]])


def wander(line: Floats, rng: np.random.Generator, roughness: float, shortest: float) -> Floats:
    """Midpoint displacement: each piece bends sideways by a share of its own length.

    The ends stay where they are. Stops when pieces are about ``shortest`` metres long.
    """
    while len(line) > 1:
        step = np.diff(line, axis=0)
        length = np.hypot(step[:, 0], step[:, 1])
        if float(np.median(length)) < 2 * shortest:
            break
        normal = np.column_stack([-step[:, 1], step[:, 0]])
        bend = rng.normal(0.0, roughness, len(step)).clip(-2 * roughness, 2 * roughness)
        middle = (line[:-1] + line[1:]) / 2 + normal * bend[:, None]
        woven = np.empty((len(line) + len(middle), 2))
        woven[0::2], woven[1::2] = line, middle
        line = woven
    return line


def normals(line: Floats) -> Floats:
    """Unit vectors to the left of the line at each of its points."""
    along = np.gradient(line, axis=0)
    size = np.hypot(along[:, 0], along[:, 1]).clip(1e-9)
    unit: Floats = np.column_stack([-along[:, 1], along[:, 0]]) / size[:, None]
    return unit


def slow_noise(count: int, rng: np.random.Generator, period: int) -> Floats:
    """``count`` values around 0, within about ±1, changing over about ``period`` values."""
    knots = rng.uniform(-1.0, 1.0, max(2, count // max(period, 1) + 2))
    at = np.linspace(0, len(knots) - 1, count)
    low = np.floor(at).astype(int).clip(0, len(knots) - 2)
    t = at - low
    ease = t * t * (3 - 2 * t)
    values: Floats = knots[low] * (1 - ease) + knots[low + 1] * ease
    return values


def distances(line: Floats) -> Floats:
    """Metres from the line's start to each of its points, along the line."""
    step = np.diff(line, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.hypot(step[:, 0], step[:, 1]))])
