"""A shapefile's parts come one by one; which of them a job saw is counted."""

from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [("imports", "0002_batches")]

    operations = [
        migrations.AddField(
            model_name="importupload",
            name="parts_seen",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
