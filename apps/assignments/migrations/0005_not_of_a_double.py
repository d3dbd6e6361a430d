"""Nobody is put in charge of an entry that was merged into another household."""

from django.db import migrations

from apps.common import migrating

FUNCTION = """
CREATE FUNCTION assignment_not_of_double() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    leads_to bigint;
BEGIN
    -- Waits for a merge under way, and then sees what it did.
    SELECT merged_into_id INTO leads_to FROM households_household
    WHERE id = NEW.household_id FOR KEY SHARE;
    IF leads_to IS NOT NULL THEN
        RAISE EXCEPTION 'this entry was merged into another household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_not_of_double';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignment_not_of_double
BEFORE INSERT ON assignments_assignment
FOR EACH ROW WHEN (NEW.tier = 3)
EXECUTE FUNCTION assignment_not_of_double();
"""

UNDO = """
DROP TRIGGER assignment_not_of_double ON assignments_assignment;
DROP FUNCTION assignment_not_of_double();
"""


class Migration(migrating.Migration):
    dependencies = [("assignments", "0004_own_household"), ("households", "0003_desk")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
