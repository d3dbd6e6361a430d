"""Health of the site."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from apps.accounts.access import PUBLIC, declares


@declares(PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; for load balancers and container health checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
