import django.db.models.functions.datetime
from django.db import migrations, models

from apps.common import migrating


class Migration(migrating.Migration):
    dependencies = [("visits", "0005_reminders")]

    operations = [
        # What was sent before counts as sent now: nothing of it is told again.
        migrations.AddField(
            model_name="remindersent",
            name="sent_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), verbose_name="gửi lúc"
            ),
        ),
    ]
