"""Figures go by when a contact happened, which is not always what a phone's clock said.

The tables may hold hundreds of thousands of rows, and their histories are never updated. So nothing
is: the new column is born as a generated one, filled while the table is written anew, and then
cut loose. No trigger fires and no row of history is added.
"""

from django.db import migrations, models

import apps.common.db
from apps.common import migrating

TABLES = ("visits_contact", "visits_contactevent")
_DAY = "date GENERATED ALWAYS AS ((({moment}) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) STORED"
_INDEX = "CREATE INDEX contact_household_day ON visits_contact (household_id, day DESC);"


def _forwards(table: str) -> str:
    return f"""
    ALTER TABLE {table} DROP COLUMN day,
        ADD COLUMN happened_at timestamptz GENERATED ALWAYS AS (said_at) STORED;
    ALTER TABLE {table} ALTER COLUMN happened_at DROP EXPRESSION;
    ALTER TABLE {table} ALTER COLUMN happened_at SET NOT NULL,
        ADD COLUMN day {_DAY.format(moment="happened_at")};
    """


def _backwards(table: str) -> str:
    return f"""
    ALTER TABLE {table} DROP COLUMN day;
    ALTER TABLE {table} DROP COLUMN happened_at,
        ADD COLUMN day {_DAY.format(moment="said_at")};
    """


def _state(model: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AddField(
            model_name=model,
            name="happened_at",
            field=models.DateTimeField(verbose_name="thời điểm đã chỉnh"),
        ),
        migrations.AlterField(
            model_name=model,
            name="day",
            field=models.GeneratedField(
                db_persist=True,
                expression=apps.common.db.LocalDay(models.F("happened_at")),
                output_field=models.DateField(),
            ),
        ),
    ]


class Migration(migrating.Migration):
    dependencies = [("visits", "0002_contacts_follow_merges")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "".join(map(_forwards, TABLES)) + _INDEX,
                    "".join(map(_backwards, TABLES)) + _INDEX,
                )
            ],
            state_operations=[*_state("contact"), *_state("contactevent")],
        )
    ]
