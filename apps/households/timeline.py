"""Everything that happened to a household, told by those who know of it, newest first.

Higher apps register a provider when Django starts, as for ``sections``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.actor import Actor
from apps.households.models import Household
from apps.people.models import Person


class Kind(TextChoices):
    """What a moment is about; also its sign on the page."""

    FACTS = "facts", gettext_lazy("Thông tin hộ")
    RESIDENTS = "residents", gettext_lazy("Nhân khẩu")
    PLACE = "place", gettext_lazy("Đến, đi, chuyển")
    CHARGE = "charge", gettext_lazy("Phân công")
    CONTACT = "contact", gettext_lazy("Nắm tình hình")
    ISSUE = "issue", gettext_lazy("Vấn đề của hộ")


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. ``lines`` are whole sentences, ready to be shown.

    ``who`` is a name; where only the log-in is known (``user_id``) it is found later. Moments of
    one ``bundle`` (a transaction) are told as one.
    """

    at: datetime
    kind: Kind
    title: str
    lines: tuple[str, ...] = ()
    who: str = ""
    user_id: int | None = None
    reason: str = ""
    bundle: str = ""


Provider = Callable[[Actor, Household], Iterable[Moment]]
# Digests of files → their names, from whoever took the files in.
FileNames = Callable[[Collection[str]], Mapping[str, str]]

_providers: dict[str, Provider] = {}
_file_names: dict[str, FileNames] = {}


def register_timeline(name: str, provider: Provider) -> None:
    _providers[name] = provider


def register_file_names(name: str, finder: FileNames) -> None:
    _file_names[name] = finder


def file_names(digests: Collection[str]) -> dict[str, str]:
    """The names of files that were taken in, by their digests."""
    found: dict[str, str] = {}
    for finder in _file_names.values() if digests else ():
        found |= finder(digests)
    return found


def moments_of(actor: Actor, household: Household) -> list[Moment]:
    """The household's story as far as the actor may know it, newest first.

    All of it: a household's story is some hundred lines even after years.
    """
    found = [one for provider in _providers.values() for one in provider(actor, household)]
    bundled = _bundled(found)
    return sorted(_named(actor, bundled), key=lambda moment: moment.at, reverse=True)


def _bundled(moments: Iterable[Moment]) -> list[Moment]:
    """One moment for each transaction; the first one told gives kind and title."""
    alone: list[Moment] = []
    together: dict[str, Moment] = {}
    for moment in moments:
        if not moment.bundle:
            alone.append(moment)
        elif (first := together.get(moment.bundle)) is None:
            together[moment.bundle] = moment
        else:
            together[moment.bundle] = replace(first, lines=first.lines + moment.lines)
    return [*alone, *together.values()]


def _named(actor: Actor, moments: list[Moment]) -> list[Moment]:
    """With the names of those who wrote them, as far as the actor sees these people."""
    users = {moment.user_id for moment in moments if moment.user_id is not None}
    people = Person.objects.visible_to(actor).filter(user__in=users)
    names = dict(people.values_list("user_id", "full_name"))
    somebody = _("Người có quyền sửa của xã")
    return [
        moment
        if moment.who or moment.user_id is None
        else replace(moment, who=names.get(moment.user_id, somebody))
        for moment in moments
    ]
