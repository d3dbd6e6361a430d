"""Who opens the pages of issues."""

from __future__ import annotations

from typing import Final

from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.issues.levels import HANDLER_ROLES

#: whoever reads households reads their issues; the police reads those of public order alone
ISSUE_ROLES: Final = HOUSEHOLD_ROLES | HANDLER_ROLES
#: who may put others' work together: causes, doubles, answers to many
GATHERER_ROLES: Final = HANDLER_ROLES - {Role.MEMBER_IN_CHARGE}
