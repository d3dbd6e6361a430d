"""The shell of "Hộ của tôi": a page without a name in it, which a phone keeps and fills itself.

What stands in it is the same for everybody of one language. Households come by the API and are
kept encrypted by the phone; so the worker may keep this page where no other page is kept.
"""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accounts.access import LOGGED_IN, PUBLIC, ActorView, declares, only
from apps.accounts.roles import PHONE_ROLES
from apps.common.templatetags.pages import page_script, page_styles
from apps.visits.phone.texts import phone_texts

PRIMARY = "#0b4a6f"
PAPER = "#f7f5f0"
ICON_SIZES = (192, 512)


class ShellView(ActorView):
    """The page itself."""

    access = only(PHONE_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "mine/shell.html", _shell())


class TokenView(ActorView):
    """A fresh CSRF token: the one in a page that a worker kept went with its session.

    For whoever is logged in: somebody relieved last week may still bring what was done before.
    """

    access = LOGGED_IN

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"csrf": get_token(request)})


@declares(PUBLIC)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the files of this version; public, as scripts are.

    It stands under the app's own address, so that no other page is in its hands.
    """
    script = page_script("mineworker")
    # A classic script where it can be one: not every phone takes a module as a worker.
    load = f'importScripts("{script}");' if settings.PAGES_PACKED else f'import "{script}";'
    told = json.dumps({"version": _version(), "page": reverse("mine:shell"), "files": _files()})
    response = HttpResponse(
        f"{load}\nself.startWorker({told});\n", content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


@declares(PUBLIC)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to install the app."""
    page = reverse("mine:shell")
    icons = [
        {
            "src": static(f"img/phone-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in ICON_SIZES
        for purpose in ("any", "maskable")
    ]
    told = {
        "id": page,
        "name": _("Hộ của tôi – Gần Dân"),
        "short_name": _("Hộ của tôi"),
        "description": _("Ghi lần thăm hộ ngay tại cổng, có sóng hay không."),
        "lang": get_language(),
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": PAPER,
        "theme_color": PRIMARY,
        "icons": icons,
    }
    return HttpResponse(json.dumps(told), content_type="application/manifest+json")


def _shell() -> dict[str, Any]:
    return {
        "packed": settings.PAGES_PACKED,
        "config": {
            "strings": phone_texts(),
            "language": get_language(),
            "version": _version(),
            "worker": {
                "url": reverse("mine:worker"),
                "type": "classic" if settings.PAGES_PACKED else "module",
            },
            "login": f"{reverse('account_login')}?next={reverse('mine:shell')}",
            "logout": reverse("account_logout"),
            "map_script": page_script("minemap"),
            "map_styles": static("vendor/leaflet/leaflet.css"),
        },
    }


def _files() -> list[str]:
    """What the page needs besides itself. Modules one by one are kept as they come."""
    scripts = [page_script("mine"), page_script("minemap")] if settings.PAGES_PACKED else []
    styles = [static("css/base.css"), page_styles("mine"), static("vendor/leaflet/leaflet.css")]
    return [*scripts, *styles, static("img/mark.svg")]


def _version() -> str:
    """Changes with every file, by the hash in its name, and with every word of the page."""
    parts = [
        *_files(),
        page_script("mineworker"),
        json.dumps(phone_texts(), sort_keys=True),
        render_to_string("mine/_body.html"),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]
