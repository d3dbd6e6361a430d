"""Pages of the people desk that are only read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import ActorView
from apps.accounts.models import AccessLog
from apps.accounts.searches import SearchedView
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.db import by_person_name, by_unit_name
from apps.common.tabs import Tab
from apps.people.desk import selectors
from apps.people.desk.profile import READ, find_person, profile_of
from apps.people.desk.selectors import Wanted
from apps.people.kinds import PostKind
from apps.people.models import (
    CommuneOfficer,
    Membership,
    PartyCell,
    PartyGroup,
    Person,
    Post,
    Term,
    VillageWorker,
)
from apps.people.querysets import edited_communes

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

PAGE = 50
# The secretary first, as kinds of posts are told.
_RANKS = PostKind.values
_TABS = (
    ("members", _("Đảng viên")),
    ("officers", _("Cán bộ xã")),
    ("workers", _("Việc ở thôn")),
    ("posts", _("Chức vụ")),
    ("cells", _("Chi bộ")),
    ("terms", _("Nhiệm kỳ")),
)


class DeskView(ActorView):
    """Base of the desk's pages."""

    access = READ

    def log_reading(self, person: Person) -> None:
        """Write down who opened what is known of a person, as for a household."""
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_PERSON,
            object_id=person.pk,
            at=clock.now(),
        )

    def tabs(self, here: str, *, at: date) -> list[Tab]:
        """The desk's lists, the long ones with how many they hold today."""
        counts = selectors.counts(self.actor, at=at)
        return [
            Tab(reverse(f"people:{name}"), label, name == here, counts.get(name))
            for name, label in _TABS
        ]

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        context |= {"can_edit": bool(edited_communes(self.actor))}
        return render(self.request, template, context, status=status)


class _ListView(SearchedView, DeskView):
    """A list with its search, filters and pages."""

    narrowed_by = ("cell", "kind", "health", "state")

    tab: str
    kinds: list[tuple[str, Any]] = []

    def rows(self, wanted: Wanted) -> Any:
        raise NotImplementedError

    def filters(self) -> dict[str, Any]:
        return {}

    def present(self, rows: list[Any]) -> list[Any]:
        return rows

    def get(self, request: HttpRequest) -> HttpResponse:
        self.at = clock.local_day(clock.now())
        wanted = Wanted.read(request.GET, self.search.text, dict(self.kinds))
        page = Paginator(self.rows(wanted), PAGE).get_page(request.GET.get("page", "1")[:9])
        context = {
            "tabs": self.tabs(self.tab, at=self.at),
            "wanted": wanted,
            "kinds": self.kinds,
            "states": selectors.STATES,
            "page": page,
            "rows": self.present(list(page.object_list)),
            "search": self.search,
            "query": self.address,
            **self.filters(),
        }
        return self.page(f"people/{self.tab}.html", context)


class MembersView(_ListView):
    tab = "members"
    kinds = list(selectors.MEMBER_KINDS)

    def rows(self, wanted: Wanted) -> Any:
        return selectors.members(self.actor, wanted, at=self.at)

    def filters(self) -> dict[str, Any]:
        return {
            "cells": selectors.cell_choices(self.actor, at=self.at),
            "healths": selectors.health_choices(),
        }

    def present(self, rows: list[Any]) -> list[Any]:
        return selectors.member_rows(rows, at=self.at)


class _DutiesView(_ListView):
    """A list of duties, each with what ``columns`` names."""

    columns: tuple[StrPromise, ...]

    def cells(self, duty: Any) -> tuple[str, ...]:
        """What stands in the columns."""
        raise NotImplementedError

    def filters(self) -> dict[str, Any]:
        return {"columns": self.columns}

    def present(self, rows: list[Any]) -> list[Any]:
        return [(row, list(zip(self.columns, self.cells(row), strict=True))) for row in rows]


class OfficersView(_DutiesView):
    tab = "officers"
    columns = (_("Chức danh"), _("Chuyên trách"))

    def cells(self, duty: CommuneOfficer) -> tuple[str, ...]:
        return duty.title, gettext("có") if duty.is_full_time else gettext("không")

    def rows(self, wanted: Wanted) -> Any:
        return selectors.officers(self.actor, wanted, at=self.at)


class WorkersView(_DutiesView):
    tab = "workers"
    columns = (_("Thôn"), _("Công việc"))

    def cells(self, duty: VillageWorker) -> tuple[str, ...]:
        return duty.village.name, duty.work

    def rows(self, wanted: Wanted) -> Any:
        return selectors.workers(self.actor, wanted, at=self.at)


class PostsView(_DutiesView):
    tab = "posts"
    kinds = list(selectors.POST_KINDS)
    columns = (_("Chức vụ"), _("Ở đâu"), _("Nhiệm kỳ"))

    def cells(self, duty: Post) -> tuple[str, ...]:
        term = duty.term.name if duty.term else "–"
        return str(duty.get_kind_display()), selectors.area_of(duty), term

    def rows(self, wanted: Wanted) -> Any:
        return selectors.posts(self.actor, wanted, at=self.at)


class PersonView(DeskView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = find_person(self.actor, pk)
        if person is None:
            raise Http404
        at = clock.local_day(clock.now())
        profile = profile_of(self.actor, person, at=at)
        self.log_reading(person)
        posts = [(post, selectors.area_of(post)) for post in profile.posts]
        return self.page("people/person.html", {"profile": profile, "posts": posts, "today": at})


class CellsView(DeskView):
    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.local_day(clock.now())
        rows = selectors.cells(self.actor, at=at)
        context = {
            "tabs": self.tabs("cells", at=at),
            "rows": rows,
            "total": sum(row.members for row in rows),
        }
        return self.page("people/cells.html", context)


class CellView(DeskView):
    """A cell: its villages, its committee, who is in which Party group."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        at = clock.local_day(clock.now())
        cell = PartyCell.objects.visible_to(self.actor).filter(pk=pk).first()
        if cell is None:
            raise Http404
        members = (
            Membership.objects.visible_to(self.actor)
            .in_force(at=at)
            .filter(cell=cell)
            .select_related("person", "cell", "group")
            .order_by(*by_person_name("person__"), "pk")
        )
        posts = selectors.posts(self.actor, Wanted(), at=at).filter(cell=cell)
        context = {
            "cell": cell,
            "is_over": cell.valid_to is not None and cell.valid_to <= at,
            "villages": cell.villages.defer("geom").order_by(by_unit_name()),
            "groups": PartyGroup.objects.filter(cell=cell).order_by(by_unit_name()),
            "rows": selectors.member_rows(list(members), at=at),
            "committee": sorted(posts, key=lambda post: _RANKS.index(post.kind)),
            "can_edit_this": cell.commune_id in edited_communes(self.actor),
        }
        return self.page("people/cell.html", context)


class TermsView(DeskView):
    """Terms of the commune's bodies, and how many posts in force each has."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.local_day(clock.now())
        posts = list(selectors.posts(self.actor, Wanted(), at=at))
        communes = {post.person.commune_id for post in posts} | edited_communes(self.actor)
        terms = Term.objects.filter(commune__in=communes).order_by("-starts_on")
        rows = [
            {
                "term": term,
                "posts": sum(1 for post in posts if post.term_id == term.pk),
                "is_over": term.ends_on < at,
            }
            for term in terms
        ]
        context = {"tabs": self.tabs("terms", at=at), "rows": rows}
        return self.page("people/terms.html", context)
