"""The list of households as it was narrowed, on its way into a file.

Its choices stand in the address as they do in the list's own; what was typed into its search does
not: the address carries the session's token for it (``accounts.searches``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from apps.accounts.actor import Actor
from apps.accounts.searches import IN_ADDRESS, Search, find_search
from apps.households.forms import ListForm
from apps.households.selectors import Wanted, households_wanted, places_in_reach

# The order is the file's own.
_NARROWS: Final = (*(name for name in ListForm.CHOSEN if name != "order"), IN_ADDRESS)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list was narrowed to, in words too, how many households that is, and the query of
    the address that leads back to it.
    """

    wanted: Wanted
    words: list[str]
    count: int
    search: Search
    address: str


def narrowed_list(request: HttpRequest, actor: Actor, *, at: date) -> Narrowed | None:
    """As the address says; None where it narrows nothing.

    Http404 for what cannot be read: here it must not narrow nothing, and take everything away.
    """
    given = {name: request.GET[name] for name in _NARROWS if request.GET.get(name)}
    if not given:
        return None
    search = find_search(request.session, given.get(IN_ADDRESS, ""))
    form = ListForm({**given, "q": search.text}, places=places_in_reach(actor, at=at))
    if not form.is_valid():
        raise Http404
    wanted = form.wanted
    count = 0 if search.is_forgotten else households_wanted(actor, wanted, at=at).count()
    return Narrowed(wanted, form.words, count, search, urlencode(given))
