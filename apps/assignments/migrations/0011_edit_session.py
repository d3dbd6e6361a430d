from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [
        ("assignments", "0010_same_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="planedit",
            name="session",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
