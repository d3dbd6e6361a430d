"""Every word the map's JavaScript shows, in the reader's language."""

from django.utils.translation import gettext as _


def map_strings() -> dict[str, str]:
    """Texts by the key the JavaScript asks for."""
    return {
        "coverage": _("Độ phủ"),
        "recency": _("Lần nắm tình hình gần nhất"),
    }
