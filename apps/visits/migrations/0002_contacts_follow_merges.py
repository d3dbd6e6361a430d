"""A contact written down for a double belongs to the household that is kept.

A phone that was out of reach does not know of the merge; what it brings must not be lost on an
entry that counts no more.
"""

from django.db import migrations

from apps.common import migrating

FUNCTION = """
CREATE FUNCTION contact_follows_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    leads_to bigint;
BEGIN
    LOOP
        -- Waits for a merge under way, and then sees what it did.
        SELECT merged_into_id INTO leads_to FROM households_household
        WHERE id = NEW.household_id FOR KEY SHARE;
        EXIT WHEN leads_to IS NULL;
        NEW.household_id := leads_to;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER contact_follows_merge
BEFORE INSERT ON visits_contact
FOR EACH ROW EXECUTE FUNCTION contact_follows_merge();
"""

UNDO = """
DROP TRIGGER contact_follows_merge ON visits_contact;
DROP FUNCTION contact_follows_merge();
"""


class Migration(migrating.Migration):
    dependencies = [("visits", "0001_initial"), ("households", "0003_desk")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
