"""App configuration."""

from django.apps import AppConfig


class WebmapConfig(AppConfig):
    name = "apps.webmap"
    label = "webmap"
