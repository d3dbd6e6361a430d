"""The pages that the reader may open."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from apps.accounts.access import actor_of
from apps.accounts.navigation import Link, links

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[Link]:
    """Links for the bar and the menu; none on a page without a request."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return []
    entries = import_string(settings.NAVIGATION)
    return list(links(entries, actor_of(request), path=request.path))
