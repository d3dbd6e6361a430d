"""What higher apps add to the page of the commune's rules: rules that have a page of their own.

A provider registers when Django starts. It is asked by somebody who may read the commune's rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apps.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class RulePage:
    """``text``: what is set there, in a sentence."""

    title: str
    text: str
    url: str


# None: not a page that this actor may open for this commune (a key).
PageProvider = Callable[[Actor, int], RulePage | None]

_pages: dict[str, PageProvider] = {}


def register_rule_page(name: str, provider: PageProvider) -> None:
    _pages[name] = provider


def rule_pages_of(actor: Actor, commune: int) -> list[RulePage]:
    """The pages that this actor may open, in the order of registration."""
    found = (provider(actor, commune) for provider in _pages.values())
    return [page for page in found if page is not None]
