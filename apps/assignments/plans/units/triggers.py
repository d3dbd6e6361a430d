"""Rules of plans of the upper tiers that no check constraint can say, since they read others."""

SEAT_FITS = """
    IF NOT EXISTS (
        SELECT 1 FROM assignments_assignmentplan AS plan
        LEFT JOIN areas_selfmanagedgroup AS unit ON unit.id = NEW.group_id
        JOIN areas_village AS place ON place.id = coalesce(NEW.village_id, unit.village_id)
        WHERE plan.id = NEW.plan_id AND place.commune_id = plan.commune_id
          AND plan.tier = CASE WHEN NEW.group_id IS NULL THEN 1 ELSE 2 END
    ) THEN
        RAISE EXCEPTION 'the unit is none of this plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_seat_fits_plan';
    END IF;
"""

SEAT_NOT_BANNED = """
    IF EXISTS (
        SELECT 1 FROM assignments_planseatban AS ban
        WHERE ban.plan_id = NEW.plan_id AND ban.person_id = NEW.person_id
          AND (ban.group_id = NEW.group_id OR ban.village_id = NEW.village_id)
    ) THEN
        RAISE EXCEPTION 'this person is kept off the unit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_seat_not_banned';
    END IF;
    RETURN NEW;
"""

BAN_NOT_SEATED = """
    IF EXISTS (
        SELECT 1 FROM assignments_planseat AS seat
        WHERE seat.plan_id = NEW.plan_id AND seat.person_id = NEW.person_id
          AND (seat.group_id = NEW.group_id OR seat.village_id = NEW.village_id)
    ) THEN
        RAISE EXCEPTION 'this person stands in the plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_seat_ban_not_seated';
    END IF;
    RETURN NEW;
"""

SECRETARY_FITS = """
    IF NOT EXISTS (
        SELECT 1 FROM assignments_assignmentplan AS plan
        JOIN areas_village AS place ON place.commune_id = plan.commune_id
        WHERE plan.id = NEW.plan_id AND place.id = NEW.village_id AND plan.tier = 1
    ) THEN
        RAISE EXCEPTION 'the village is none of this plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_secretary_fits_plan';
    END IF;
    RETURN NEW;
"""
