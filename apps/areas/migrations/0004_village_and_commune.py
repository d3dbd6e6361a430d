"""A village and its commune as one thing that keys can refer to."""

from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0003_rules"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="village",
            constraint=models.UniqueConstraint(
                fields=("id", "commune"), name="village_and_commune"
            ),
        ),
    ]
