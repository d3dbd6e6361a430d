"""A commune's kept day says of which version it is. Nothing was ever kept before."""

from datetime import date

from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [("webmap", "0004_provisional_and_in_person")]

    operations = [
        migrations.AddField(
            model_name="communeday",
            name="told_on",
            field=models.DateField(default=date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="communeday",
            name="version",
            field=models.BigIntegerField(default=-1),
            preserve_default=False,
        ),
    ]
