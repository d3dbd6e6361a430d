"""The list of Party members, as far as the actor sees people."""

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.common.db import by_person_name, by_unit_name
from apps.common.text import name_key
from apps.households.models import HouseholdMember
from apps.imports.writers.places import bare_name
from apps.people.kinds import PostKind, PostScope, kinds_with
from apps.people.models import Membership, Person, Post
from apps.reports.exports.extracts import Extract, Wish, limited
from apps.reports.exports.sheets import Column, Value


def _by_phone_roles(actor: Actor) -> Actor:
    """The same person with no more reach than the posts that may ring people up."""
    return replace(actor, grants=frozenset(g for g in actor.grants if g.role in PHONE_ROLES))


def _chosen(wish: Wish) -> list[Any]:
    seen = Membership.objects.visible_to(wish.actor).in_force(at=wish.at)
    found = Membership.objects.filter(pk__in=seen.order_by().values("pk"))
    if wish.area is not None:
        within = {"commune": "cell__commune", "village": "cell__villages"}[wish.area.kind]
        found = found.filter(**{within: wish.area.pk})
    return limited(
        found.select_related("person", "cell__commune")
        .defer("cell__commune__geom")
        .order_by(by_unit_name("cell__name"), "cell_id", *by_person_name("person__"), "pk")
    )


def _posts(wish: Wish, found: list[Any]) -> dict[int, list[str]]:
    """Words for the posts in the member's own cell, by person.

    Other posts belong to the commune's own lists; read back from here they would become the
    cell's. A village head is one only in the village that the cell is named after.
    """
    cells = {row.person_id: row.cell for row in found}
    posts = (
        Post.objects.visible_to(wish.actor)
        .in_force(at=wish.at)
        .filter(Q(kind__in=kinds_with(PostScope.CELL)) | Q(kind=PostKind.VILLAGE_HEAD))
        .filter(person__in=cells, valid_to__isnull=True)
        .select_related("village")
        .order_by("kind", "pk")
    )
    words: dict[int, list[str]] = {}
    for post in posts:
        cell = cells[post.person_id]
        if post.cell_id == cell.pk or (post.village and _named_after(cell.name, post.village.name)):
            words.setdefault(post.person_id, []).append(str(post.get_kind_display()))
    return words


def _named_after(cell: str, village: str) -> bool:
    return name_key(bare_name(cell)) == name_key(bare_name(village))


def _homes(wish: Wish, people: list[int]) -> dict[int, str]:
    """Codes of the homes that lie within the actor's own reach of households, by person."""
    residents = HouseholdMember.objects.visible_to(wish.actor).filter(
        person__in=people, left_on__isnull=True
    )
    return dict(residents.values_list("person_id", "household__code"))


def _columns(*, phones: bool) -> list[Column]:
    return [
        Column(_("STT"), 6),
        Column(_("STT đảng viên"), 10),
        Column(_("Họ và tên"), 26),
        Column(_("Ngày sinh"), 12),
        Column(_("Chi bộ"), 24),
        Column(_("Chức vụ"), 24),
        Column(_("Loại đảng viên"), 26),
        Column(_("Sức khoẻ công tác"), 12),
        Column(_("Ngày vào Đảng"), 12),
        *([Column(_("Điện thoại"), 15)] if phones else []),
        Column(_("Mã hộ"), 16),
    ]


def members(wish: Wish) -> Extract:
    """Members in force on the day, cell by cell."""
    found = _chosen(wish)
    people = [row.person_id for row in found]
    phones = wish.actor.has_any(PHONE_ROLES)
    ringing = Person.objects.visible_to(_by_phone_roles(wish.actor)).filter(pk__in=people)
    rung = frozenset(ringing.values_list("pk", flat=True)) if phones else frozenset()
    posts, homes = _posts(wish, found), _homes(wish, people)
    rows: list[list[Value]] = [
        [
            number,
            row.list_number,
            row.person.full_name,
            row.person.birth_date or row.person.birth_year,
            row.cell.name,
            ", ".join(posts.get(row.person_id, ())) or None,
            str(row.get_kind_display()),
            str(row.get_health_display()) or None,
            row.joined_on,
            *([(row.person.phone or None) if row.person_id in rung else None] if phones else []),
            homes.get(row.person_id),
        ]
        for number, row in enumerate(found, start=1)
    ]
    communes = sorted({row.cell.commune.full_name for row in found})
    return Extract(_columns(phones=phones), rows, communes)
