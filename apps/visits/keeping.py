"""When a household's month is done under the commune's rule (domain, "Contact"). Pure.

Two numbers decide, both of days in the commune's month so far: those with any contact, and those
with one in person. Several contacts of one day count once; a meeting is no contact in person.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _


class Rule(Protocol):
    """What of ``ContactRule`` is asked here."""

    @property
    def per_month(self) -> int: ...
    @property
    def in_person_minimum(self) -> int: ...


def lacking_in_person(rule: Rule, in_person: int) -> int:
    """Days in person that the month still lacks."""
    return max(rule.in_person_minimum - in_person, 0)


def is_kept(rule: Rule, *, days: int, in_person: int) -> bool:
    return days >= rule.per_month and not lacking_in_person(rule, in_person)


def in_person_words(rule: Rule, in_person: int) -> str:
    """What is to be said beside the number of days; "" where the rule asks for nothing."""
    if not rule.in_person_minimum:
        return ""
    if not lacking_in_person(rule, in_person):
        return _("đã gặp trực tiếp")
    if in_person == 0:
        return _("chưa gặp trực tiếp")
    return _("mới gặp trực tiếp %(done)s trên %(required)s lần") % {
        "done": in_person,
        "required": rule.in_person_minimum,
    }


def rule_words(rule: Rule) -> str:
    """What a month that is done has, as a sentence."""
    if not rule.in_person_minimum:
        return _("Trong tháng có ít nhất %(n)s ngày nắm tình hình.") % {"n": rule.per_month}
    return _(
        "Trong tháng có ít nhất %(n)s ngày nắm tình hình,"
        " và ít nhất %(minimum)s ngày gặp trực tiếp."
    ) % {"n": rule.per_month, "minimum": rule.in_person_minimum}
