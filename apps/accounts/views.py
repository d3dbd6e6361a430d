"""Log-out, and health of the site."""

from typing import Any

from allauth.account.views import LogoutView as AllauthLogoutView
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from apps.accounts.access import PUBLIC, declares


class LogoutView(AllauthLogoutView):  # type: ignore[misc]  # allauth has no types
    """Ends the session and takes the map's tiles out of the browser.

    Tiles are kept and asked about again ("no-cache"), so that they load fast; whoever uses the
    same computer next must not find them on its disk. Cookies and settings stay.
    """

    access = PUBLIC

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


@declares(PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; for load balancers and container health checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
