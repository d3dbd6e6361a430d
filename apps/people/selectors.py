"""Log-ins with the people behind them, for the administrator."""

from dataclasses import dataclass
from datetime import datetime

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.common.text import fold


@dataclass(frozen=True, slots=True)
class AccountRow:
    pk: int
    username: str
    person_name: str
    roles: list[str]
    is_active: bool
    last_login: datetime | None


def accounts(*, at: datetime, search: str = "") -> list[AccountRow]:
    """All log-ins, with the roles they hold at the moment ``at``; no household data."""
    rows = []
    wanted = fold(search)
    for user in User.objects.select_related("person").order_by("username"):
        person = getattr(user, "person", None)
        name = person.full_name if person else ""
        if wanted and wanted not in fold(f"{user.username} {name}"):
            continue
        roles = sorted(str(role.label) for role in actor_for(user, at=at).roles)
        rows.append(
            AccountRow(user.pk, user.username, name, roles, user.is_active, user.last_login)
        )
    return rows
