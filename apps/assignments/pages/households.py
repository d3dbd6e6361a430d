"""A plan by its households: the list, and one household with everybody who might take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keys import Answer
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.content import Content, PlanHome, content_of
from apps.assignments.pages.forms import BanForm, ChangeForm, LockForm, NewBanForm
from apps.assignments.pages.wording import bar_words
from apps.assignments.pages.writing import ButtonView, FormView
from apps.assignments.plans import editing
from apps.assignments.plans.kinds import BanReason
from apps.assignments.plans.reading import why
from apps.common.text import fold

_LONGEST_SEARCH: Final = 100


def _by_name(home: PlanHome) -> tuple[str, str]:
    return fold(home.head_name.split(" ")[-1]), fold(home.head_name)


def _by_person(home: PlanHome) -> tuple[bool, str, str]:
    words = fold(home.person_name)
    return home.person is None, words.split(" ")[-1], words


_ORDERS: Final[dict[str, tuple[Any, Callable[[PlanHome], Any]]]] = {
    "ma": (gettext_lazy("Mã hộ"), lambda home: home.code),
    "chu-ho": (gettext_lazy("Chủ hộ"), _by_name),
    "to": (gettext_lazy("Thôn, tổ"), lambda home: (home.village, home.group, home.code)),
    "nguoi": (gettext_lazy("Người phụ trách"), _by_person),
    "xa": (gettext_lazy("Xa nhất trước"), lambda home: -(home.metres or -1)),
}
_SHOWN: Final[dict[str, tuple[Any, Callable[[PlanHome], bool]]]] = {
    "": (gettext_lazy("Tất cả"), lambda home: True),
    "trong": (gettext_lazy("Chưa có người"), lambda home: home.is_open),
    "cu": (gettext_lazy("Không còn thực hiện được"), lambda home: home.is_stale),
    "doi": (gettext_lazy("Khác hiện nay"), lambda home: home.is_changed),
    "khoa": (gettext_lazy("Đã khoá"), lambda home: home.locked),
}


class HouseholdsView(OnePlanView):
    """Every household of the cell. What is searched is posted, so that no name stands in a URL."""

    tab = "households"
    upper = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._list(pk, "")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._list(pk, request.POST.get("q", "")[:_LONGEST_SEARCH].strip())

    def _list(self, pk: int, searched: str) -> HttpResponse:
        self.find(pk)
        content = content_of(self.actor, pk, at=self.today)
        shown = _known(self.request.GET.get("xem", ""), _SHOWN)
        order = _known(self.request.GET.get("xep", "ma"), _ORDERS, "ma")
        kept = filter(_SHOWN[shown][1], content.homes)
        if searched:
            folded = fold(searched)
            kept = filter(lambda home: home.has(folded), kept)
        context = {
            "content": content,
            "homes": sorted(kept, key=_ORDERS[order][1]),
            "searched": searched,
            "shown": shown,
            "order": order,
            "orders": [(key, label) for key, (label, _key) in _ORDERS.items()],
            "views": [
                (key, label, sum(map(wanted, content.homes)))
                for key, (label, wanted) in _SHOWN.items()
            ],
        }
        return self.page("plans/households.html", context)


def _known(asked: str, there: dict[str, Any], otherwise: str = "") -> str:
    return asked if asked in there else otherwise


class HouseholdView(FormView):
    """One household: why this person, who else is near, and the change. Readers see it too."""

    form_class = ChangeForm
    template = "plans/household.html"
    tab = "households"
    upper = False
    access = OnePlanView.access

    def load(self, pk: int, household: int) -> None:
        self.find(pk)
        self.content: Content = content_of(self.actor, pk, at=self.today)
        found = self.content.home(household)
        if found is None:
            raise Http404
        self.household: PlanHome = found
        self.why = self._why()

    def get(self, request: HttpRequest, pk: int, household: int = 0) -> HttpResponse:
        self.load(pk, household)
        form = ChangeForm(
            initial={**self.initial(), "person": self.household.person}, **self.form_kwargs()
        )
        return self.show(form)

    def post(self, request: HttpRequest, pk: int, household: int = 0) -> HttpResponse:
        self.load(pk, household)
        if not self.head.may_draft:
            raise PermissionDenied
        return super().post(request, pk)

    def _why(self) -> dict[str, Any]:
        """Of a household that is no more the cell's nothing can be said."""
        try:
            return why(self.actor, self.plan.pk, self.household.pk, at=self.today)
        except Http404:
            return {"chosen": None, "others": [], "mends": [], "reason_label": ""}

    def form_kwargs(self) -> dict[str, Any]:
        told = self.why
        options = [each for each in (told["chosen"], *told["others"]) if each is not None]
        options.sort(key=lambda each: (each["metres"] is None, each["metres"] or 0))
        near = [(each["person"], option_words(each)) for each in options]
        known = {person for person, _words in near}
        rest = [
            (person.pk, f"{person.name} · {person.total}/{person.capacity}")
            for person in self.content.people
            if person.pk not in known
        ]
        return {"near": near, "rest": rest}

    def context(self, form: Any) -> dict[str, Any]:
        told = self.why
        bans = self.content.bans.get(self.household.pk, {})
        names = self.content.names
        people = [(person.pk, person.name) for person in self.content.people]
        return {
            "home": self.household,
            "is_form": False,
            "why": told,
            "others": told["others"],
            "reason": told["reason_label"],
            "mends": [mend["text"] for mend in told["mends"]],
            "bans": [
                {"person": pk, "name": names.person(pk), "reason": BanReason(reason).label}
                for pk, reason in bans.items()
            ],
            "ban_form": NewBanForm(
                initial={"seen": self.plan.revision},
                auto_id="id_ban_%s",
                people=[each for each in people if each[0] not in bans],
            ),
            "back": reverse("plan-pages:households", kwargs={"pk": self.plan.pk}),
        }

    def carry_out(self, form: ChangeForm) -> Answer:
        data = form.cleaned_data
        return editing.change_pairs(
            plan=self.plan.pk,
            pairs={self.household.pk: data["person"]},
            seen=data["seen"],
            order=self.order(data["key"]),
        )

    def refused(self, form: Any, error: Any) -> HttpResponse:
        self.content = content_of(self.actor, self.plan.pk, at=self.today)
        self.household = self.content.home(self.household.pk) or self.household
        self.why = self._why()
        return super().refused(form, error)

    def done(self, answer: Answer) -> HttpResponse:
        return redirect(_to(self.plan.pk, self.household.pk))


def option_words(option: dict[str, Any]) -> str:
    """As it stands in the list to choose from: the name, how far, the load, what is in the way."""
    metres = option["metres"]
    away = _("không rõ xa gần") if metres is None else _("%(n)s m") % {"n": metres}
    words = f"{option['name']} · {away} · {option['total']}/{option['capacity']}"
    bar = bar_words(option["obstacle"])
    return f"{words} · {bar}" if bar else words


def _to(plan: int, household: int) -> str:
    return reverse("plan-pages:household", kwargs={"pk": plan, "household": household})


class _PairButton(ButtonView):
    tab = "households"
    upper = False

    @property
    def home(self) -> str:
        return _to(self.plan.pk, self.kwargs["household"])


class LockView(_PairButton):
    """Keep the pair from the solver and from hands, or let it go."""

    form_class = LockForm

    def carry_out(self, said: Any) -> Answer:
        return editing.lock_pairs(
            plan=self.plan.pk,
            households={self.kwargs["household"]},
            locked=said["locked"],
            seen=said["seen"],
            order=self.order(said["key"]),
        )


class BanView(_PairButton):
    """Say that the two are not to be put together, or take it back."""

    form_class = BanForm

    def carry_out(self, said: Any) -> Answer:
        return editing.ban_pair(
            plan=self.plan.pk,
            household=self.kwargs["household"],
            person=said["person"],
            reason=said["reason"] or None,
            seen=said["seen"],
            order=self.order(said["key"]),
        )
