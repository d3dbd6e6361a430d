"""Rules about households that no check constraint can say, since they read other rows."""

LIVING_HOME_RULE = """
    IF TG_OP = 'UPDATE' AND OLD.left_on IS NULL AND OLD.household_id = NEW.household_id THEN
        -- Lives there already: what is known of somebody may be put right later, too.
        RETURN NEW;
    END IF;
    -- Waits for whoever is writing down that the household leaves, and then sees it; and whoever
    -- wants to write that down waits for this resident.
    PERFORM 1 FROM households_household WHERE id = NEW.household_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM households_household WHERE id = NEW.household_id AND left_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'nobody moves into a household that has left'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'resident_of_living_home';
    END IF;
    RETURN NEW;
"""
