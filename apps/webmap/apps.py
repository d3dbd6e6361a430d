"""App configuration."""

from django.apps import AppConfig


class WebmapConfig(AppConfig):
    name = "apps.webmap"
    label = "webmap"

    def ready(self) -> None:
        from apps.households.signals import households_to_change
        from apps.webmap.turns import lock_marks

        households_to_change.connect(lock_marks, dispatch_uid="webmap")
