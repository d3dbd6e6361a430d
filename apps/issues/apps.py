"""App configuration: household issues join what lies below here."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class IssuesConfig(AppConfig):
    name = "apps.issues"
    label = "issues"

    def ready(self) -> None:
        from apps.households.sections import register_section
        from apps.households.timeline import register_timeline
        from apps.issues.desk.household_page import issue_moments, issue_section
        from apps.issues.desk.inbox_source import SOURCE, issues_waiting
        from apps.issues.inbox import register_source

        register_section("issues", issue_section)
        register_timeline("issues", issue_moments)
        register_source(SOURCE, issues_waiting, gettext_lazy("Vấn đề của hộ"))
