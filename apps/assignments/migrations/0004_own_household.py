"""The other side of "nobody in charge of their own household": moving into one's charge."""

from django.db import migrations

from apps.common import migrating

FUNCTION = """
CREATE FUNCTION resident_not_in_own_charge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS NULL THEN
        RETURN NULL;
    END IF;
    -- The same lock as on the side of the assignment, so that two transactions cannot pass each other.
    PERFORM 1 FROM households_household WHERE id = NEW.household_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM assignments_assignment AS assignment
        WHERE assignment.household_id = NEW.household_id
          AND assignment.person_id = NEW.person_id
          AND assignment.tier = 3
          AND (upper_inf(assignment.period) OR upper(assignment.period) > CURRENT_DATE)
          AND (NEW.left_on IS NULL OR NEW.left_on > lower(assignment.period))
    ) THEN
        RAISE EXCEPTION 'nobody is put in charge of their own household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resident_not_in_own_charge';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER resident_not_in_own_charge
AFTER INSERT OR UPDATE ON households_householdmember
FOR EACH ROW EXECUTE FUNCTION resident_not_in_own_charge();
"""

UNDO = """
DROP TRIGGER resident_not_in_own_charge ON households_householdmember;
DROP FUNCTION resident_not_in_own_charge();
"""


class Migration(migrating.Migration):
    dependencies = [("assignments", "0003_initial"), ("households", "0002_initial")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
