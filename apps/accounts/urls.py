"""Log-in, log-out, passwords and second factors (allauth), and the language."""

from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import URLPattern, URLResolver, include, path

from apps.accounts.views import LogoutView, healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/logout/", LogoutView.as_view(), name="account_logout"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("language/", include(language_urls)),
]
