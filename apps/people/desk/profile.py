"""One person's page: who it is, the duties over time, what is carried, what was changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.access import Access
from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.roles import COMMUNE_ROLES, AreaKind, Role
from apps.common.geo.coordinates import place_words
from apps.people.capacities import capacities_of, is_assignable
from apps.people.departures import Charge, stakes_of
from apps.people.kinds import PostKind
from apps.people.loads import loads_of
from apps.people.models import CommuneOfficer, Membership, Person, Post, VillageWorker
from apps.people.querysets import EDITOR_ROLES, edited_communes
from apps.people.residences import Residence, residences_of
from apps.people.versions import Event, events_of, timeline

DESK_ROLES = EDITOR_ROLES | {Role.INSPECTION, Role.CELL_COMMITTEE}
READ = Access(needs_login=True, needs_role=True, roles=DESK_ROLES)
EDIT = Access(needs_login=True, needs_role=True, roles=EDITOR_ROLES)
# More than any page is read to its end; the rest stays in the history.
MOST_EVENTS = 200
# What has an outline, which is large and not shown.
_OUTLINED = {"commune", "village", "province"}
_TOLD = (
    (Person, _("Thông tin chung"), "pgh_obj_id"),
    (Membership, _("Sinh hoạt chi bộ"), "person_id"),
    (Post, _("Chức vụ"), "person_id"),
    (CommuneOfficer, _("Cán bộ xã"), "person_id"),
    (VillageWorker, _("Công việc ở thôn"), "person_id"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the story with the name of who did it."""

    event: Event
    who: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the page shows. ``phone`` is empty for readers with no need to ring anybody up;
    ``story`` is for commune-wide roles. ``capacity`` None: no member and no village worker now.
    """

    person: Person
    phone: str
    home: str
    memberships: list[Membership]
    current: Membership | None
    posts: list[Post]
    offices: list[CommuneOfficer]
    work: list[VillageWorker]
    residences: list[Residence]
    load: int
    capacity: int | None
    stakes: dict[Charge, int]
    story: list[Told]
    can_edit: bool
    #: what began on it can still be taken away as a mistake
    today: date

    @property
    def is_assignable(self) -> bool:
        """Whether the person's duties let them be given households at all."""
        if self.current is not None:
            return is_assignable(self.current.kind)
        return self.capacity is not None


def find_person(actor: Actor, pk: int) -> Person | None:
    """Somebody within reach, past members for commune-wide roles only."""
    found: Person | None = Person.objects.visible_to(actor).filter(pk=pk).first()
    return found


def profile_of(actor: Actor, person: Person, *, at: date) -> Profile:
    """All of a person that the actor may see on the day ``at``."""
    memberships = list(
        Membership.objects.visible_to(actor)
        .filter(person=person)
        .select_related("cell", "group")
        .order_by("-valid_from", "-pk")
    )
    current = next((m for m in memberships if m.valid_to is None or m.valid_to > at), None)
    work = list(_duties(VillageWorker, actor, person, "village"))
    posts = list(_duties(Post, actor, person, "commune", "cell", "village", "province", "term"))
    heads = [post for post in posts if post.kind == PostKind.VILLAGE_HEAD]
    return Profile(
        person=person,
        phone=person.phone if _rings(actor, person) else "",
        home=place_words(person.home.x, person.home.y) if person.home else "",
        memberships=memberships,
        current=current,
        posts=posts,
        offices=list(_duties(CommuneOfficer, actor, person, "commune")),
        work=work,
        residences=residences_of(person.pk, actor=actor, at=at),
        load=loads_of([person.pk], at=at)[person.pk],
        capacity=_capacity(person, current, [*work, *heads], at),
        stakes=stakes_of(person.pk, at=at),
        story=_story(person, rings=_rings(actor, person)) if _reads_history(actor, person) else [],
        can_edit=person.commune_id in edited_communes(actor),
        today=at,
    )


def _duties(model: Any, actor: Actor, person: Person, *related: str) -> Any:
    rows = model.objects.visible_to(actor).filter(person=person).select_related(*related)
    outlines = [f"{unit}__geom" for unit in related if unit in _OUTLINED]
    return rows.defer(*outlines).order_by("-valid_from", "-pk")


def _rings(actor: Actor, person: Person) -> bool:
    """Inspection checks how the work is done; it rings nobody up."""
    only_inspects = actor.areas(AreaKind.COMMUNE, {Role.INSPECTION}) - edited_communes(actor)
    return person.commune_id not in only_inspects


def _reads_history(actor: Actor, person: Person) -> bool:
    return person.commune_id in actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)


def _capacity(
    person: Person, current: Membership | None, work: Iterable[VillageWorker | Post], at: date
) -> int | None:
    """``work``: in villages, as their head too."""
    if current is not None:
        return capacities_of([current.cell.commune_id])[current.cell.commune_id].of(current)
    if person.commune_id and any(each.valid_to is None or each.valid_to > at for each in work):
        return capacities_of([person.commune_id])[person.commune_id].of_worker
    return None


def _story(person: Person, *, rings: bool) -> list[Told]:
    """What happened to the person, newest first; old telephone numbers as the present one."""
    parts = [
        (model, what, events_of(model).filter(**{column: person.pk}))
        for model, what, column in _TOLD
    ]
    events = timeline(parts)[:MOST_EVENTS]
    if not rings:
        events = [_without_phone(event) for event in events]
    users = {event.user_id for event in events if event.user_id is not None}
    names = {
        user.pk: user.person.full_name if hasattr(user, "person") else user.username
        for user in User.objects.filter(pk__in=users).select_related("person")
    }
    return [Told(event, names.get(event.user_id or 0, "")) for event in events]


def _without_phone(event: Event) -> Event:
    kept = tuple(each for each in event.differences if each.column != "phone")
    return replace(event, differences=kept)
