"""Questions asked of each row of the log of readings."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from apps.assignments.models import Assignment
from apps.people.kinds import PostKind
from apps.people.models import Post


def by_police_alone() -> Combinable:
    """Readings by whoever was nothing but the commune's police on their ``day``.

    They reach no household, so what they opened was an issue of public order: once, that was
    logged as a reading of its household.
    """
    day = OuterRef("day")
    posts = Post.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        person__user=OuterRef("user"),
    )
    charges = Assignment.objects.filter(person__user=OuterRef("user"), period__contains=day)
    police = Q(kind=PostKind.COMMUNE_POLICE)
    return Exists(posts.filter(police)) & ~Exists(posts.exclude(police)) & ~Exists(charges)
