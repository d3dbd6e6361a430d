"""Addresses of what pages run and look like."""

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def page_script(page: str) -> str:
    """The page's modules packed into one file (``npm run bundle``), or where they are imported."""
    return static(f"dist/{page}.js" if settings.PAGES_PACKED else f"js/pages/{page}.js")


@register.simple_tag
def page_styles(page: str) -> str:
    """The page's style sheets packed into one file, or where they are imported."""
    return static(f"dist/{page}.css" if settings.PAGES_PACKED else f"css/pages/{page}.css")
