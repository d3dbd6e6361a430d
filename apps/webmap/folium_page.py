"""One HTML file with a map that opens from disk, without a network.

folium writes the page; everything it would fetch from elsewhere is left out or put inside. Its
templates put texts into markup and scripts as they are, so no text of ours passes through them:
the data goes in as JSON that cannot end its script, and the scripts in ``offline`` make text
nodes of it. A content security policy allows the scripts of this file by their hashes and no
address.
"""

import base64
import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from folium.template import Template

from apps.webmap.folium_rows import Content

_OWN = Path(__file__).with_name("offline")
_PARTS = ("text", "areas", "households", "legend", "page")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Leaflet's pictures of layers and markers; this page shows none.
_PICTURE = re.compile(r"url\((?!['\"]?data:)[^)]*\)")
_HERE = "/* the page's own script */"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class _OfflineMap(folium.Map):
    """A folium map that asks nobody for scripts, styles, icons or tiles."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []


class _Marker(MacroElement):
    """Where the page's own script comes in, once the map is there.

    Only a mark: branca reads what a macro gives as a template once more, and would compute a name
    such as ``{{ 7 * 7 }}`` here on the server.
    """

    _template = Template("{% macro script(this, kwargs) %}" + _HERE + "{% endmacro %}")


def _vendored(name: str) -> str:
    found = finders.find(f"vendor/leaflet/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


def _style() -> str:
    leaflet = _PICTURE.sub("none", _COMMENT.sub("", _vendored("leaflet.css")))
    return leaflet + (_OWN / "page.css").read_text(encoding="utf-8")


def _script() -> str:
    """The page's own script, each part after those that it uses."""
    return "\n".join((_OWN / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS)


def _json(value: Any) -> str:
    """JSON that is safe inside a script: no sign in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _words() -> dict[str, str]:
    return {
        "code": _("Mã hộ"),
        "village": _("Thôn"),
        "in_charge": _("Người phụ trách"),
        "nobody": _("Chưa có người phụ trách"),
        "last_contact": _("Lần nắm tình hình gần nhất"),
        "never": _("Chưa lần nào"),
        "position": _("Vị trí"),
        "provisional": _("vị trí tạm"),
        "provisional_means": _("Vị trí tạm (tâm tổ)"),
        "here": _("{n} hộ cùng một điểm"),
        "households": _("Số hộ"),
        "covered": _("Đã có người phụ trách"),
        "uncovered": _("Chưa có người phụ trách"),
        "no_figure": _("Chưa có số liệu"),
        "legend": _("Chú giải"),
        "colour_by": _("Tô màu theo"),
        "hint": _("Bấm một mục để chỉ xem mục đó, bấm lần nữa để xem lại tất cả."),
        "shown": _("Đang hiện {n} hộ."),
        "total": _("{n} hộ, trong đó {unlocated} hộ chưa có toạ độ"),
        "hidden": _("Dấu • thay cho số dưới 5 và số làm lộ nó."),
        "made": _("{by} lưu lúc {at}"),
        "private": _("Có dữ liệu cá nhân, chỉ dùng cho công việc được giao."),
    }


def _policy(html: str) -> str:
    """A content security policy for exactly the scripts of ``html``."""
    hashes = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _SCRIPT.findall(html)
    }
    scripts = " ".join(f"'sha256-{digest}'" for digest in sorted(hashes))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _frame() -> tuple[str, str]:
    """folium's page without any data, and the name of the map in it."""
    view = _OfflineMap(
        location=[16.0, 106.0],
        zoom_start=6,
        tiles=None,
        prefer_canvas=True,
        zoom_control="bottomright",
        attribution_control=False,
        max_zoom=19,
        zoom_snap=0.25,
    )
    view.add_child(_Marker())  # type: ignore[no-untyped-call]  # branca's own __init__
    return view.get_root().render(), view.get_name()


def _head(title: str) -> str:
    return (
        f"<title>{escape(title)}</title>\n"
        f"<style>{_style()}</style>\n<script>{_vendored('leaflet.js')}</script>\n"
    )


def offline_page(content: Content, *, title: str, by: str, moment: str) -> str:
    """The whole file. ``by`` and ``moment`` stand in the watermark, ``title`` above the map."""
    data = asdict(content) | {
        "heading": title,
        "by": by,
        "moment": moment,
        "words": _words(),
        "language": get_language() or "vi",
    }
    html, name = _frame()
    html = html.replace(_HERE, f"{_script()}\nshowOfflineMap({name}, {_json(data)});\n", 1)
    # folium's page has no language, and its viewport forbids to enlarge the text.
    html = html.replace("<html>", f'<html lang="{escape(get_language() or "vi")}">', 1)
    html = html.replace(", maximum-scale=1.0, user-scalable=no", "", 1)
    html = html.replace("<head>", f"<head>\n{_head(title)}", 1)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(html)}">'
    return html.replace("<head>", f'<head>\n<meta charset="utf-8">\n{policy}', 1)
