"""Units by level and place in one index, so that the smallest levels are read by place too."""

import django.contrib.postgres.indexes
from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0002_boundary_edit"),
        ("webmap", "0002_triggers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mapunit",
            name="map_unit_once",
        ),
        migrations.RemoveIndex(
            model_name="mapunit",
            name="map_unit_geom",
        ),
        migrations.AddIndex(
            model_name="mapunit",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["level", "geom"], name="map_unit_geom"
            ),
        ),
        migrations.AddConstraint(
            model_name="mapunit",
            constraint=models.UniqueConstraint(fields=("unit_id", "level"), name="map_unit_once"),
        ),
    ]
