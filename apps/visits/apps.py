"""App configuration: contact logs are taken in here."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "apps.visits"
    label = "visits"

    def ready(self) -> None:
        from apps.households.merging import households_merged
        from apps.households.unmerging import register_teller
        from apps.imports.writers.registry import register_writer
        from apps.visits.import_rows import take_contacts
        from apps.visits.merging import follow_merge, tell_contacts

        register_writer("contacts", take_contacts)
        households_merged.connect(follow_merge, dispatch_uid="visits")
        register_teller("contact", tell_contacts)
