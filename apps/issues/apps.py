"""App configuration: household issues join what lies below here."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "apps.issues"
    label = "issues"

    def ready(self) -> None:
        from apps.issues.inbox import register_source
        from apps.issues.tasks.waiting import MEETINGS, TASKS, waiting_meetings, waiting_tasks

        register_source(TASKS, waiting_tasks)
        register_source(MEETINGS, waiting_meetings)
