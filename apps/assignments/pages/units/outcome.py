"""What a decision would do, for the page before it: lines in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.assignments.pages.wording import Names, refused_words


def unit_lists(told: Mapping[str, Any], names: Names) -> dict[str, list[str]]:
    """Who begins, who ends, units that lose everybody, secretaries, and what cannot be."""
    refused = [(each["unit"], each["person"], each["reason"]) for each in told["left_out"]]
    refused += [(each["village"], None, each["reason"]) for each in told["refused"]]
    return {
        "began": [_line(each["unit"], each["person"], names) for each in told["began"]],
        "ended": [_line(each["unit"], each["person"], names) for each in told["ended"]],
        "closed": [names.unit(unit) for unit in told["closed"]],
        "named": [_line(each["village"], each["person"], names) for each in told["secretaries"]],
        "unnamed": [names.unit(village) for village in told["unnamed"]],
        "refused_seats": [_refused(unit, person, why, names) for unit, person, why in refused],
    }


def _line(unit: int, person: int, names: Names) -> str:
    return _("%(unit)s: %(person)s") % {"unit": names.unit(unit), "person": names.person(person)}


def _refused(unit: int, person: int | None, reason: str, names: Names) -> str:
    who = names.unit(unit) if person is None else _line(unit, person, names)
    return _("%(who)s (%(why)s)") % {"who": who, "why": refused_words(reason)}
