"""App configuration: contact logs are taken in here."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "apps.visits"
    label = "visits"

    def ready(self) -> None:
        from apps.imports.writers.registry import register_writer
        from apps.visits.import_rows import take_contacts

        register_writer("contacts", take_contacts)
