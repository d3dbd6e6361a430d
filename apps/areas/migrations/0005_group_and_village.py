"""A group and its village as one thing that keys can refer to."""

from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0004_village_and_commune"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="selfmanagedgroup",
            constraint=models.UniqueConstraint(fields=("id", "village"), name="group_and_village"),
        ),
    ]
