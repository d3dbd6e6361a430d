"""Reads what the page without a network is given to show."""

import json
from typing import Any


def data_of(page: str) -> dict[str, Any]:
    """The argument of the page's own script."""
    start = page.index("showOfflineMap(map_")
    found, _end = json.JSONDecoder().raw_decode(page[page.index("{", start) :])
    return dict(found)
