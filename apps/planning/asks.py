"""What to ask at each stop: what the register knows and lacks, as far as the reader may know it.

Nothing of public order, which stands on no list that is carried about (decision 026).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
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
from apps.visits.selectors import rules_of

#: steps due until so many days after the trip
SOON: Final = timedelta(days=30)
_LONGEST: Final = 120


def suggestions(actor: Actor, homes: Collection[Household], *, at: date) -> Mapping[int, list[str]]:
    """Household → lines, the most pressing first; of ``homes`` that the actor reads."""
    keys = [home.pk for home in homes]
    lines: dict[int, list[str]] = defaultdict(list)
    told = chain(
        _issues(actor, keys, at),
        _steps(actor, keys, at),
        _silence(actor, homes, at),
        _uncovered(actor, keys, at),
        _missing(actor, homes),
    )
    for pk, line in told:
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


def _silence(actor: Actor, homes: Collection[Household], at: date) -> Iterator[tuple[int, str]]:
    """Households beyond the second of their commune's classes of recency."""
    rows = Contact.objects.visible_to(actor).filter(household__in=homes, day__lte=at)
    last = dict(rows.order_by().values_list("household").annotate(Max("day")))
    rules = rules_of({home.commune_id for home in homes})
    for home in homes:
        bounds = rules[home.commune_id].class_days
        if home.pk not in last:
            yield home.pk, _("Chưa nắm tình hình lần nào")
        elif (days := (at - last[home.pk]).days) > bounds[:2][-1]:
            yield home.pk, _("%(n)d ngày chưa nắm tình hình") % {"n": days}


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
