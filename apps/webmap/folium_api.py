"""The page for a meeting room without a network, as a download."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.accounts.models import AccessLog
from apps.accounts.roles import MAP_ROLES
from apps.accounts.services import record_access
from apps.common import clock
from apps.people.makers import maker_of, moment_text
from apps.webmap.folium_measures import MEASURES
from apps.webmap.folium_page import offline_page
from apps.webmap.folium_rows import MOST_HOUSEHOLDS, Wanted, content_for
from apps.webmap.folium_themes import THEMES

MOST_LETTERS = 120
_BIGGEST_KEY = 2**63 - 1


class _FoliumSerializer(serializers.Serializer[Any]):
    theme = serializers.ChoiceField(choices=THEMES, default="coverage")
    measure = serializers.ChoiceField(choices=MEASURES, default="coverage")
    title = serializers.CharField(max_length=MOST_LETTERS, default="", allow_blank=True)
    village = serializers.IntegerField(
        allow_null=True, default=None, min_value=1, max_value=_BIGGEST_KEY
    )
    commune = serializers.IntegerField(
        allow_null=True, default=None, min_value=1, max_value=_BIGGEST_KEY
    )
    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=_BIGGEST_KEY),
        allow_null=True,
        default=None,
        min_length=1,
        max_length=MOST_HOUSEHOLDS,
    )


class FoliumView(ActorAPIView):
    """One file with the map of the chosen households; logged with their number."""

    access = only(MAP_ROLES)
    # The page's own business, not an interface for others.
    schema = None

    def post(self, request: Request) -> HttpResponse:
        body = _FoliumSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        form = body.validated_data
        ids = None if form["ids"] is None else frozenset(form["ids"])
        wanted = Wanted(form["theme"], ids, form["village"], form["measure"], form["commune"])
        now = clock.now()
        content = content_for(self.actor, wanted, at=clock.local_day(now))
        page = offline_page(
            content,
            title=form["title"] or content.title,
            by=maker_of(self.actor, request.user.get_username()),
            moment=moment_text(now),
        )
        record_access(
            actor=self.actor,
            action=AccessLog.Action.FOLIUM,
            count=content.total,
            detail=wanted.measure if content.measure else wanted.theme,
            at=now,
        )
        response = HttpResponse(page, content_type="text/html; charset=utf-8")
        name = f"ban-do-{now.astimezone(clock.ZONE):%Y%m%d-%H%M}.html"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
