"""A province without zones of its own has nothing to choose from."""

from apps.common.geo.vn2000 import guess_zone


def test_no_zone_to_choose_from() -> None:
    assert guess_zone([(392196.0, 2385222.0)], lambda lon, lat: True, ()) is None
