"""Base maps come from the environment, and a bad list stops the start saying why."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from gis_project.basemaps import BaseMap, base_maps, checked_url, for_leaflet, origins

ROOT = Path(__file__).resolve().parents[2]
URL = "https://{s}.tiles.example/{z}/{x}/{y}.png"
ROADS = {"name": "Đường sá", "url": URL, "attribution": "© OSM"}
SHADE = {
    "name": "Bóng địa hình",
    "url": "http://hill.example:8080/{z}/{x}/{y}.png",
    "attribution": "Sở",
    "maxZoom": 15,
    "kind": "overlay",
    "opacity": 0.3,
}


def listed(*entries: Any) -> str:
    return json.dumps(entries)


def test_none_is_a_quiet_ground() -> None:
    assert base_maps("") == base_maps("[]") == ()


def test_the_list_is_read_with_its_defaults() -> None:
    roads, shade = base_maps(listed(ROADS, SHADE))
    assert roads == BaseMap("Đường sá", URL, "© OSM", 19, "base", 0.72)
    assert (shade.max_zoom, shade.kind, shade.opacity) == (15, "overlay", 0.3)
    assert origins([roads, shade, roads]) == ["https://*.tiles.example", "http://hill.example:8080"]
    assert [name for name, _url, _options in for_leaflet([roads, shade], "base")] == ["Đường sá"]
    _name, _url, options = for_leaflet([roads, shade], "overlay")[0]
    assert options["maxNativeZoom"] == 15
    assert options["referrerPolicy"] == "strict-origin-when-cross-origin"


def test_the_old_setting_comes_first() -> None:
    old = BaseMap("Cũ", URL, "")
    assert base_maps(listed(ROADS), first=old)[0] is old


BAD = {
    "no JSON": ("{", "JSON"),
    "no list": ('{"name": "a"}', "list"),
    "no object": ("[1]", "object"),
    "no attribution": (listed({**ROADS, "attribution": " "}), "attribution"),
    "no name": (listed({k: v for k, v in ROADS.items() if k != "name"}), "name"),
    "a file": (listed({**ROADS, "url": "file:///etc/{z}/{x}/{y}"}), "https://"),
    "a script": (listed({**ROADS, "url": "javascript:alert(1)//{z}{x}{y}"}), "https://"),
    "no scheme": (listed({**ROADS, "url": "//t.example/{z}/{x}/{y}"}), "https://"),
    "no places": (listed({**ROADS, "url": "https://t.example/1.png"}), "{x}"),
    "a second directive": (
        listed({**ROADS, "url": "https://t.example;script-src *{z}/{x}/{y}"}),
        "strange host",
    ),
    "everybody's host": (listed({**ROADS, "url": "https://*/{z}/{x}/{y}"}), "strange host"),
    "an unknown key": (listed({**ROADS, "subdomains": "abc"}), "subdomains"),
    "an unknown kind": (listed({**ROADS, "kind": "top"}), "overlay"),
    "zoom of text": (listed({**ROADS, "maxZoom": "19"}), "maxZoom"),
    "zoom of truth": (listed({**ROADS, "maxZoom": True}), "maxZoom"),
    "too opaque": (listed({**ROADS, "opacity": 2}), "opacity"),
    "a name twice": (listed(ROADS, ROADS), "same name"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_a_bad_list_is_refused(text: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="GANDAN_BASE_MAPS") as refused:
        base_maps(text)
    assert said in str(refused.value)


def test_a_bad_address_names_its_variable() -> None:
    with pytest.raises(ImproperlyConfigured, match="GANDAN_TILE_URL"):
        checked_url("ftp://t.example/{z}/{x}/{y}", "GANDAN_TILE_URL")


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    code = (
        "from django.conf import settings as s;"
        "print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']);"
        "print(len(s.LEAFLET_CONFIG['TILES']), len(s.LEAFLET_CONFIG['OVERLAYS']))"
    )
    kept = {key: os.environ[key] for key in ("PATH", "DATABASE_URL") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | {"DJANGO_SETTINGS_MODULE": "gis_project.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_may_load_exactly_the_listed_hosts() -> None:
    result = started(
        GANDAN_BASE_MAPS=listed(ROADS, SHADE), GANDAN_TILE_URL="https://old.example/{z}/{x}/{y}.png"
    )
    sources, counts = result.stdout.splitlines()
    assert "'https://old.example', 'https://*.tiles.example', 'http://hill.example:8080'" in sources
    assert counts == "2 1"


def test_a_bad_list_stops_the_start() -> None:
    result = started(GANDAN_BASE_MAPS="[{}]")
    assert result.returncode != 0
    assert "GANDAN_BASE_MAPS: [0]" in result.stderr
