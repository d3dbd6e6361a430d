"""Base of all APIs."""

from typing import Any, ClassVar

from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response
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


class DescriptionView(ActorAPIView):
    """An interface described in OpenAPI 3; ``urlconf``: the module of its addresses."""

    urlconf: ClassVar[str]
    schema = None

    def get(self, request: Request) -> Response:
        # Untyped, as all of drf-spectacular is.
        make: Any = SchemaGenerator
        return Response(make(urlconf=self.urlconf).get_schema(request=None, public=True))
