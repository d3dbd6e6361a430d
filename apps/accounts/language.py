"""The language of a page: Vietnamese, unless the reader chose another in the menu.

Django's own LocaleMiddleware also follows the browser, and most phones and office computers
here are left in English by whoever set them up; their owners read Vietnamese.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def chosen_language(request: HttpRequest) -> str:
    """The language of the cookie that the switch sets; the site's own without one."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    try:
        return translation.get_supported_language_variant(cookie)
    except LookupError:
        return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Stands in place of LocaleMiddleware and, like it, leaves the language active."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response
