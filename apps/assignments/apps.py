"""App configuration: assignments give reach, follow their units, and bring a kind of file."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "apps.assignments"
    label = "assignments"

    def ready(self) -> None:
        from apps.accounts.reach import register_grants
        from apps.areas.succession import units_succeeded
        from apps.assignments.import_rows import take_assignments
        from apps.assignments.reach import TRACE, assignment_grants
        from apps.assignments.succession import follow_succession
        from apps.imports.writers.registry import register_writer

        register_writer("assignments", take_assignments)
        register_grants("assignments", assignment_grants, trace=TRACE)
        units_succeeded.connect(follow_succession, dispatch_uid="assignments")
