"""App configuration: household issues join what lies below here."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "apps.issues"
    label = "issues"

    def ready(self) -> None:
        from apps.issues.rights import joining as rights
        from apps.issues.roadmap import joining as roadmap

        roadmap.join()
        rights.join()
