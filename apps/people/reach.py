"""The reach that posts give, for ``accounts.reach``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from apps.accounts.actor import Grant
from apps.accounts.roles import AreaKind
from apps.common.clock import local_day
from apps.people.kinds import ROLE_OF_POST, PostKind
from apps.people.models import CellVillage, Person, Post


def person_of(user_id: int) -> int | None:
    """The person who uses a log-in."""
    return Person.objects.filter(user_id=user_id).values_list("pk", flat=True).first()


def post_grants(person_id: int, at: datetime) -> Iterable[Grant]:
    """Grants of the posts in force at the moment ``at``."""
    posts = Post.objects.in_force(at=local_day(at)).filter(
        person_id=person_id, kind__in=list(ROLE_OF_POST)
    )
    rows: Iterable[tuple[Any, ...]] = posts.values_list(
        "kind", "province_id", "commune_id", "cell_id"
    )
    for kind, province, commune, cell in rows:
        role = ROLE_OF_POST[PostKind(kind)]
        if province is not None:
            yield Grant(role, AreaKind.PROVINCE, province)
        elif commune is not None:
            yield Grant(role, AreaKind.COMMUNE, commune)
        elif cell is not None:
            villages = CellVillage.objects.filter(cell_id=cell)
            for village_id in villages.values_list("village_id", flat=True):
                yield Grant(role, AreaKind.VILLAGE, village_id)
