"""App configuration: contact logs are taken in here."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "apps.visits"
    label = "visits"

    def ready(self) -> None:
        from apps.households.sections import register_section
        from apps.households.timeline import register_timeline
        from apps.imports.writers.registry import register_writer
        from apps.visits.household_page import contact_moments, contact_section
        from apps.visits.import_rows import take_contacts

        register_writer("contacts", take_contacts)
        register_section("visits", contact_section)
        register_timeline("visits", contact_moments)
