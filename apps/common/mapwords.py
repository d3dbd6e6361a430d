"""What every map says of itself: its buttons, and the ground it stands on."""

from django.utils.translation import gettext as _


def map_words() -> dict[str, str]:
    """Texts by the key that ``static/js/map/create.js`` asks for, in the reader's language."""
    return {
        "zoom_in": _("Phóng to"),
        "zoom_out": _("Thu nhỏ"),
        "base_maps": _("Chọn bản đồ nền"),
        "no_base_map": _("Không dùng bản đồ nền"),
        "base_map_missing": _("Bản đồ nền chưa tải được"),
    }
