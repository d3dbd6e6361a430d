"""Posts with their terms, offices of the commune, and work in villages."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.areas.models import Village
from apps.common.errors import DomainError
from apps.people.departures import Charge, term_corrected
from apps.people.kinds import PostKind, PostScope, scope_of
from apps.people.memberships import Ending, end_charges
from apps.people.models import CommuneOfficer, PartyCell, Person, Post, Term, VillageWorker
from apps.people.orders import (
    Order,
    carry_out,
    locked_person,
    not_found,
    require_after,
    require_past,
    require_version,
)
from apps.people.querysets import edited_communes


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post from ``since`` on; ``cell`` or ``village`` where the kind belongs to one."""

    kind: str
    cell: int | None
    village: int | None
    term: int | None
    since: date


def give_post(*, person: int, post: NewPost, order: Order) -> Answer:
    """A post in the person's own commune. The tier above is nobody's to give here."""
    scope = scope_of(PostKind(post.kind))
    if scope == PostScope.PROVINCE:
        raise DomainError("bad_kind", _("Chức vụ này do cấp trên ghi."))

    def work() -> Answer:
        require_past(post.since, order)
        row = locked_person(person, order)
        area = _area(scope, post, row)
        if post.term is not None and not _of_commune(Term, post.term, row):
            raise not_found()
        made = Post.objects.create(
            person=row, kind=post.kind, term_id=post.term, valid_from=post.since, **area
        )
        return {"person": row.pk, "post": made.pk}

    return carry_out(order, body={"verb": "give_post", "person": person} | asdict(post), work=work)


def _of_commune(model: type[Term] | type[Village] | type[PartyCell], pk: int, row: Person) -> bool:
    return model._default_manager.filter(pk=pk, commune=row.commune_id).exists()


def _area(scope: PostScope, post: NewPost, row: Person) -> dict[str, int | None]:
    if scope == PostScope.COMMUNE:
        return {"commune_id": row.commune_id}
    model: type[PartyCell] | type[Village]
    key, model = (post.cell, PartyCell) if scope == PostScope.CELL else (post.village, Village)
    if key is None:
        message = _("Hãy chọn chi bộ.") if scope == PostScope.CELL else _("Hãy chọn thôn.")
        raise DomainError("no_area", message, detail={"field": scope.value})
    if not _of_commune(model, key, row):
        raise not_found()
    return {f"{scope.value}_id": key}


def carried_by(duty: Post | CommuneOfficer | VillageWorker) -> frozenset[Charge]:
    """What somebody may be in charge of by this duty."""
    if isinstance(duty, CommuneOfficer):
        return frozenset({Charge.GROUPS})
    if isinstance(duty, VillageWorker) or duty.kind == PostKind.VILLAGE_HEAD:
        return frozenset({Charge.HOUSEHOLDS})
    return frozenset() if duty.commune_id is None else frozenset({Charge.VILLAGES})


def end_duty(
    *, duty: Post | CommuneOfficer | VillageWorker, ending: Ending, order: Order
) -> Answer:
    """A post, an office or work in a village ends on ``ending.day``, and what only it carried.

    Ending what had ended already, or before it began, is refused.
    """
    model: Any = type(duty)

    def work() -> Answer:
        require_past(ending.day, order)
        person = locked_person(duty.person_id, order)
        row = model._default_manager.select_for_update(of=("self",)).filter(pk=duty.pk).first()
        if row is None:
            raise not_found()
        if row.valid_to is not None and row.valid_to <= order.today:
            raise DomainError("ended", _("Việc này đã kết thúc rồi."), status=409)
        require_after(ending.day, row.valid_from)
        model._default_manager.filter(pk=row.pk).update(valid_to=ending.day)
        ended = end_charges(
            person,
            ending.day,
            everything=False,
            order=order,
            agreed=ending,
            charges=carried_by(row),
        )
        return {"person": person.pk, **ended}

    body = {"verb": f"end_{model.__name__}", "duty": duty.pk} | asdict(ending)
    return carry_out(order, body=body, work=work)


def give_office(
    *, person: int, title: str, is_full_time: bool, since: date, order: Order
) -> Answer:
    """Somebody known becomes an officer of the commune."""

    def work() -> Answer:
        require_past(since, order)
        row = locked_person(person, order)
        commune = row.commune
        if commune is None:
            raise not_found()
        CommuneOfficer.objects.create(
            person=row,
            commune=commune,
            title=title,
            is_full_time=is_full_time,
            valid_from=since,
        )
        return {"person": row.pk}

    body = {"verb": "give_office", "person": person, "title": title, "since": since}
    return carry_out(order, body=body | {"full": is_full_time}, work=work)


def edit_office(
    *, office: CommuneOfficer, title: str, is_full_time: bool, seen: str, order: Order
) -> Answer:
    """Correct an office's title or that it is full time."""

    def work() -> Answer:
        person = locked_person(office.person_id, order)
        rows = CommuneOfficer.objects.select_for_update(of=("self",))
        row = rows.filter(pk=office.pk).first()
        if row is None:
            raise not_found()
        require_version(seen, row)
        row.title, row.is_full_time = title, is_full_time
        row.save(update_fields=["title", "is_full_time"])
        return {"person": person.pk}

    body = {"verb": "edit_office", "office": office.pk, "title": title, "full": is_full_time}
    return carry_out(order, body=body, work=work)


def give_work(*, person: int, village: int, work_name: str, since: date, order: Order) -> Answer:
    """Somebody known works in a village."""

    def work() -> Answer:
        require_past(since, order)
        row = locked_person(person, order)
        if not _of_commune(Village, village, row):
            raise not_found()
        VillageWorker.objects.create(
            person=row, village_id=village, work=work_name, valid_from=since
        )
        return {"person": row.pk}

    body = {"verb": "give_work", "person": person, "village": village, "work": work_name}
    return carry_out(order, body=body | {"since": since}, work=work)


@dataclass(frozen=True, slots=True)
class TermDays:
    """A term's name, and its first and last day."""

    name: str
    starts_on: date
    ends_on: date


def save_term(
    *, commune: int, term: Term | None, days: TermDays, seen: str, order: Order
) -> Answer:
    """A new term of a commune, or other days for one; two terms never overlap."""

    def work() -> Answer:
        if commune not in edited_communes(order.actor):
            raise not_found()
        if term is None:
            made = Term.objects.create(commune_id=commune, **asdict(days))
            return {"term": made.pk}
        rows = Term.objects.select_for_update(of=("self",))
        row = rows.filter(pk=term.pk, commune=commune).first()
        if row is None:
            raise not_found()
        require_version(seen, row)
        Term.objects.filter(pk=row.pk).update(**asdict(days))
        term_corrected.send(Term, term=row.pk, last=row.ends_on, at=order.today)
        return {"term": row.pk}

    body = {"verb": "save_term", "commune": commune, "term": term and term.pk} | asdict(days)
    return carry_out(order, body=body, work=work)
