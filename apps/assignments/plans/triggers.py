"""Rules of a plan that no check constraint can say, since they read other tables."""

from __future__ import annotations

import pgtrigger

from apps.assignments.plan_states import transitions

_STEPS = ",".join(f"'{before}:{after}'" for before, after in transitions())

PLAN_STEPS = f"""
    IF TG_OP = 'DELETE' THEN
        -- What was decided, or put to a meeting, stays.
        IF OLD.state NOT IN ('draft', 'dropped') THEN
            RAISE EXCEPTION 'a plan in the state % is not deleted', OLD.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> NEW.state AND OLD.state || ':' || NEW.state NOT IN ({_STEPS}) THEN
        RAISE EXCEPTION 'no plan goes from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_state_follows';
    END IF;
    RETURN NEW;
"""

ONLY_IN_DRAFT = """
    -- FOR SHARE: the plan cannot be submitted or resolved while its content changes.
    SELECT state, cell_id INTO plan_state, plan_cell FROM assignments_assignmentplan
    WHERE id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END) FOR SHARE;
    IF plan_state NOT IN ('draft', 'dropped') THEN
        RAISE EXCEPTION 'only a draft is written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_written_in_draft';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
"""

PAIR_FITS = """
    IF NOT EXISTS (
        SELECT 1 FROM households_household AS home
        JOIN people_cellvillage AS served ON served.village_id = home.village_id
        WHERE home.id = NEW.household_id AND served.cell_id = plan_cell
    ) THEN
        RAISE EXCEPTION 'the household lies in no village of the cell'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_pair_in_villages';
    END IF;
    IF EXISTS (
        SELECT 1 FROM assignments_planban AS ban
        WHERE ban.plan_id = NEW.plan_id AND ban.household_id = NEW.household_id
          AND ban.person_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION 'the committee forbids this pair'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_pair_not_banned';
    END IF;
    IF EXISTS (
        SELECT 1 FROM households_householdmember AS resident
        WHERE resident.household_id = NEW.household_id AND resident.person_id = NEW.person_id
          AND resident.left_on IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody is put in charge of their own household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_pair_not_own_household';
    END IF;
    RETURN NEW;
"""

BAN_FITS = """
    IF EXISTS (
        SELECT 1 FROM assignments_planpair AS pair
        WHERE pair.plan_id = NEW.plan_id AND pair.household_id = NEW.household_id
          AND pair.person_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION 'this pair stands in the plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_ban_not_paired';
    END IF;
    RETURN NEW;
"""

_DECLARED = [("plan_state", "text"), ("plan_cell", "bigint")]
_EVERY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def steps() -> pgtrigger.Trigger:
    """A plan goes through its states in their order."""
    return pgtrigger.Trigger(
        name="plan_steps",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=PLAN_STEPS,
    )


def in_draft(name: str, more: str = "    RETURN NEW;") -> pgtrigger.Trigger:
    """What belongs to a plan is written while the plan is a draft."""
    return pgtrigger.Trigger(
        name=name,
        operation=_EVERY,
        when=pgtrigger.Before,
        declare=_DECLARED,
        func=ONLY_IN_DRAFT + more,
    )
