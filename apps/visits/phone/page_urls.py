"""The app on a phone: its shell, its worker, and a fresh token for what it sends."""

from django.urls import path

from apps.visits.phone import pages

app_name = "mine"
urlpatterns = [
    path("ho-cua-toi/", pages.ShellView.as_view(), name="shell"),
    path("ho-cua-toi/sw.js", pages.worker, name="worker"),
    path("ho-cua-toi/manifest.webmanifest", pages.manifest, name="manifest"),
    path("api/phone/token/", pages.TokenView.as_view(), name="token"),
]
