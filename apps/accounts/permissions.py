"""The second lock on APIs, behind the middleware."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.access import Access, actor_of

if TYPE_CHECKING:
    # rest_framework.views itself loads this module through the settings.
    from rest_framework.views import APIView


class DeclaredAccess(BasePermission):
    """Lets through whom the view's declaration lets through, and nobody without one."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        access = getattr(view, "access", None)
        return isinstance(access, Access) and access.allows(actor_of(request))
