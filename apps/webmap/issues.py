"""What of households' issues a mark tells whom.

Kinds that everybody reads who reaches the household stand in one column of the mark. The others
stand beside it with the levels in whose hands each was (``issues.querysets.issue_reach``), and a
mark gives them only for the levels at which the actor sits for that very household. Tiles are
shared by whoever has the same grants, so what somebody reads only because they reported it stands
on none of them: it is in their lists. What this
depends on is the actor's grants, which a tile's scope is named after, and the issues, every change
of which makes another version.
"""

from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable

from apps.accounts.actor import Actor
from apps.issues.brief import BIT_OF
from apps.issues.levels import ROLES_OF_LEVEL, level_reach


class _Readable(Func):
    function = "webmap_readable_issues"
    output_field = TextField()


class _Joined(Func):
    """``concat_ws``: passes over nulls; two nulls make an empty text, which is nothing."""

    template = "NULLIF(concat_ws(' ', %(expressions)s), '')"
    output_field = TextField()


def readable_issues(actor: Actor) -> Combinable:
    """For a queryset of marks: what the household waits for, as far as the actor may read it."""
    levels = [
        Case(When(level_reach(actor, level, "", guarded=True), then=Value(bit)), default=Value(0))
        for level, bit in BIT_OF.items()
        if actor.has_any(ROLES_OF_LEVEL[level])
    ]
    if not levels:
        return F("issues")
    held = levels[0]
    for each in levels[1:]:
        held = held + each  # type: ignore[assignment]
    # Hardly any household has such an issue, so hardly a row is asked who sits where.
    return Case(
        When(Q(guarded__isnull=True), then=F("issues")),
        default=_Joined(F("issues"), _Readable(F("guarded"), held)),
        output_field=TextField(),
    )
