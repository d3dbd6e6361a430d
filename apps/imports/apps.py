"""App configuration: the writers of the apps below, and what their files were called."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "apps.imports"
    label = "imports"

    def ready(self) -> None:
        from apps.households.timeline import register_file_names
        from apps.imports.selectors import names_by_digest
        from apps.imports.writers.households import take_households
        from apps.imports.writers.layers import take_commune, take_groups, take_villages
        from apps.imports.writers.members import take_members
        from apps.imports.writers.registry import register_writer

        register_writer("commune", take_commune)
        register_writer("villages", take_villages)
        register_writer("groups", take_groups)
        register_writer("households", take_households)
        register_writer("members", take_members)
        register_file_names("imports", names_by_digest)
