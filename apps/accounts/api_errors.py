"""From exception to answer: one place, so that every API speaks the same way."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from apps.common.errors import DomainError


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: ``{code, message}`` in Vietnamese with the right status."""
    if isinstance(error, DomainError):
        body = {"code": error.code, "message": error.message, **error.detail}
        return Response(body, status=error.status)
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, Http404):
        response.data = {
            "code": "not_found",
            "message": _("Không tìm thấy, hoặc nằm ngoài địa bàn của bạn."),
        }
    elif isinstance(error, PermissionDenied | APIException):
        code = getattr(error, "default_code", "forbidden")
        response.data = {"code": code, "message": str(getattr(error, "detail", error) or code)}
    return response
