"""Which pages the bar and the menu lead an actor to: those whose own declaration lets it in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import ResolverMatch, get_script_prefix, get_urlconf, resolve, reverse

from apps.accounts.access import access_of
from apps.accounts.actor import Actor
from apps.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """``label`` is lazily translated; ``in_bar``: shown in the bar of a wide screen as well.

    ``leads_to``: names of pages that stand under this one in the bar. ``roles``: whom it is of use
    to, where more may open it; empty: all of them.
    """

    url_name: str
    label: Any
    in_bar: bool = False
    leads_to: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str
    in_bar: bool
    is_current: bool


def may_open(actor: Actor, url: str) -> bool:
    """Whether the page at ``url`` declares that ``actor`` may use it."""
    match = _view_at(url, get_urlconf())
    access = access_of(match.func, match.url_name)
    return access is not None and actor.is_known and access.allows(actor)


def links(entries: Iterable[Entry], actor: Actor, *, path: str) -> Iterator[Link]:
    """The entries that ``actor`` may open. A page below an entry counts as that entry."""
    for entry in entries:
        url = _url_of(entry.url_name)
        if entry.roles and not actor.has_any(entry.roles):
            continue
        if may_open(actor, url):
            here = any(_holds(_url_of(name), path) for name in (entry.url_name, *entry.leads_to))
            yield Link(url, str(entry.label), entry.in_bar, here)


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _url_of(name: str) -> str:
    return _reversed(name, get_urlconf(), get_script_prefix())


# Every page asks for the same few dozen, and each time Django would try pattern after pattern.
@lru_cache(maxsize=256)
def _reversed(name: str, urlconf: str | None, prefix: str) -> str:
    return reverse(name, urlconf)


@lru_cache(maxsize=256)
def _view_at(url: str, urlconf: str | None) -> ResolverMatch:
    """Which view it is, never who may use it: that is asked of the view each time."""
    return resolve(url, urlconf)
