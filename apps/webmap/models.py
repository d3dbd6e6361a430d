"""What the map draws, kept ready by triggers (see decision 008).

Nothing here is a record of its own: every row follows from the tables of the apps below and can be
built anew with ``webmap_refresh_marks`` and ``webmap_refresh_unit``.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.households.models import Household
from apps.people.models import Person
from apps.webmap.querysets import HouseholdMarkQuerySet, MapUnitQuerySet

# Web Mercator, the projection of tiles.
TILE_SRID = 3857


class HouseholdMark(models.Model):
    """A household as tiles and lists show it, in one row without a join."""

    # Only triggers write marks, after a household's own row and when that one goes; its columns are
    # checked there, and checking these again would only cost time.
    household = models.OneToOneField(
        Household,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mark",
        db_constraint=False,
    )
    commune = models.ForeignKey(
        Commune, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    village = models.ForeignKey(
        Village, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    group = models.ForeignKey(
        SelfManagedGroup,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        null=True,
    )
    geom = models.PointField(srid=TILE_SRID, null=True, spatial_index=False)
    # The days on which it counts: from moving in up to, not including, leaving.
    living = DateRangeField()
    # The two newest assignments of tier 3: the one in force, and one already agreed upon.
    person = models.ForeignKey(
        Person,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        null=True,
    )
    charge = DateRangeField(null=True)
    next_person = models.ForeignKey(
        Person,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        null=True,
    )
    next_charge = DateRangeField(null=True)
    # The newest contact, the commune's month it falls into, and the contact days of that month.
    last_day = models.DateField(null=True)
    last_month = models.DateField(null=True)
    last_month_days = models.PositiveSmallIntegerField(default=0)
    # Days in person that this month still lacks of what the commune's rule asks for.
    lacks_in_person = models.PositiveSmallIntegerField(default=0)
    # See apps.webmap.codes.
    poverty = models.PositiveSmallIntegerField(null=True)
    policy = models.BooleanField(default=False)
    # The point is the middle of the group, until somebody knows better (decision 019).
    provisional = models.BooleanField(default=False)
    # What the household waits for, in the words of apps.issues.brief; null: nothing.
    issues = models.TextField(null=True)
    # The same of kinds that only few may read, each with the levels that may. Never a column of an
    # answer: ``apps.webmap.issues.readable_issues`` picks out what the actor may read.
    guarded = ArrayField(models.TextField(), null=True)

    objects = HouseholdMarkQuerySet.as_manager()

    class Meta:
        indexes = [
            GistIndex(fields=["geom"], name="household_mark_geom", fillfactor=95),
            *(
                models.Index(
                    fields=[name],
                    condition=models.Q(**{f"{name}__isnull": False}),
                    name=f"household_mark_{name}",
                )
                for name in ("group", "person", "next_person")
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.household_id}"


class MapUnit(models.Model):
    """A commune, village or group as tiles show it."""

    class Level(models.TextChoices):
        COMMUNE = "commune", _("Xã")
        VILLAGE = "village", _("Thôn")
        GROUP = "group", _("Tổ NDTQ")

    level = models.CharField(max_length=10, choices=Level.choices)
    # Key of the unit in the table of its level.
    unit_id = models.BigIntegerField()
    name = models.CharField(max_length=160)
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    village = models.ForeignKey(
        Village, on_delete=models.CASCADE, related_name="+", db_constraint=False, null=True
    )
    group = models.ForeignKey(
        SelfManagedGroup, on_delete=models.CASCADE, related_name="+", db_constraint=False, null=True
    )
    valid = DateRangeField()
    geom = models.MultiPolygonField(srid=TILE_SRID, spatial_index=False)
    # For zooms at which a whole commune is a finger wide.
    coarse = models.GeometryField(srid=TILE_SRID, spatial_index=False)
    # A point inside, degrees: where the name and the number stand.
    lon = models.FloatField()
    lat = models.FloatField()
    # Counts of the day in ``CommuneFigures``, under the keys of apps.webmap.codes.
    figures = models.JSONField(default=dict)
    # The same for the tier above: small numbers, and what would tell them, left out.
    shown = models.JSONField(default=dict)

    objects = MapUnitQuerySet.as_manager()

    class Meta:
        constraints = [
            # The level comes last, so that nobody is tempted to read a whole level by this index.
            models.UniqueConstraint(fields=["unit_id", "level"], name="map_unit_once"),
        ]
        indexes = [
            GistIndex(fields=["level", "geom"], name="map_unit_geom"),
            models.Index(fields=["commune", "level"], name="map_unit_of_commune"),
        ]

    def __str__(self) -> str:
        return self.name


class MapTally(models.Model):
    """One row for each statement that changed what the map of a commune shows.

    The version of a commune's map is the sum of its weights: rows of transactions that commit out
    of order all count, and no two writers wait for one another.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    weight = models.BigIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["commune"], include=["weight"], name="map_tally_sum"),
        ]

    def __str__(self) -> str:
        return f"#{self.commune_id}: {self.weight}"


class CommuneFigures(models.Model):
    """Of which day and version the figures in ``MapUnit`` of a commune are."""

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    day = models.DateField()
    version = models.BigIntegerField()
    # Of which version what the tier above may see is; null: not worked out since.
    shown_version = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"#{self.commune_id}: {self.day}"


class CommuneDay(models.Model):
    """A commune's figures on a day, as counted from one version of its data.

    ``told_on``: the day in whose villages and groups they are told.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    day = models.DateField()
    told_on = models.DateField()
    version = models.BigIntegerField()
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "day"], name="commune_day_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.commune_id}: {self.day}"
