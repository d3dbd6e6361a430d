"""Who is asking: the user, the roles held at this moment, and the areas each role reaches."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from apps.accounts.roles import AreaKind, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """``role`` within one area; ``area_id`` is the area's primary key (0 for the system)."""

    role: Role
    area: AreaKind
    area_id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Built anew for each request, so that what has ended is gone with the next one."""

    user_id: int | None = None
    person_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)

    @property
    def is_known(self) -> bool:
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def has_any(self, roles: Iterable[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    def areas(self, area: AreaKind, roles: Iterable[Role]) -> frozenset[int]:
        """Keys of the areas of one kind that any of ``roles`` reaches."""
        wanted = frozenset(roles)
        return frozenset(g.area_id for g in self.grants if g.area == area and g.role in wanted)

    def without(self, role: Role) -> "Actor":
        """The same user as if they did not hold ``role``."""
        return replace(self, grants=frozenset(g for g in self.grants if g.role != role))


NOBODY = Actor()
