"""App configuration: assignments follow units, people and households, and are told of."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "apps.assignments"
    label = "assignments"

    def ready(self) -> None:
        from apps.accounts.reach import register_grants
        from apps.areas.succession import units_succeeded
        from apps.assignments.departures import end_charges, households_carried, stakes
        from apps.assignments.following import follow_leaving, follow_moving, follow_return
        from apps.assignments.household_page import (
            charge_consequences,
            charge_moments,
            charge_section,
        )
        from apps.assignments.import_rows import take_assignments, who_is_in_charge
        from apps.assignments.merging import follow_merge, own_household_words, tell_assignments
        from apps.assignments.plans.terms import end_with_cell, go_on_with_term
        from apps.assignments.reach import TRACE, assignment_grants
        from apps.assignments.succession import follow_succession
        from apps.households import sections, signals
        from apps.households.merging import households_merged, register_refusal
        from apps.households.timeline import register_timeline
        from apps.households.unmerging import register_teller
        from apps.imports.writers.registry import register_charges, register_writer
        from apps.people import loads
        from apps.people.departures import (
            cell_ended,
            duty_ended,
            person_left,
            register_stakes,
            term_corrected,
        )

        register_writer("assignments", take_assignments)
        register_charges("assignments", who_is_in_charge)
        register_grants("assignments", assignment_grants, trace=TRACE)
        units_succeeded.connect(follow_succession, dispatch_uid="assignments")
        loads.register("assignments", households_carried)
        register_stakes("assignments", stakes)
        duty_ended.connect(end_charges, dispatch_uid="assignments")
        person_left.connect(end_charges, dispatch_uid="assignments")
        cell_ended.connect(end_with_cell, dispatch_uid="assignments")
        term_corrected.connect(go_on_with_term, dispatch_uid="assignments")
        sections.register_section("assignments", charge_section)
        sections.register_consequences("assignments", charge_consequences)
        register_timeline("assignments", charge_moments)
        signals.household_left.connect(follow_leaving, dispatch_uid="assignments")
        signals.household_returned.connect(follow_return, dispatch_uid="assignments")
        signals.household_moved.connect(follow_moving, dispatch_uid="assignments")
        households_merged.connect(follow_merge, dispatch_uid="assignments")
        register_refusal("resident_not_in_own_charge", own_household_words)
        register_teller("assignment", tell_assignments)
