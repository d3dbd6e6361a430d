"""Base of all APIs."""

from typing import Any

from rest_framework.views import APIView

from apps.accounts.access import Access, actor_of, require_declaration
from apps.accounts.actor import Actor


class ActorAPIView(APIView):
    """An API that says who may use it and knows who asks."""

    access: Access

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        require_declaration(cls)
        return super().as_view(**initkwargs)

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)
