"""All addresses of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.webmap.urls")),
    path("", include("apps.imports.urls")),
    path("accounts/", include("apps.people.urls")),
    path("", include("apps.accounts.urls")),
]
