"""What people are called on paper: their posts, else what they are in the cell or the village."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from apps.accounts.actor import Actor
from apps.assignments.papers.layout import layout
from apps.people.kinds import PostKind
from apps.people.models import CommuneOfficer, Membership, PartyCell, Post, VillageWorker

_ORDER: Final = {kind.value: place for place, kind in enumerate(PostKind)}
# What somebody watches from above is no post in the commune.
_UNSAID: Final = frozenset({PostKind.UPPER_TIER})


def posts_of(actor: Actor, people: Collection[int], *, at: date) -> dict[int, str]:
    """Person → "Bí thư chi bộ, Trưởng thôn" on the day ``at``; three queries.

    As far as the actor may know; who is missing has no duty that the actor sees.
    """
    posts = Post.objects.visible_to(actor).in_force(at=at).filter(person__in=people)
    kinds: dict[int, set[str]] = {}
    for person, kind in posts.exclude(kind__in=_UNSAID).values_list("person_id", "kind"):
        kinds.setdefault(person, set()).add(kind)
    named = {
        person: ", ".join(
            str(PostKind(kind).label) for kind in sorted(held, key=_ORDER.__getitem__)
        )
        for person, held in kinds.items()
    }
    return _members(actor, people, at) | _workers(actor, people, at) | named


def _members(actor: Actor, people: Collection[int], at: date) -> dict[int, str]:
    rows = Membership.objects.visible_to(actor).in_force(at=at).filter(person__in=people)
    return dict.fromkeys(rows.values_list("person_id", flat=True), layout().say("member"))


def _workers(actor: Actor, people: Collection[int], at: date) -> dict[int, str]:
    rows = VillageWorker.objects.visible_to(actor).in_force(at=at).filter(person__in=people)
    found = rows.order_by("pk").values_list("person_id", "work")
    return {person: work or layout().say("worker") for person, work in found}


def offices_of(actor: Actor, people: Collection[int], *, at: date) -> dict[int, str]:
    """Commune officer → their title on the day ``at``, as far as the actor may know."""
    rows = CommuneOfficer.objects.visible_to(actor).in_force(at=at).filter(person__in=people)
    return dict(rows.values_list("person_id", "title"))


def commune_secretary_of(actor: Actor, commune: int, *, at: date) -> str:
    """The name under a commune's decision; empty as that under a cell's resolution."""
    rows = Post.objects.visible_to(actor).in_force(at=at)
    held = rows.filter(commune=commune, kind=PostKind.COMMUNE_SECRETARY)
    newest = held.order_by("-valid_from", "pk")
    return newest.values_list("person__full_name", flat=True).first() or ""


def secretary_of(actor: Actor, cell: PartyCell, *, at: date) -> str:
    """The name under the resolution; empty where nobody holds the post that the actor sees."""
    rows = Post.objects.visible_to(actor).in_force(at=at)
    held = rows.filter(cell=cell, kind=PostKind.CELL_SECRETARY).order_by("-valid_from", "pk")
    return held.values_list("person__full_name", flat=True).first() or ""
