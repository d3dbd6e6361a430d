"""Fewer indexes: none that is never asked, and none over rows that have nothing there."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0003_rules"),
        ("households", "0007_living_home"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="household",
            name="household_living",
        ),
        migrations.RemoveIndex(
            model_name="household",
            name="household_unlocated",
        ),
        migrations.AlterField(
            model_name="household",
            name="commune",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="areas.commune",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="areas.selfmanagedgroup",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="households.household",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_off",
                to="households.household",
            ),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="commune",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="areas.commune",
            ),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="areas.selfmanagedgroup",
            ),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="merged_into",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="position",
            field=django.contrib.gis.db.models.fields.PointField(
                null=True, spatial_index=False, srid=4326
            ),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="split_from",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="households.household",
            ),
        ),
        migrations.AlterField(
            model_name="householdevent",
            name="village",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="areas.village",
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("group__isnull", False)),
                fields=["group"],
                name="household_of_group",
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="household_doubles",
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("split_from__isnull", False)),
                fields=["split_from"],
                name="household_split_off",
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("position__isnull", True)),
                fields=["village"],
                name="household_unlocated",
            ),
        ),
    ]
