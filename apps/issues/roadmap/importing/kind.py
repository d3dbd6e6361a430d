"""What a yearly list of poor and near-poor households looks like to the import assistant."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from apps.imports.kinds import HOUSEHOLDS, FileKind

KEY: Final = "poverty_list"
# What only such a list says; a list of households may carry a status too.
_DECIDED: Final = frozenset({"decision_number", "decision_date", "review_year", "deprivations"})

POVERTY_LIST: Final = FileKind(
    KEY,
    _("danh sách hộ nghèo, cận nghèo theo năm"),
    45,
    "table",
    (frozenset({"household_code"}), frozenset({"status"}), _DECIDED),
    HOUSEHOLDS.any_fields | _DECIDED | {"head_name"},
    excluded=frozenset({"channel", "from_date", "joined_on", "member_kind"}),
)
