"""Square communes, villages and groups on a grid."""

import factory
from django.contrib.gis.geos import MultiPolygon, Polygon
from factory.django import DjangoModelFactory

from apps.areas.models import Commune, Province, SelfManagedGroup, Village


def square(west: float, south: float, side: float = 0.1) -> MultiPolygon:
    """A square outline; ``side`` in degrees (0.01 ≈ 1.1 km)."""
    return MultiPolygon(Polygon.from_bbox((west, south, west + side, south + side)), srid=4326)


class ProvinceFactory(DjangoModelFactory[Province]):
    class Meta:
        model = Province

    code = factory.Sequence(lambda n: f"P{n:02d}")
    name = factory.Sequence(lambda n: f"Tỉnh {n}")


class CommuneFactory(DjangoModelFactory[Commune]):
    class Meta:
        model = Commune

    province = factory.SubFactory(ProvinceFactory)
    code = factory.Sequence(lambda n: f"{n:05d}")
    name = factory.Sequence(lambda n: f"Suối {n}")
    # Rows of sixty, so that however many a run makes none leaves the earth.
    geom = factory.Sequence(lambda n: square(106 + n % 60 * 0.1, 21.5 - n // 60 % 90 * 0.1))


class VillageFactory(DjangoModelFactory[Village]):
    class Meta:
        model = Village

    commune = factory.SubFactory(CommuneFactory)
    code = factory.Sequence(lambda n: f"T{n:02d}")
    name = factory.Sequence(lambda n: f"Thôn {n}")
    geom = factory.LazyAttribute(
        lambda o: square(o.commune.geom.extent[0], o.commune.geom.extent[1], 0.05)
    )


class GroupFactory(DjangoModelFactory[SelfManagedGroup]):
    class Meta:
        model = SelfManagedGroup

    village = factory.SubFactory(VillageFactory)
    code = factory.Sequence(lambda n: f"G{n}")
    name = factory.Sequence(lambda n: f"Tổ {n}")
    geom = factory.LazyAttribute(
        lambda o: square(o.village.geom.extent[0], o.village.geom.extent[1], 0.02)
    )
