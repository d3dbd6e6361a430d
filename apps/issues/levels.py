"""The way of an issue upward: who has it, and by which roles (Regulation 04-QC/ĐU 2024)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind, Role
from apps.areas.models import IssueStep
from apps.households.models import Household
from apps.households.querysets import household_reach


class Level(TextChoices):
    """Where an issue lies; each level is a body that always has somebody to ask."""

    MEMBER = "member", _("Người phụ trách hộ")
    CELL = "cell", _("Chi ủy, trưởng thôn")
    OFFICER = "officer", _("Cán bộ xã phụ trách Tổ")
    POLICE = "police", _("Công an xã")
    COMMUNE = "commune", _("Đảng ủy, UBND xã")
    UPPER = "upper", _("Cấp trên")


_LEADERS: Final = frozenset({Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE})
# What lies with the tier above is followed up by the commune: nobody there works in the software.
ROLES_OF_LEVEL: Final[Mapping[Level, frozenset[Role]]] = {
    Level.MEMBER: frozenset({Role.MEMBER_IN_CHARGE}),
    Level.CELL: frozenset({Role.CELL_COMMITTEE, Role.VILLAGE_HEAD}),
    Level.OFFICER: frozenset({Role.GROUP_OFFICER}),
    Level.POLICE: frozenset({Role.COMMUNE_POLICE}),
    Level.COMMUNE: _LEADERS,
    Level.UPPER: _LEADERS,
}
# Who sits there for kinds that only few may read: what the committee knows of public order is
# nothing for the village head.
_GUARDED: Final[Mapping[Level, frozenset[Role]]] = {
    level: roles - {Role.VILLAGE_HEAD} for level, roles in ROLES_OF_LEVEL.items()
}
# The commune's deadline that runs while an issue lies at a level.
STEP_OF_LEVEL: Final[Mapping[Level, IssueStep]] = {
    Level.MEMBER: IssueStep.MEMBER_TO_CELL,
    Level.CELL: IssueStep.CELL_TO_OFFICER,
    Level.OFFICER: IssueStep.OFFICER_TO_COMMUNE,
    Level.POLICE: IssueStep.OFFICER_TO_COMMUNE,
    Level.COMMUNE: IssueStep.COMMUNE_TO_UPPER,
    Level.UPPER: IssueStep.COMMUNE_TO_UPPER,
}
# Those who change with every plan and election.
NEAR: Final = frozenset({Level.MEMBER, Level.CELL, Level.OFFICER})
# Everyone who can have an issue before them.
HANDLER_ROLES: Final = frozenset[Role]().union(*ROLES_OF_LEVEL.values())


def level_reach(
    actor: Actor, level: Level, prefix: str = "household__", *, guarded: bool = False
) -> Q:
    """The condition that the actor sits at ``level`` for the household at ``prefix``.

    ``guarded``: for what is of a kind that only few may read.
    """
    roles = (_GUARDED if guarded else ROLES_OF_LEVEL)[level]
    if level == Level.POLICE:
        return Q(**{f"{prefix}commune__in": actor.areas(AreaKind.COMMUNE, roles)})
    return household_reach(actor, prefix, roles=roles)


def levels_held(actor: Actor, household: Household, *, guarded: bool = False) -> frozenset[Level]:
    """The levels at which the actor sits for this household; ``guarded``: as above."""
    place: Mapping[AreaKind, int | None] = {
        AreaKind.COMMUNE: household.commune_id,
        AreaKind.VILLAGE: household.village_id,
        AreaKind.GROUP: household.group_id,
        AreaKind.HOUSEHOLD: household.pk,
    }
    return frozenset(
        level
        for level, roles in (_GUARDED if guarded else ROLES_OF_LEVEL).items()
        if any(key in actor.areas(area, roles) for area, key in place.items() if key is not None)
    )
