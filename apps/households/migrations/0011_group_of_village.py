"""One key to a group of the household's own village, in place of one to any group.

What is stored is put right first. Who had left before the group came to another village goes with
it, as those did who lived there; of all others the village is what is known, and a list of
households has changed it without a word on the group.
"""

import django.db.models.deletion
from django.db import migrations, models

from apps.common import migrating

PUT_RIGHT = """
UPDATE households_household AS home SET village_id = unit.village_id
FROM areas_selfmanagedgroup AS unit, areas_village AS was
WHERE unit.id = home.group_id AND was.id = home.village_id AND unit.village_id <> home.village_id
    AND was.valid_to IS NOT NULL AND home.left_on IS NOT NULL;
UPDATE households_household AS home SET group_id = NULL
FROM areas_selfmanagedgroup AS unit
WHERE unit.id = home.group_id AND unit.village_id <> home.village_id;
"""
HOLD = """
-- What was just put right is looked at now: a table with rows still to be looked at stays as it is.
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE households_household ADD CONSTRAINT household_group_of_village
    FOREIGN KEY (group_id, village_id) REFERENCES areas_selfmanagedgroup (id, village_id)
    DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS ALL DEFERRED;
"""
LET_GO = "ALTER TABLE households_household DROP CONSTRAINT household_group_of_village;"


class Migration(migrating.Migration):
    dependencies = [
        ("areas", "0005_group_and_village"),
        ("households", "0010_quicker_to_fill"),
    ]

    operations = [
        migrations.AlterField(
            model_name="household",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="households",
                to="areas.selfmanagedgroup",
            ),
        ),
        migrations.RunSQL(PUT_RIGHT, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, LET_GO),
    ]
