"""What to ask at each stop: what the register knows and lacks, as far as the reader may know it.

Nothing of public order, which stands on no list that is carried about (decision 026).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import PHONE_ROLES
from apps.assignments.models import Assignment
from apps.households.models import Household, PositionSource
from apps.households.querysets import reaches
from apps.issues.desk.wording import due_words, headline
from apps.issues.kinds import RESTRICTED
from apps.issues.models import Issue, RoadStep
from apps.visits.models import Contact
from apps.visits.recency import DEFAULT_CLASS_DAYS

#: a talk is owed twice a month
QUIET_DAYS: Final = DEFAULT_CLASS_DAYS[1]
#: steps due until so many days after the trip
SOON: Final = timedelta(days=30)
_LONGEST: Final = 120


def suggestions(actor: Actor, homes: Collection[Household], *, at: date) -> Mapping[int, list[str]]:
    """Household → lines, the most pressing first; of ``homes`` that the actor reads."""
    keys = [home.pk for home in homes]
    lines: dict[int, list[str]] = defaultdict(list)
    for source in (_issues, _steps, _silence, _uncovered):
        for pk, line in source(actor, keys, at):
            lines[pk].append(line)
    for pk, line in _missing(actor, homes):
        lines[pk].append(line)
    return lines


def _issues(actor: Actor, keys: list[int], at: date) -> Iterator[tuple[int, str]]:
    rows = Issue.objects.visible_to(actor).open().exclude(kind__in=sorted(RESTRICTED))
    for issue in rows.filter(household__in=keys).order_by("due_on", "pk"):
        told = Truncator(headline(issue)).chars(_LONGEST)
        due = due_words(issue, at=at)
        yield issue.household_id, f"{told} ({due.lower()})" if due else told


def _steps(actor: Actor, keys: list[int], at: date) -> Iterator[tuple[int, str]]:
    rows = RoadStep.objects.visible_to(actor).open().select_related("target")
    rows = rows.filter(target__household__in=keys, due_on__lte=at + SOON).order_by("due_on", "pk")
    for step in rows:
        what = step.text or step.get_kind_display()
        yield (
            step.target.household_id,
            _("Bước thoát nghèo: %(what)s, hạn %(day)s")
            % {"what": what, "day": date_format(step.due_on, "d/m/Y")},
        )


def _silence(actor: Actor, keys: list[int], at: date) -> Iterator[tuple[int, str]]:
    rows = Contact.objects.visible_to(actor).filter(household__in=keys, day__lte=at)
    last = dict(rows.order_by().values_list("household").annotate(Max("day")))
    for pk in keys:
        if pk not in last:
            yield pk, _("Chưa nắm tình hình lần nào")
        elif (at - last[pk]).days > QUIET_DAYS:
            yield pk, _("%(n)d ngày chưa nắm tình hình") % {"n": (at - last[pk]).days}


def _uncovered(actor: Actor, keys: list[int], at: date) -> Iterator[tuple[int, str]]:
    rows = Assignment.objects.visible_to(actor).for_households().in_force(at=at)
    covered = set(rows.filter(household__in=keys).values_list("household", flat=True))
    for pk in keys:
        if pk not in covered:
            yield pk, _("Chưa có người phụ trách")


def _missing(actor: Actor, homes: Iterable[Household]) -> Iterator[tuple[int, str]]:
    rings = reaches(actor, roles=PHONE_ROLES)
    for home in homes:
        if home.position is None:
            yield home.pk, _("Chưa có toạ độ: lấy vị trí nhà")
        elif home.position_source == PositionSource.GROUP_CENTRE:
            yield home.pk, _("Vị trí tạm: lấy vị trí nhà")
        if not home.phone and rings(place_of(home)):
            yield home.pk, _("Chưa có số điện thoại")


def place_of(home: Household) -> dict[str, int | None]:
    """What ``households.querysets.reaches`` asks of a row."""
    return {
        "pk": home.pk,
        "commune": home.commune_id,
        "village": home.village_id,
        "group": home.group_id,
    }
