"""Every word the map's JavaScript shows, in the reader's language.

One module a part of the page; words in braces are filled in by ``fill`` of
``static/js/core/format.js``.
"""

from apps.common.mapwords import map_words
from apps.webmap.strings import (
    assigning,
    card,
    clusters,
    days,
    issues,
    lists,
    measures,
    nearme,
    page,
    selection,
    takeaway,
    themes,
    trips,
)


def map_strings() -> dict[str, str]:
    """Texts by the key the JavaScript asks for."""
    return (
        map_words()
        | page.words()
        | lists.words()
        | card.words()
        | themes.words()
        | measures.words()
        | selection.words()
        | nearme.words()
        | takeaway.words()
        | issues.words()
        | clusters.words()
        | trips.words()
        | assigning.words()
        | days.words()
    )
