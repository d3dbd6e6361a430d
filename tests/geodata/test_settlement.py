"""Homes: inside their own group, off the streams, near the roads."""

from collections import Counter

import numpy as np
import shapely
from shapely import LineString, MultiLineString

from geodata.frame import local
from geodata.households import places
from geodata.plan import Commune


def test_number_of_households(commune: Commune) -> None:
    assert len(commune.households) == 3_400
    counts = Counter((h.village, h.group) for h in commune.households)
    assert len(counts) == 110
    assert min(counts.values()) >= 10
    assert max(counts.values()) <= 50


def test_homes_lie_in_their_group(commune: Commune) -> None:
    outlines = {
        (g.village, g.number): shapely.transform(g.outline, local) for g in commune.territory.groups
    }
    for household in commune.households:
        spot = shapely.Point(household.east, household.north)
        assert outlines[household.village, household.group].contains(spot)


def test_codes_are_unique(commune: Commune) -> None:
    assert len({h.code for h in commune.households}) == len(commune.households)


def test_nobody_lives_in_a_stream(commune: Commune) -> None:
    streams = MultiLineString([LineString(s.line) for s in commune.streams])
    assert shapely.distance(shapely.points(places(commune.households)), streams).min() > 5


def test_most_live_by_a_road(commune: Commune) -> None:
    roads = MultiLineString([LineString(road.line) for road in commune.roads])
    away = shapely.distance(shapely.points(places(commune.households)), roads)
    assert away.min() > 5
    assert np.median(away) < 60
    assert np.quantile(away, 0.95) < 400


def test_neighbours_are_not_on_one_spot(commune: Commune) -> None:
    spots = places(commune.households)
    for group in commune.territory.groups:
        here = np.array(
            [
                (h.east, h.north)
                for h in commune.households
                if (h.village, h.group) == (group.village, group.number)
            ]
        )
        gaps = np.hypot(*(here[:, None, :] - here[None, :, :]).transpose(2, 0, 1))
        assert gaps[~np.eye(len(here), dtype=bool)].min() >= 12
    assert len(np.unique(spots, axis=0)) == len(spots)


def test_about_one_in_twenty_has_no_position(commune: Commune) -> None:
    share = Counter(h.writing for h in commune.households)
    assert 0.035 < share["none"] / 3_400 < 0.065
    assert share["vn2000"] > share["decimal"] > share["dms"] > share["none"]
