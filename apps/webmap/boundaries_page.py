"""The page where the commune's office draws and edits boundaries."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.access import ActorView, only
from apps.areas.querysets import BOUNDARY_ROLES
from apps.webmap.strings.boundaries import boundary_strings

# What the page calls, by the name its JavaScript knows it by.
ADDRESSES = {
    "data": "webmap:boundaries",
    "history": "webmap:boundaries-history",
    "check": "webmap:boundaries-check",
    "check_split": "webmap:boundaries-check-split",
    "redraw": "webmap:boundaries-redraw",
    "add": "webmap:boundaries-add",
    "rename": "webmap:boundaries-rename",
    "split": "webmap:boundaries-split",
    "merge": "webmap:boundaries-merge",
    "undo": "webmap:boundaries-undo",
}


def boundary_config(user: int | None) -> dict[str, Any]:
    """The page's configuration, as ``static/js/pages/boundaries.js`` reads it.

    ``user`` is the key of the account; a drawing not yet saved is kept in the browser under it.
    """
    return {
        "user": user,
        "urls": {name: reverse(view) for name, view in ADDRESSES.items()},
        "strings": boundary_strings(),
    }


class BoundariesPageView(ActorView):
    access = only(BOUNDARY_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        config = boundary_config(request.user.pk)
        return render(request, "webmap/boundaries.html", {"boundary_config": config})
