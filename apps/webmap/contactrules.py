"""The contact rules of the communes on one map, which need not be the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.areas.models import Village
from apps.visits.models import ContactRule
from apps.visits.recency import common_bounds, month_of, recency_keys
from apps.visits.selectors import rules_of
from apps.webmap.scope import aggregates_only
from apps.webmap.strings.month import month_words


@dataclass(frozen=True)
class MapRules:
    """``by_commune``: the rule of each commune, by its key."""

    by_commune: Mapping[int, ContactRule]

    @cached_property
    def bounds(self) -> tuple[int, ...]:
        """Of the classes in which all of them are shown, days."""
        return common_bounds(rule.class_days for rule in self.by_commune.values())

    @cached_property
    def usual(self) -> ContactRule:
        """The rule of the first commune, or the defaults; ``others`` have another."""
        first = min(self.by_commune, default=None)
        return ContactRule() if first is None else self.by_commune[first]

    @cached_property
    def others(self) -> dict[int, ContactRule]:
        """Communes whose rule asks for other contacts a month than the usual one."""
        return {
            pk: rule for pk, rule in self.by_commune.items() if _asks(rule) != _asks(self.usual)
        }


def map_rules(communes: Collection[int]) -> MapRules:
    return MapRules(rules_of(communes))


def _asks(rule: ContactRule) -> dict[str, int]:
    return {"per_month": rule.per_month, "in_person_minimum": rule.in_person_minimum}


def told(actor: Actor, rules: MapRules, *, at: date) -> dict[str, Any]:
    """What of the page's configuration changes with the day or with a commune's rule.

    ``rules``: what is asked of the households of a village, where that is not ``rule``.
    """
    return {
        "as_of": at.isoformat(),
        "rule": {
            **_asks(rules.usual),
            "month_start": month_of(at, rules.usual.month_start)[0].isoformat(),
        },
        "rules": {} if aggregates_only(actor) else _by_village(rules.others),
        "recency": recency_classes(rules.bounds),
        "strings": month_words([rules.usual, *rules.others.values()]),
    }


def _by_village(others: Mapping[int, ContactRule]) -> dict[str, dict[str, int]]:
    if not others:
        return {}
    villages = Village.objects.filter(commune__in=others).order_by("pk")
    found = villages.values_list("pk", "commune_id")
    return {str(pk): _asks(others[commune]) for pk, commune in found}


def recency_classes(bounds: tuple[int, ...]) -> list[dict[str, Any]]:
    """As the page's legend has them; ``max``: days, None for "over" and "never"."""
    return [
        {
            "key": key,
            "max": bounds[index] if index < len(bounds) else None,
            "label": class_label(index, bounds),
        }
        for index, key in enumerate(recency_keys(bounds))
    ]


def class_label(index: int, bounds: tuple[int, ...]) -> str:
    if index > len(bounds):
        return _("Chưa lần nào")
    if index == len(bounds):
        return _("Trên %(days)s ngày") % {"days": bounds[-1]}
    if index == 0:
        return _("%(days)s ngày trở lại") % {"days": bounds[0]}
    return _("%(from)s–%(to)s ngày") % {"from": bounds[index - 1] + 1, "to": bounds[index]}
