"""Borders: valid, without gaps or overlaps, of the expected number and size."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.frame import local
from geodata.outlines import area_km2
from geodata.plan import Commune


def metres(outline: BaseGeometry) -> BaseGeometry:
    return shapely.transform(outline, local)


def overlap(outlines: list[BaseGeometry]) -> float:
    """Square metres covered by more than one outline."""
    flat = [metres(outline) for outline in outlines]
    return sum(outline.area for outline in flat) - shapely.union_all(flat).area


def test_counts_and_area(commune: Commune) -> None:
    territory = commune.territory
    assert len(territory.villages) == 26
    assert len(territory.groups) == 110
    assert 80 < area_km2(territory.commune) < 105
    sizes = [area_km2(village) for village in territory.villages]
    assert min(sizes) > 0.8
    assert max(sizes) < 12


def test_commune_is_one_piece_without_holes(commune: Commune) -> None:
    outline = commune.territory.commune
    assert outline.geom_type == "Polygon"
    assert shapely.get_num_interior_rings(outline) == 0


def test_every_outline_is_valid(commune: Commune) -> None:
    territory = commune.territory
    outlines = [territory.commune, *territory.villages, *(g.outline for g in territory.groups)]
    assert all(shapely.is_valid(outlines))
    assert not any(shapely.is_empty(outlines))


def test_villages_fill_the_commune(commune: Commune) -> None:
    villages = [metres(village) for village in commune.territory.villages]
    missed = metres(commune.territory.commune).symmetric_difference(shapely.union_all(villages))
    assert missed.area < 1.0
    assert overlap(commune.territory.villages) < 1.0


def test_groups_fill_their_village(commune: Commune) -> None:
    for number, village in enumerate(commune.territory.villages, start=1):
        outlines = [g.outline for g in commune.territory.groups if g.village == number]
        missed = metres(village).symmetric_difference(
            shapely.union_all([metres(outline) for outline in outlines])
        )
        assert len(outlines) >= 2
        assert missed.area < 1.0
        assert overlap(outlines) < 1.0


def test_no_outline_has_crumbs(commune: Commune) -> None:
    for outline in (*commune.territory.villages, *(g.outline for g in commune.territory.groups)):
        assert min(part.area for part in shapely.get_parts(metres(outline))) >= 5_000


def test_borders_are_not_straight(commune: Commune) -> None:
    """A border of straight cells would have few, long sides."""
    outline = metres(commune.territory.commune)
    sides = np.hypot(*np.diff(shapely.get_coordinates(outline), axis=0).T)
    assert np.median(sides) < 60
    assert sides.max() < 400
    assert outline.length > 1.15 * outline.convex_hull.length


def test_place(commune: Commune) -> None:
    """Where it was invented to lie, inside the zone of the workbook's coordinates."""
    west, south, east, north = commune.territory.commune.bounds
    assert 106.2 < west < east < 106.5
    assert 21.5 < south < north < 21.8
