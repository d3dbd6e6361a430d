"""A commune's follow-up rules: what it wants a task for without anybody thinking of it."""

from functools import reduce
from operator import or_

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.issues.followups.kinds import DUE_DAYS, LEVELS, SPECS, RuleKind
from apps.issues.followups.querysets import RuleQuerySet
from apps.issues.levels import Level

_LEVELS = [level.value for level in LEVELS]


def _bounds() -> Q:
    """Each kind's number lies within its own bounds."""
    ranges = (Q(kind=kind, number__range=(s.low, s.high)) for kind, s in SPECS.items())
    return reduce(or_, ranges)


@pghistory.track()
class FollowUpRule(models.Model):
    """One rule of one commune; off until somebody has seen what it would raise."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="followup_rules")
    kind = models.CharField(_("quy tắc"), max_length=20, choices=RuleKind.choices)
    # Days or metres, by the kind.
    number = models.PositiveIntegerField(_("mức"))
    level = models.CharField(
        _("giao cho"), max_length=20, choices=[(level.value, level.label) for level in LEVELS]
    )
    due_days = models.PositiveSmallIntegerField(_("hạn làm (ngày)"), default=7)
    is_on = models.BooleanField(_("đang bật"), default=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "kind"], name="followup_rule_once"),
            models.CheckConstraint(condition=_bounds(), name="followup_rule_bounds"),
            models.CheckConstraint(
                condition=Q(level__in=_LEVELS, due_days__range=DUE_DAYS),
                name="followup_rule_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.number}"


def unsaved(commune_id: int, kind: RuleKind) -> FollowUpRule:
    """The rule as it comes, for a commune that has never touched it."""
    spec = SPECS[kind]
    return FollowUpRule(
        commune_id=commune_id, kind=kind, number=spec.usual, level=Level(spec.level)
    )
