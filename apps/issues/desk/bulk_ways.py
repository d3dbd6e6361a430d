"""What higher apps do with several issues marked in the inbox: a button each, to a page of theirs.

The page is posted the same marks (``forms.chosen``) and reads the issues by ``visible_to`` itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from apps.accounts.actor import Actor
from apps.accounts.roles import Role


@dataclass(frozen=True, slots=True)
class BulkWay:
    """A button, for these roles."""

    url_name: str
    label: str | Promise
    roles: Collection[Role]


_ways: dict[str, BulkWay] = {}


def register_bulk_way(way: BulkWay) -> None:
    _ways[way.url_name] = way


def bulk_ways(actor: Actor) -> list[tuple[str, str]]:
    """Address and label of each that the actor may use, in the order of registration."""
    ways = [way for way in _ways.values() if actor.has_any(way.roles)]
    return [(reverse(way.url_name), str(way.label)) for way in ways]
