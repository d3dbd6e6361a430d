"""Searches that are typed, kept out of every address.

What is typed into a search is a name or a telephone number, and addresses stand in access logs, in
browsers' histories and in the Referer. So the form is posted, its text stays in the session, and
the address of the list that follows carries a short token in its place: pages, orders and the way
back keep working, without JavaScript too. Another session knows nothing of the token.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from apps.accounts.access import ActorView
from apps.common.text import tidy

IN_ADDRESS: Final = "tim"
MOST_TYPED: Final = 100
# A session remembers its last searches: enough for whoever goes back, or works in several tabs.
MOST_KEPT: Final = 30
_KEPT: Final = "searches"
_TOKEN_BYTES: Final = 6


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for, and the token that stands for it in addresses.

    ``is_forgotten``: the address names a search of a session that has ended, or of somebody else.
    """

    text: str = ""
    token: str = ""
    is_forgotten: bool = False


def keep_search(session: SessionBase, text: str) -> str:
    """Remember a text that is not empty; the token to find it by. The same text has one token."""
    kept: dict[str, str] = session.get(_KEPT, {})
    token = next((known for known, other in kept.items() if other == text), None)
    token = token or secrets.token_urlsafe(_TOKEN_BYTES)
    # The newest stands last, so the oldest is the one that goes.
    others = [(known, other) for known, other in kept.items() if known != token]
    session[_KEPT] = dict([*others[-MOST_KEPT + 1 :], (token, text)])
    return token


def find_search(session: SessionBase, token: str) -> Search:
    """What stands behind the token of an address; "" is no search."""
    if not token:
        return Search()
    text = session.get(_KEPT, {}).get(token)
    return Search(is_forgotten=True) if text is None else Search(text, token)


class SearchedView(ActorView):
    """Base of lists with a search: it answers the posted form with the address of what was found.

    ``narrowed_by`` names the fields that may stand in the address: choices, never typed text.
    """

    narrowed_by: ClassVar[tuple[str, ...]] = ()

    @property
    def search(self) -> Search:
        return find_search(self.request.session, self.request.GET.get(IN_ADDRESS, ""))

    @property
    def address(self) -> str:
        """The query that leads back to this list, its page aside."""
        given = self.request.GET
        return self._query({name: given.get(name, "") for name in self.narrowed_by}, self.search)

    def _query(self, given: dict[str, str], search: Search) -> str:
        told = {**given, IN_ADDRESS: search.token}
        return urlencode({name: value for name, value in told.items() if value})

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = tidy(request.POST.get("q", ""))[:MOST_TYPED].strip()
        search = Search(typed, keep_search(request.session, typed)) if typed else Search()
        query = self._query(
            {name: request.POST.get(name, "")[:MOST_TYPED] for name in self.narrowed_by}, search
        )
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
