"""The permission matrix as data: URL × who asks × method → status.

``python -m tests.architecture.matrix`` prints its size. The roles are spelled out here on purpose:
were they imported from the code, a role added there by mistake would be right by definition.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from apps.accounts.roles import Role

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ANONYMOUS, ROLELESS = "anonymous", "roleless"
ASKERS: tuple[str, ...] = (*(role.value for role in Role), ANONYMOUS, ROLELESS)

LEADERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION}
READERS = LEADERS | {
    Role.COMMITTEE_MEMBER,
    Role.CELL_COMMITTEE,
    Role.GROUP_OFFICER,
    Role.MEMBER_IN_CHARGE,
}
MAP = READERS | {Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER}
# Who writes down everything about a household, and who at least the people in it.
EDITORS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
KEEPERS = EDITORS | {Role.CELL_COMMITTEE}
# Who draws the boundaries of villages and groups.
DRAWERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
ADMIN = {Role.SYSTEM_ADMIN}
# Whoever is logged in, with a role or without.
MEMBERS = frozenset(ASKERS) - {ANONYMOUS}
EVERYONE = frozenset(ASKERS)
NOBODY: frozenset[str] = frozenset()


#: in place of the key of somebody who lives in the household that the row points at
RESIDENT = "a resident"


class Kind(StrEnum):
    PAGE = "page"
    API = "api"


class Target(StrEnum):
    """What a URL's key points at; the test puts the key in."""

    OWN_HOUSEHOLD = "own_household"
    NEIGHBOUR = "neighbour"
    NEXT_GROUP = "next_group"
    NEXT_VILLAGE = "next_village"
    OTHER_COMMUNE = "other_commune"
    NO_HOUSEHOLD = "no_household"
    ACCOUNT = "account"
    NO_ACCOUNT = "no_account"


Answers = tuple[int, int, int, int, int, int, int]


def every(status: int) -> Answers:
    return (status,) * 7


READ: Answers = (200, 200, 405, 405, 405, 405, 200)
TILE: Answers = (200, 200, 405, 405, 405, 405, 200)
# Asked without a body, so that it has something to refuse.
POSTED: Answers = (405, 405, 422, 405, 405, 405, 200)
MISSING: Answers = (404, 404, 405, 405, 405, 405, 200)
FORM: Answers = (200, 200, 422, 405, 405, 405, 200)
# Other packages' forms take PUT for POST and show their errors with 200.
PACKAGE_FORM: Answers = (200, 200, 200, 200, 405, 405, 200)
ELSEWHERE: Answers = every(302)


@dataclass(frozen=True)
class Row:
    """One URL, who may use it, and what each method then answers (order of ``METHODS``)."""

    name: str
    allowed: frozenset[str]
    answers: Answers
    kind: Kind = Kind.PAGE
    target: Target | None = None
    kwargs: Mapping[str, str | int] = field(default_factory=dict)
    # Those who may use it but get other answers, such as 404 for what lies out of scope.
    special: Mapping[str, Answers] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.name}[{self.target}]" if self.target else self.name

    def expected(self, asker: str) -> Answers:
        if asker in self.special:
            return self.special[asker]
        if asker in self.allowed:
            return self.answers
        if asker == ANONYMOUS:
            return every(401 if self.kind is Kind.API else 302)
        return every(403)


def _card(target: Target, *within_scope: Role) -> Row:
    outside = {role.value: MISSING for role in READERS - set(within_scope)}
    return Row("webmap:household", frozenset(READERS), READ, Kind.API, target, special=outside)


# A form's page that is not there does not take what is sent to it either.
NO_FORM: Answers = (404, 404, 404, 405, 405, 405, 200)


def _home(name: str, target: Target, *within_scope: Role) -> Row:
    """A page that reads one household."""
    outside = {role.value: MISSING for role in READERS - set(within_scope)}
    return Row(f"households:{name}", frozenset(READERS), READ, target=target, special=outside)


def _desk(name: str, roles: set[Role], target: Target, *, in_reach: bool = True) -> Row:
    """A form of the household desk; out of reach there is none."""
    committee = {} if in_reach else {Role.CELL_COMMITTEE.value: NO_FORM}
    special = committee if Role.CELL_COMMITTEE in roles else {}
    of_resident = name in {"resident", "end-residence", "head"}
    kwargs = {"resident": RESIDENT} if of_resident else {}
    return Row(
        f"households:{name}", frozenset(roles), FORM, target=target, kwargs=kwargs, special=special
    )


def _no_desk(name: str, roles: set[Role], target: Target) -> Row:
    """The form of a household that nobody of the cast reaches."""
    return replace(_desk(name, roles, target), answers=NO_FORM)


_EDITED = ("basics", "status", "leave", "take-back", "move", "split")
_KEPT = ("reaching", "add-resident", "resident", "end-residence", "head")
_HOUSEHOLDS = (
    Row("households:list", frozenset(READERS), READ),
    Row("households:create", frozenset(EDITORS), FORM),
    *(
        row
        for name in ("page", "timeline")
        for row in (
            _home(name, Target.OWN_HOUSEHOLD, *READERS),
            _home(name, Target.NEIGHBOUR, *(READERS - {Role.MEMBER_IN_CHARGE})),
            _home(name, Target.NEXT_GROUP, *LEADERS, Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE),
            _home(name, Target.NEXT_VILLAGE, *LEADERS),
            _home(name, Target.OTHER_COMMUNE),
            _home(name, Target.NO_HOUSEHOLD),
        )
    ),
    *(
        row
        for roles, names in ((EDITORS, _EDITED), (KEEPERS, _KEPT))
        for name in names
        for row in (
            _desk(name, roles, Target.OWN_HOUSEHOLD),
            _desk(name, roles, Target.NEXT_VILLAGE, in_reach=False),
            _no_desk(name, roles, Target.OTHER_COMMUNE),
        )
    ),
)


def _boundaries(name: str, answers: Answers) -> Row:
    return Row(f"webmap:boundaries{name}", frozenset(DRAWERS), answers, Kind.API)


def _closed(name: str, **kwargs: str | int) -> Row:
    return Row(name, NOBODY, every(403), kwargs=kwargs)


def _own(name: str, answers: Answers, **kwargs: str | int) -> Row:
    return Row(name, MEMBERS, answers, kwargs=kwargs)


def _admin(name: str, answers: Answers, target: Target | None = None) -> Row:
    return Row(name, frozenset(ADMIN), answers, target=target)


_SCOPED = (
    Row("webmap:map", frozenset(MAP), READ),
    Row("webmap:boundaries-page", frozenset(DRAWERS), READ),
    Row("webmap:areas", frozenset(MAP), READ, Kind.API),
    Row("webmap:tiles", frozenset(MAP), TILE, Kind.API, kwargs={"z": 9, "x": 406, "y": 225}),
    Row(
        "webmap:gap-tiles",
        frozenset(READERS | {Role.PROVINCE_VIEWER}),
        TILE,
        Kind.API,
        kwargs={"z": 9, "x": 406, "y": 225},
    ),
    Row("webmap:households", frozenset(READERS), READ, Kind.API),
    Row("webmap:export", frozenset(READERS), POSTED, Kind.API),
    Row("webmap:folium", frozenset(MAP), (405, 405, 200, 405, 405, 405, 200), Kind.API),
    Row("webmap:takeaway", frozenset(MAP), (405, 405, 400, 405, 405, 405, 200), Kind.API),
    _boundaries("", READ),
    _boundaries("-history", READ),
    *(
        _boundaries(f"-{verb}", POSTED)
        for verb in (
            *("check", "check-split", "redraw", "add"),
            *("rename", "split", "merge", "undo"),
        )
    ),
    _card(Target.OWN_HOUSEHOLD, *READERS),
    _card(Target.NEIGHBOUR, *(READERS - {Role.MEMBER_IN_CHARGE})),
    _card(Target.NEXT_GROUP, *LEADERS, Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE),
    _card(Target.NEXT_VILLAGE, *LEADERS),
    _card(Target.OTHER_COMMUNE),
    _card(Target.NO_HOUSEHOLD),
    _admin("accounts:list", READ),
    _admin("accounts:create", FORM),
    _admin("accounts:password", FORM, Target.ACCOUNT),
    _admin("accounts:password", (404, 404, 404, 405, 405, 405, 200), Target.NO_ACCOUNT),
    _admin("accounts:active", (405, 405, 302, 405, 405, 405, 200), Target.ACCOUNT),
    _admin("accounts:active", (405, 405, 404, 405, 405, 405, 200), Target.NO_ACCOUNT),
)
_PUBLIC = (
    Row("healthz", EVERYONE, every(200)),
    Row("account_login", EVERYONE, ELSEWHERE, special={ANONYMOUS: PACKAGE_FORM}),
    Row(
        "account_logout",
        EVERYONE,
        (200, 200, 302, 405, 405, 405, 200),
        special={ANONYMOUS: (302, 302, 302, 405, 405, 405, 200)},
    ),
    Row("account_inactive", EVERYONE, READ),
    Row("mfa_authenticate", EVERYONE, ELSEWHERE),
    Row(
        "mfa_login_webauthn",
        EVERYONE,
        ELSEWHERE,
        special={ANONYMOUS: (302, 302, 302, 302, 405, 405, 200)},
    ),
    Row("set_language", EVERYONE, ELSEWHERE),
)
# The cast has set up no second factor: what there is to remove is not there (404), and what adds
# one asks for the password first (302).
_OWN = (
    _own("account_reauthenticate", PACKAGE_FORM),
    _own("account_change_password", PACKAGE_FORM),
    _own("mfa_index", READ),
    _own("mfa_reauthenticate", ELSEWHERE),
    _own("mfa_activate_totp", ELSEWHERE),
    _own("mfa_deactivate_totp", every(404)),
    _own("mfa_view_recovery_codes", MISSING),
    _own("mfa_generate_recovery_codes", ELSEWHERE),
    _own("mfa_download_recovery_codes", every(404)),
    _own("mfa_list_webauthn", READ),
    _own("mfa_add_webauthn", ELSEWHERE),
    _own("mfa_reauthenticate_webauthn", ELSEWHERE),
    _own("mfa_remove_webauthn", ELSEWHERE, pk=1),
    _own("mfa_edit_webauthn", ELSEWHERE, pk=1),
)
_CLOSED = (
    _closed("account_signup"),
    _closed("account_email"),
    _closed("account_email_verification_sent"),
    _closed("account_confirm_email", key="abc"),
    _closed("account_set_password"),
    _closed("account_reset_password"),
    _closed("account_reset_password_done"),
    _closed("account_reset_password_from_key", uidb36="1", key="a-b"),
    _closed("account_reset_password_from_key_done"),
    _closed("account_confirm_login_code"),
)
MATRIX: tuple[Row, ...] = (*_SCOPED, *_HOUSEHOLDS, *_PUBLIC, *_OWN, *_CLOSED)


def cells() -> Iterator[tuple[Row, str, str, int]]:
    """Every cell: row, who asks, method, expected status."""
    for row in MATRIX:
        for asker in ASKERS:
            for method, status in zip(METHODS, row.expected(asker), strict=True):
                yield row, asker, method, status


def summary() -> str:
    names = len({row.name for row in MATRIX})
    return (
        f"{names} URLs, {len(MATRIX)} rows, {len(ASKERS)} askers, {len(METHODS)} methods: "
        f"{sum(1 for _ in cells())} cells"
    )


if __name__ == "__main__":
    sys.stdout.write(f"{summary()}\n")
