"""One key to a village of the household's own commune, in place of one to each.

It holds more than the two did, and is looked at once for each household that comes in.
"""

import django.db.models.deletion
from django.db import migrations, models

from apps.common import migrating

HOLD = """
ALTER TABLE households_household ADD CONSTRAINT household_village_of_commune
    FOREIGN KEY (village_id, commune_id) REFERENCES areas_village (id, commune_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
LET_GO = "ALTER TABLE households_household DROP CONSTRAINT household_village_of_commune;"


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0004_village_and_commune"),
        ("households", "0008_lean_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="household",
            name="commune",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="areas.commune",
            ),
        ),
        migrations.AlterField(
            model_name="household",
            name="village",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="areas.village",
            ),
        ),
        migrations.RunSQL(HOLD, LET_GO),
    ]
