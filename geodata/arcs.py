"""From labelled cells to outlines that share their borders exactly.

Each border between two areas is one arc, smoothed and roughened once, and used by both sides;
so neighbours can neither overlap nor leave a gap.
"""

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.curves import wander
from geodata.frame import GRID, Floats, Ints, degrees, local

# (smoothing passes, simplification in metres, roughness): gentler each time arcs get in each
# other's way; the last keeps the cells' own edges, which never cross.
_TREATMENTS = ((6, 12.0, 0.09), (5, 9.0, 0.05), (4, 6.0, 0.025), (2, 2.0, 0.0), (0, 0.0, 0.0))
_SHORTEST = 16.0
_NOWHERE = -1
_CRUMB = 5_000.0  # square metres; smaller faces are no place of their own


def _cell_edges(label: Ints) -> Floats:
    """(n, 2, 2) local metres: the cell edges that part two labels."""
    i, j = np.nonzero(label[:, :-1] != label[:, 1:])
    upright = np.stack([np.column_stack([j + 1, i]), np.column_stack([j + 1, i + 1])], axis=1)
    i, j = np.nonzero(label[:-1, :] != label[1:, :])
    level = np.stack([np.column_stack([j, i + 1]), np.column_stack([j + 1, i + 1])], axis=1)
    edges = np.concatenate([upright, level]).astype(np.float64) * GRID.cell
    placed: Floats = edges + np.array([GRID.west, GRID.south])
    return placed


def _raw_arcs(label: Ints) -> list[Floats]:
    """Arcs from junction to junction along cell edges, in an order of their own place."""
    edges = shapely.MultiLineString(list(_cell_edges(label)))
    merged = shapely.get_parts(shapely.line_merge(edges))
    arcs = [shapely.get_coordinates(line) for line in merged]
    arcs = [arc if tuple(arc[0]) <= tuple(arc[-1]) else arc[::-1] for arc in arcs]
    return sorted(arcs, key=lambda arc: (*arc[0], *arc[-1], *arc[1]))


def _treated(arc: Floats, level: int, number: int, seed: int) -> LineString:
    """The arc in degrees after the given level of smoothing and roughening; ends stay."""
    passes, tolerance, roughness = _TREATMENTS[level]
    line = arc.copy()
    closed = bool((line[0] == line[-1]).all())
    for _ in range(passes):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    if tolerance and not (closed and len(line) < 8):
        line = shapely.get_coordinates(LineString(line).simplify(tolerance))
    if roughness:
        rng = np.random.default_rng([seed, 77, number])
        line = wander(line, rng, roughness, _SHORTEST)
    return LineString(degrees(line))


def _in_each_others_way(arcs: list[LineString]) -> set[int]:
    """Arcs that cross themselves, or meet another one elsewhere than at shared ends."""
    bad = {i for i, arc in enumerate(arcs) if not arc.is_simple}
    first, second = shapely.STRtree(arcs).query(arcs, predicate="intersects")
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        if i >= j:
            continue
        ends = {arcs[i].coords[0], arcs[i].coords[-1]} & {arcs[j].coords[0], arcs[j].coords[-1]}
        meeting = arcs[i].intersection(arcs[j])
        points = {tuple(xy) for xy in shapely.get_coordinates(meeting).tolist()}
        if meeting.length > 0 or not points <= ends:
            bad |= {i, j}
    return bad


def _drawn_arcs(label: Ints, seed: int) -> list[LineString]:
    raw = _raw_arcs(label)
    level = [0] * len(raw)
    arcs = [_treated(arc, 0, i, seed) for i, arc in enumerate(raw)]
    while bad := _in_each_others_way(arcs):
        for i in sorted(bad):
            level[i] = min(level[i] + 1, len(_TREATMENTS) - 1)
            arcs[i] = _treated(raw[i], level[i], i, seed)
    return arcs


def outline_areas(label: Ints, outside: int, seed: int) -> dict[int, BaseGeometry]:
    """Outline in degrees (Polygon or MultiPolygon) of each label but ``outside``.

    ``label`` is the flat grid. All outlines share their vertices along shared borders.
    """
    square = label.reshape(GRID.rows, GRID.columns)
    faces = shapely.get_parts(shapely.polygonize(_drawn_arcs(square, seed))).tolist()
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    names: list[int] = label[GRID.index(local(inside))].tolist()
    parts: dict[int, list[Polygon]] = {}
    for face, name in zip(faces, _without_crumbs(faces, names, outside), strict=True):
        if name != outside:
            parts.setdefault(name, []).append(face)
    return {name: shapely.union_all(parts[name]) for name in sorted(parts)}


def _without_crumbs(faces: list[Polygon], names: list[int], outside: int) -> list[int]:
    """Names in which crumbs, left where cells touch by a corner, go to their neighbour.

    The neighbour is the face with which a crumb shares most of its border; one that only
    touches the outside goes outside.
    """
    crumb = [shapely.transform(face, local).area < _CRUMB for face in faces]
    tree = shapely.STRtree(faces)
    kept = list(names)
    for i, face in enumerate(faces):
        if not crumb[i]:
            continue
        shared = {
            j: face.exterior.intersection(faces[j].boundary).length
            for j in tree.query(face, predicate="intersects").tolist()
            if not crumb[j]
        }
        shared[_NOWHERE] = 0.0
        nearest = max(shared, key=lambda j: (shared[j], j == _NOWHERE, -j))
        kept[i] = outside if nearest == _NOWHERE else names[nearest]
    return kept
