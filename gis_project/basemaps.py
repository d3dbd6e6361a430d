"""Base maps and overlays from the environment; a bad list stops the start with a clear message.

``GANDAN_BASE_MAPS`` is a JSON list of objects::

    {"name": "Nền OSM", "url": "https://tiles.example/{z}/{x}/{y}.png",
     "attribution": "© OpenStreetMap", "maxZoom": 19, "kind": "base", "opacity": 0.72}

``kind`` is ``base`` (one at a time, the default) or ``overlay`` (any number above it, such as
hill-shading or imagery); ``maxZoom`` (1–22) and ``opacity`` (0–1) may be left out.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAME = "GANDAN_BASE_MAPS"
KEYS = frozenset({"name", "url", "attribution", "maxZoom", "kind", "opacity"})
MAX_ZOOM = 22
# A quiet ground: a base map stands back behind the households, an overlay behind the base map.
OPACITY = {"base": 0.72, "overlay": 0.5}
PLACES = ("{x}", "{y}", "{z}")

Kind = Literal["base", "overlay"]


@dataclass(frozen=True, slots=True)
class BaseMap:
    """One layer of tiles; ``url`` has ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}``, ``{r}``."""

    name: "StrOrPromise"
    url: str
    attribution: str
    max_zoom: int = 19
    kind: Kind = "base"
    opacity: float = OPACITY["base"]

    @property
    def origin(self) -> str:
        """The tile server as a CSP source; ``{s}`` stands for any sub-domain."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"

    def for_leaflet(self) -> tuple["StrOrPromise", str, dict[str, Any]]:
        """As django-leaflet lists layers: label, URL template, options."""
        options = {
            "attribution": self.attribution,
            "maxNativeZoom": self.max_zoom,
            "maxZoom": MAX_ZOOM,
            "opacity": self.opacity,
            # Django's default policy sends no referrer, and some servers then answer 403.
            "referrerPolicy": "strict-origin-when-cross-origin",
        }
        return self.name, self.url, options


def _refuse(reason_vi: str, reason_en: str, name: str = NAME) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {reason_vi} / {reason_en}.")


def _text(entry: dict[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _refuse(f"{where} thiếu {key}", f"{where} has no {key}")
    return value.strip()


def _number(entry: dict[str, Any], key: str, default: float, low: float, high: float) -> float:
    value = entry.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _refuse(
            f"{key}={value!r}: dùng một số từ {low} đến {high}",
            f"{key}={value!r}: use a number from {low} to {high}",
        )
    return float(value)


def checked_url(url: str, name: str = NAME) -> str:
    """A tile address that a page may load; raises ImproperlyConfigured naming the variable."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refuse(f"{url!r} không đọc được", f"{url!r} cannot be read", name) from error
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise _refuse(
            f"{url!r} phải bắt đầu bằng https:// hoặc http://",
            f"{url!r} must begin with https:// or http://",
            name,
        )
    # What a content security policy would read as a second word or directive, or as a log-in.
    if any(sign in parts.netloc for sign in " ;,'\"@*"):
        raise _refuse(f"{url!r} có tên máy chủ lạ", f"{url!r} has a strange host name", name)
    if missing := [place for place in PLACES if place not in url]:
        raise _refuse(f"{url!r} thiếu {missing}", f"{url!r} has no {missing}", name)
    return url


def _base_map(entry: Any, position: int) -> BaseMap:
    where = f"[{position}]"
    if not isinstance(entry, dict):
        raise _refuse(f"{where} phải là một đối tượng", f"{where} must be an object")
    if unknown := sorted(set(entry) - KEYS):
        raise _refuse(f"{where} có khoá lạ {unknown}", f"{where} has unknown keys {unknown}")
    kind = entry.get("kind", "base")
    if kind not in OPACITY:
        raise _refuse(f"{where} kind={kind!r}: dùng base hoặc overlay", f"{where}: base or overlay")
    max_zoom = _number(entry, "maxZoom", 19, 1, MAX_ZOOM)
    return BaseMap(
        name=_text(entry, "name", where),
        url=checked_url(_text(entry, "url", where)),
        attribution=_text(entry, "attribution", where),
        max_zoom=int(max_zoom),
        kind=kind,
        opacity=_number(entry, "opacity", OPACITY[kind], 0, 1),
    )


def base_maps(text: str, *, first: BaseMap | None = None) -> tuple[BaseMap, ...]:
    """The layers that ``text`` lists, after ``first``; empty text lists none.

    Raises ImproperlyConfigured for anything that is not such a list, or a name used twice.
    """
    try:
        entries = json.loads(text) if text.strip() else []
    except json.JSONDecodeError as error:
        raise _refuse(f"không phải JSON ({error})", "is no JSON") from error
    if not isinstance(entries, list):
        raise _refuse("phải là một danh sách JSON", "must be a JSON list")
    found = [_base_map(entry, position) for position, entry in enumerate(entries)]
    # Without the first: its name may be a text that cannot be translated yet.
    if len({str(layer.name) for layer in found}) < len(found):
        raise _refuse("có hai lớp trùng tên", "two layers have the same name")
    return tuple(found) if first is None else (first, *found)


def origins(layers: Iterable[BaseMap]) -> list[str]:
    """Each tile server once, as CSP sources."""
    return list(dict.fromkeys(layer.origin for layer in layers))


def for_leaflet(
    layers: Iterable[BaseMap], kind: Kind
) -> list[tuple["StrOrPromise", str, dict[str, Any]]]:
    """The layers of one kind, as django-leaflet's ``TILES`` and ``OVERLAYS``."""
    return [layer.for_leaflet() for layer in layers if layer.kind == kind]
