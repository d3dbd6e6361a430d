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
    Role.VILLAGE_HEAD,
    Role.GROUP_OFFICER,
    Role.MEMBER_IN_CHARGE,
}
# Who reads plans of assignment, which are not the head's; who takes lists away as files.
PLAN_READERS = READERS - {Role.VILLAGE_HEAD}
TAKERS = READERS - {Role.VILLAGE_HEAD}
MAP = READERS | {Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER}
# Who reaches a whole village.
OF_VILLAGE = {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE, Role.VILLAGE_HEAD}
# Who says that several households' issues have one cause.
LINKERS = {
    *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.CELL_COMMITTEE, Role.GROUP_OFFICER),
    Role.VILLAGE_HEAD,
}
# Who draws the boundaries of villages and groups.
DRAWERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
# Who reads the people desk, and who writes there.
DESK = LEADERS | {Role.CELL_COMMITTEE}
# Who writes down everything about a household too, and who at least the people in it.
EDITORS = DRAWERS
KEEPERS = EDITORS | {Role.CELL_COMMITTEE}
RULED = LEADERS | {
    *(Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE, Role.GROUP_OFFICER, Role.COMMUNE_POLICE),
}
# Who brings files in.
IMPORTERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
# Who merges doubles; who puts households on the map; who gives a whole village its centres.
MERGERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
PLACERS = MERGERS | {Role.CELL_COMMITTEE, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE}
BULK_PLACERS = MERGERS | {Role.CELL_COMMITTEE}
ADMIN = {Role.SYSTEM_ADMIN}
# Whoever is logged in, with a role or without.
MEMBERS = frozenset(ASKERS) - {ANONYMOUS}
EVERYONE = frozenset(ASKERS)
NOBODY: frozenset[str] = frozenset()


# What a browser may keep of all that somebody who is logged in is answered; the rest nothing keeps.
KEPT = {
    *("webmap:tiles", "webmap:gap-tiles", "webmap:issue-tiles", "webmap:issue-kind-tiles"),
}

#: in place of the key of somebody who lives in the household that the row points at
RESIDENT = "a resident"
#: in place of the key of a household in the plan that the row points at
PLANNED = "a planned household"
#: in place of the key of a village in the plan that the row points at
UNIT = "a planned village"
#: in place of the key of somebody in that plan, and of the cell whose plan it is
CARRIER = "somebody in the plan"
OWN_CELL = "the cell of the cast"
#: in place of the key of the trip's first stop
TRIP_STOP = "a stop of the trip"
#: in place of the key of an item of the meeting that the row points at
MEETING_ITEM = "an item of the meeting"


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
    MEMBER = "member"
    MEMBER_ELSEWHERE = "member_elsewhere"
    CELL = "cell"
    CELL_ELSEWHERE = "cell_elsewhere"
    POST = "post"
    COMMUNE = "commune"
    COMMUNE_ELSEWHERE = "commune_elsewhere"
    NOTHING = "nothing"
    # The keys "one" and "other".
    PAIR = "pair"
    STRANGE_PAIR = "strange_pair"
    ACCOUNT = "account"
    NO_ACCOUNT = "no_account"
    OWN_BATCH = "own_batch"
    OTHER_BATCH = "other_batch"
    NO_BATCH = "no_batch"
    # Of the cast's cell: a draft, and a plan by which the member is in charge of the own household.
    PLAN_DRAFT = "plan_draft"
    PLAN_IN_FORCE = "plan_in_force"
    PLAN_ELSEWHERE = "plan_elsewhere"
    # Of the own commune and of another one, without a cell: committee members and villages.
    TIER_DRAFT = "tier_draft"
    TIER_ELSEWHERE = "tier_elsewhere"
    RUN = "run"
    RUN_ELSEWHERE = "run_elsewhere"
    # Of housing: of the household in the cast's own charge, and in another commune.
    ISSUE = "issue"
    ISSUE_ELSEWHERE = "issue_elsewhere"
    # Of public order, with the member alone.
    ORDER = "order"
    # A meeting of the cast's cell that is being prepared; a task about the own household.
    MEETING = "meeting"
    MEETING_ELSEWHERE = "meeting_elsewhere"
    TASK = "task"
    # Of the leader, today, to the own household and the neighbour's, with the member along.
    TRIP = "trip"
    TRIP_ELSEWHERE = "trip_elsewhere"


Answers = tuple[int, int, int, int, int, int, int]


def every(status: int) -> Answers:
    return (status,) * 7


READ: Answers = (200, 200, 405, 405, 405, 405, 200)
# A list whose posted search leads to an address that does not hold its text.
SEARCHED: Answers = (200, 200, 302, 405, 405, 405, 200)
TILE: Answers = (200, 200, 405, 405, 405, 405, 200)
# Asked without a body, so that it has something to refuse.
POSTED: Answers = (405, 405, 422, 405, 405, 405, 200)
MISSING: Answers = (404, 404, 405, 405, 405, 405, 200)
# A form about a row out of reach; a button, which leads back to where it stands.
GONE_FORM: Answers = (404, 404, 404, 405, 405, 405, 200)
PRESSED: Answers = (405, 405, 302, 405, 405, 405, 200)
GONE_BUTTON: Answers = (405, 405, 404, 405, 405, 405, 200)
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


def _home(name: str, target: Target, *within_scope: Role) -> Row:
    """A page that reads one household."""
    outside = {role.value: MISSING for role in READERS - set(within_scope)}
    return Row(f"households:{name}", frozenset(READERS), READ, target=target, special=outside)


def _form(name: str, roles: set[Role], target: Target, *, in_reach: bool = True) -> Row:
    """A form of the household desk; out of reach there is none."""
    committee = {} if in_reach else {Role.CELL_COMMITTEE.value: GONE_FORM}
    special = committee if Role.CELL_COMMITTEE in roles else {}
    of_resident = name in {"resident", "end-residence", "head"}
    kwargs = {"resident": RESIDENT} if of_resident else {}
    return Row(
        f"households:{name}", frozenset(roles), FORM, target=target, kwargs=kwargs, special=special
    )


def _no_form(name: str, roles: set[Role], target: Target) -> Row:
    """The form of a household that nobody of the cast reaches."""
    return replace(_form(name, roles, target), answers=GONE_FORM)


_EDITED = ("basics", "status", "leave", "take-back", "move", "split")
_KEPT = ("reaching", "add-resident", "resident", "end-residence", "head")
_HOUSEHOLDS = (
    Row("households:list", frozenset(READERS), SEARCHED),
    Row("households:create", frozenset(EDITORS), FORM),
    *(
        row
        for name in ("page", "timeline")
        for row in (
            _home(name, Target.OWN_HOUSEHOLD, *READERS),
            _home(name, Target.NEIGHBOUR, *(READERS - {Role.MEMBER_IN_CHARGE})),
            _home(name, Target.NEXT_GROUP, *LEADERS, *OF_VILLAGE),
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
            _form(name, roles, Target.OWN_HOUSEHOLD),
            _form(name, roles, Target.NEXT_VILLAGE, in_reach=False),
            _no_form(name, roles, Target.OTHER_COMMUNE),
        )
    ),
)


def _boundaries(name: str, answers: Answers) -> Row:
    return Row(f"webmap:boundaries{name}", frozenset(DRAWERS), answers, Kind.API)


def _merging(name: str, answers: Answers, target: Target | None = None) -> Row:
    return Row(f"desk:{name}", frozenset(MERGERS), answers, target=target)


def _place(target: Target, *within_scope: Role) -> Row:
    outside = {role.value: GONE_FORM for role in PLACERS - set(within_scope)}
    return Row("desk:position", frozenset(PLACERS), FORM, target=target, special=outside)


def _writing(target: Target, *within_scope: Role) -> Row:
    outside = {role.value: GONE_FORM for role in KEEPERS - set(within_scope)}
    return Row("contacts:write", frozenset(KEEPERS), FORM, target=target, special=outside)


def _placing(name: str, target: Target, allowed: set[Role] = PLACERS) -> Row:
    return Row(f"desk:{name}", frozenset(allowed), PRESSED, target=target)


def _closed(name: str, **kwargs: str | int) -> Row:
    return Row(name, NOBODY, every(403), kwargs=kwargs)


def _own(name: str, answers: Answers, **kwargs: str | int) -> Row:
    return Row(name, MEMBERS, answers, kwargs=kwargs)


def _desk(name: str, target: Target | None = None, answers: Answers = READ) -> Row:
    return Row(f"people:{name}", frozenset(DESK), answers, target=target)


def _edit(name: str, target: Target | None = None, answers: Answers = FORM) -> Row:
    return Row(f"people:{name}", frozenset(EDITORS), answers, target=target)


def _admin(name: str, answers: Answers, target: Target | None = None) -> Row:
    return Row(name, frozenset(ADMIN), answers, target=target)


def _posting(status: int) -> Answers:
    """What a button answers."""
    return (405, 405, status, 405, 405, 405, 200)


def _batch(
    name: str, answers: Answers, missing: Answers, kind: Kind = Kind.PAGE
) -> tuple[Row, ...]:
    """A page of the import assistant: found in the own commune only."""
    told = {Target.OWN_BATCH: answers, Target.OTHER_BATCH: missing, Target.NO_BATCH: missing}
    return tuple(
        Row(f"imports:{name}", frozenset(IMPORTERS), each, kind, target)
        for target, each in told.items()
    )


_PUT: Answers = (405, 405, 405, 422, 405, 405, 200)
_PUT_MISSING: Answers = (405, 405, 405, 404, 405, 405, 200)
_IMPORTS = (
    # Without a key the list is shown again.
    Row("imports:list", frozenset(IMPORTERS), (200, 200, 302, 405, 405, 405, 200)),
    *_batch("batch", READ, MISSING),
    *(
        row
        for verb in ("preview", "commit", "call-off", "again", "discard", "remove")
        for row in _batch(verb, _posting(302), _posting(404))
    ),
    *_batch("file", (200, 200, 302, 405, 405, 405, 200), (404, 404, 404, 405, 405, 405, 200)),
    *_batch("correction", READ, MISSING),
    *_batch("upload", _PUT, _PUT_MISSING, Kind.API),
    *_batch("progress", READ, MISSING, Kind.API),
    *_batch("points", READ, MISSING, Kind.API),
    *_batch("outlines", READ, MISSING, Kind.API),
)
_WHOLE = frozenset(LEADERS | {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE})
_PARTLY = (Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE)
_DRAFTERS = frozenset({Role.CELL_COMMITTEE})
_RUNNERS = frozenset({Role.CELL_COMMITTEE, *EDITORS})
# Committees write plans of their cells, the office and the leaders those of the commune.
_WRITERS = _RUNNERS


def _plan(
    name: str, allowed: frozenset[str], answers: Answers, missing: Answers, **kwargs: str
) -> tuple[Row, ...]:
    """A plan of the own cell, and of another commune, where there is none."""
    return tuple(
        Row(f"plans:{name}", allowed, each, Kind.API, target, kwargs)
        for target, each in (
            (Target.PLAN_DRAFT, answers),
            (Target.PLAN_ELSEWHERE, missing),
        )
    )


def _of_cell(row: Row) -> Row:
    """What a committee does with its plan: the office and the leaders, who write others, do not."""
    if row.target in {Target.PLAN_ELSEWHERE, Target.TIER_ELSEWHERE}:
        return row
    refused = tuple(403 if status in {200, 302, 422} else status for status in row.answers[:6])
    answers: Answers = (*refused, 200)  # type: ignore[assignment]  # seven in all
    return replace(row, special=dict.fromkeys(EDITORS, answers))


def _tier(
    name: str, allowed: frozenset[str], answers: Answers, missing: Answers, **kwargs: str
) -> tuple[Row, ...]:
    """A draft of the own commune without a cell, which only commune roles find; another's."""
    found = Row(
        f"plans:{name}",
        allowed,
        answers,
        Kind.API,
        Target.TIER_DRAFT,
        kwargs,
        dict.fromkeys(allowed - LEADERS, missing),
    )
    return found, replace(found, answers=missing, target=Target.TIER_ELSEWHERE, special={})


def _run(name: str, allowed: frozenset[str], answers: Answers, missing: Answers) -> tuple[Row, ...]:
    return tuple(
        Row(f"plans:{name}", allowed, each, Kind.API, target)
        for target, each in ((Target.RUN, answers), (Target.RUN_ELSEWHERE, missing))
    )


_PLAN_READERS = frozenset(PLAN_READERS)
_PLANS = (
    Row("plans:list", frozenset(PLAN_READERS), READ, Kind.API),
    Row("plans:schema", frozenset(PLAN_READERS), READ, Kind.API),
    Row("plans:start", _WRITERS, POSTED, Kind.API),
    # Of what, it was not said.
    Row("plans:gaps-today", _WHOLE, (422, 422, 405, 405, 405, 405, 200), Kind.API),
    Row(
        "plans:plan",
        frozenset(PLAN_READERS),
        READ,
        Kind.API,
        Target.PLAN_DRAFT,
        special={role.value: MISSING for role in _PARTLY},
    ),
    Row("plans:plan", frozenset(PLAN_READERS), READ, Kind.API, Target.PLAN_IN_FORCE),
    Row("plans:plan", frozenset(PLAN_READERS), MISSING, Kind.API, Target.PLAN_ELSEWHERE),
    *(
        row
        for name in ("board", "edits", "story", "outcome", "gaps", "drift", "corrections")
        for row in _plan(name, _WHOLE, READ, MISSING)
    ),
    *_plan("why", _WHOLE, READ, MISSING, household=PLANNED),
    *_tier("plan", frozenset(PLAN_READERS), READ, MISSING),
    *_tier("why-unit", _WHOLE, READ, MISSING, unit=UNIT),
    *(
        row
        for name in ("secretaries", "pairs", "submit", "resolve", "correct")
        for row in _tier(name, _WRITERS, POSTED, GONE_BUTTON)
    ),
    *(
        _of_cell(row)
        for name in (
            *("pairs", "locks", "bans", "duties", "undo", "propose"),
            *("submit", "return", "drop", "resolve", "correct", "amend"),
        )
        for row in _plan(name, _WRITERS, POSTED, GONE_BUTTON)
    ),
    Row("plans:runs", _RUNNERS, READ, Kind.API),
    Row("plans:run-start", _RUNNERS, POSTED, Kind.API),
    *_run("run", _RUNNERS, READ, MISSING),
    *_run("run-cancel", _RUNNERS, POSTED, GONE_BUTTON),
    *_run("run-drop", _RUNNERS, POSTED, GONE_BUTTON),
    *_run("run-accept", _DRAFTERS, POSTED, GONE_BUTTON),
    Row("plans:rule", _WHOLE, READ, Kind.API, Target.COMMUNE),
    Row("plans:rule", _WHOLE, MISSING, Kind.API, Target.COMMUNE_ELSEWHERE),
    Row("plans:rule-save", frozenset(EDITORS), POSTED, Kind.API, Target.COMMUNE),
    Row("plans:rule-save", frozenset(EDITORS), GONE_BUTTON, Kind.API, Target.COMMUNE_ELSEWHERE),
    Row("plans:capacities", _WHOLE, READ, Kind.API, Target.COMMUNE),
    Row("plans:capacities", _WHOLE, MISSING, Kind.API, Target.COMMUNE_ELSEWHERE),
    Row("plans:capacities-save", frozenset(EDITORS), POSTED, Kind.API, Target.COMMUNE),
    Row(
        "plans:capacities-save", frozenset(EDITORS), GONE_BUTTON, Kind.API, Target.COMMUNE_ELSEWHERE
    ),
    Row("plans:ability", frozenset(EDITORS), READ, Kind.API, Target.MEMBER),
    Row("plans:ability", frozenset(EDITORS), MISSING, Kind.API, Target.MEMBER_ELSEWHERE),
    Row("plans:ability-save", frozenset(EDITORS), POSTED, Kind.API, Target.MEMBER),
    Row("plans:ability-save", frozenset(EDITORS), GONE_BUTTON, Kind.API, Target.MEMBER_ELSEWHERE),
)


def _plan_page(
    name: str, allowed: frozenset[str], answers: Answers, missing: Answers, **kwargs: str
) -> tuple[Row, ...]:
    """A page of a draft of the own cell, and of one of another commune, where there is none."""
    return tuple(
        replace(row, name=f"plan-pages:{name}", kind=Kind.PAGE)
        for row in _plan(name, allowed, answers, missing, **kwargs)
    )


def _run_page(
    name: str, allowed: frozenset[str], answers: Answers, missing: Answers, **kwargs: str
) -> tuple[Row, ...]:
    return tuple(
        replace(row, name=f"plan-pages:{name}", kind=Kind.PAGE, kwargs=kwargs)
        for row in _run(name, allowed, answers, missing)
    )


# A form that the plan's state does not allow leads back to the plan.
_LATER: Answers = (302, 302, 302, 405, 405, 405, 200)
# A list whose search is posted, so that no name stands in a URL.
_SEARCHED: Answers = (200, 200, 200, 405, 405, 405, 200)
# Who reads a household of the plan and may not change it.
_READ_ONLY: Answers = (200, 200, 403, 405, 405, 405, 200)
_PLAN_PAGES = (
    Row("plan-pages:home", frozenset(PLAN_READERS), READ),
    Row("plan-pages:cell", _WHOLE, READ, target=Target.CELL),
    Row("plan-pages:cell", _WHOLE, MISSING, target=Target.CELL_ELSEWHERE),
    Row("plan-pages:cell-gaps", _WHOLE, READ, target=Target.CELL),
    Row("plan-pages:cell-gaps", _WHOLE, MISSING, target=Target.CELL_ELSEWHERE),
    Row("plan-pages:commune-gaps", frozenset(LEADERS), READ, target=Target.COMMUNE),
    Row("plan-pages:commune-gaps", frozenset(LEADERS), MISSING, target=Target.COMMUNE_ELSEWHERE),
    # There is a draft already: it is what one begins with.
    Row("plan-pages:start", _DRAFTERS, (302, 302, 422, 405, 405, 405, 200), target=Target.CELL),
    Row("plan-pages:start", _DRAFTERS, GONE_FORM, target=Target.CELL_ELSEWHERE),
    Row("plan-pages:ask-for-cell", _DRAFTERS, PRESSED, target=Target.CELL),
    Row("plan-pages:ask-for-cell", _DRAFTERS, GONE_BUTTON, target=Target.CELL_ELSEWHERE),
    Row("plan-pages:ask-for-commune", frozenset(EDITORS), PRESSED, target=Target.COMMUNE),
    Row(
        "plan-pages:ask-for-commune",
        frozenset(EDITORS),
        GONE_BUTTON,
        target=Target.COMMUNE_ELSEWHERE,
    ),
    *_run_page("run", _RUNNERS, READ, MISSING),
    *_run_page("run-cancel", _RUNNERS, PRESSED, GONE_BUTTON),
    *_run_page("run-accept", _DRAFTERS, PRESSED, GONE_BUTTON, cell=OWN_CELL),
    *_run_page("run-drop", _RUNNERS, PRESSED, GONE_BUTTON, cell=OWN_CELL),
    Row(
        "plan-pages:plan",
        frozenset(PLAN_READERS),
        READ,
        target=Target.PLAN_DRAFT,
        special={role.value: MISSING for role in _PARTLY},
    ),
    Row("plan-pages:plan", frozenset(PLAN_READERS), READ, target=Target.PLAN_IN_FORCE),
    Row("plan-pages:plan", frozenset(PLAN_READERS), MISSING, target=Target.PLAN_ELSEWHERE),
    *(
        row
        for name in ("gaps", "story", "print")
        for row in _plan_page(name, _WHOLE, READ, MISSING)
    ),
    *_plan_page("households", _WHOLE, _SEARCHED, GONE_FORM),
    *(
        replace(
            row,
            special={}
            if row.target is Target.PLAN_ELSEWHERE
            else {role.value: _READ_ONLY for role in LEADERS | {Role.COMMITTEE_MEMBER}},
        )
        for row in _plan_page("household", _WHOLE, FORM, GONE_FORM, household=PLANNED)
    ),
    *map(_of_cell, _plan_page("duty", _WRITERS, FORM, GONE_FORM, person=CARRIER)),
    *(
        _of_cell(row)
        for name in ("submit", "drop")
        for row in _plan_page(name, _WRITERS, FORM, GONE_FORM)
    ),
    *(
        _of_cell(row)
        for name in ("return", "resolve", "correct", "amend")
        for row in _plan_page(name, _WRITERS, _LATER, GONE_FORM)
    ),
    *(
        _of_cell(Row(f"plan-pages:{name}", _WRITERS, FORM, target=Target.PLAN_IN_FORCE))
        for name in ("amend", "correct")
    ),
    *(
        _of_cell(row)
        for name in ("propose", "undo")
        for row in _plan_page(name, _WRITERS, PRESSED, GONE_BUTTON)
    ),
    *(
        _of_cell(row)
        for name in ("lock", "ban")
        for row in _plan_page(name, _WRITERS, PRESSED, GONE_BUTTON, household=PLANNED)
    ),
)


def _tier_page(
    name: str, allowed: frozenset[str], answers: Answers, missing: Answers, **kwargs: str
) -> tuple[Row, ...]:
    return tuple(
        replace(row, name=f"plan-pages:{name}", kind=Kind.PAGE)
        for row in _tier(name, allowed, answers, missing, **kwargs)
    )


def _tier_home(name: str, roles: set[Role], answers: Answers, missing: Answers) -> tuple[Row, ...]:
    told = {Target.COMMUNE: answers, Target.COMMUNE_ELSEWHERE: missing}
    return tuple(
        Row(f"plan-pages:{name}", frozenset(roles), each, target=target, kwargs={"tier": 2})
        for target, each in told.items()
    )


_TIER_PAGES = (
    *_tier_home("tier", LEADERS, READ, MISSING),
    *_tier_home("tier-start", EDITORS, FORM, GONE_FORM),
    *_tier_page("plan", frozenset(PLAN_READERS), READ, MISSING),
    *(
        row
        for name in ("gaps", "story", "print")
        for row in _tier_page(name, _WHOLE, READ, MISSING)
    ),
    *_tier_page("units", _WHOLE, _SEARCHED, GONE_FORM),
    *(
        row
        if row.target is Target.TIER_ELSEWHERE
        else replace(row, special={**row.special, Role.INSPECTION.value: _READ_ONLY})
        for row in _tier_page("unit", _WHOLE, FORM, GONE_FORM, unit=UNIT)
    ),
    *(
        row
        for name in ("unit-off", "unit-lock", "unit-ban", "unit-secretary")
        for row in _tier_page(name, _WRITERS, PRESSED, GONE_BUTTON, unit=UNIT)
    ),
    *_tier_page("submit", _WRITERS, FORM, GONE_FORM),
    *_tier_page("resolve", _WRITERS, _LATER, GONE_FORM),
)
_UNDECIDED = {role.value: MISSING for role in _PARTLY}
_UNDECIDED_BUTTON = {role.value: GONE_BUTTON for role in _PARTLY}
_PAPERS = (
    *(
        Row("plan-papers:papers", frozenset(PLAN_READERS), answers, target=target, special=special)
        for target, answers, special in (
            (Target.PLAN_DRAFT, READ, _UNDECIDED),
            (Target.PLAN_IN_FORCE, READ, {}),
            (Target.PLAN_ELSEWHERE, MISSING, {}),
        )
    ),
    # Without a body the page says that something is to be chosen.
    *(
        Row(
            "plan-papers:download", frozenset(PLAN_READERS), answers, target=target, special=special
        )
        for target, answers, special in (
            (Target.PLAN_DRAFT, POSTED, _UNDECIDED_BUTTON),
            (Target.PLAN_IN_FORCE, POSTED, {}),
            (Target.PLAN_ELSEWHERE, GONE_BUTTON, {}),
        )
    ),
    *(
        replace(row, name=f"plan-papers:{name}", kind=Kind.PAGE)
        for name, answers, missing in (
            ("papers", READ, MISSING),
            ("download", POSTED, GONE_BUTTON),
        )
        for row in _tier(name, frozenset(PLAN_READERS), answers, missing)
    ),
)
_PAPERS_BY_PROGRAM = tuple(
    replace(row, name="plans:papers", kind=Kind.API)
    for row in _PAPERS
    if row.name == "plan-papers:download"
)
_SCOPED = (
    Row("webmap:map", frozenset(MAP), READ),
    Row("plan-map:map", _WHOLE, READ, target=Target.PLAN_DRAFT),
    Row("plan-map:map", _WHOLE, READ, target=Target.PLAN_IN_FORCE),
    Row("plan-map:map", _WHOLE, MISSING, target=Target.PLAN_ELSEWHERE),
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
    Row(
        "webmap:issue-tiles",
        frozenset(READERS | {Role.PROVINCE_VIEWER}),
        TILE,
        Kind.API,
        kwargs={"z": 9, "x": 406, "y": 225},
    ),
    Row(
        "webmap:issue-kind-tiles",
        frozenset({Role.PROVINCE_VIEWER}),
        TILE,
        Kind.API,
        kwargs={"kind": "housing", "z": 9, "x": 406, "y": 225},
    ),
    Row(
        "webmap:issue-kind-tiles",
        frozenset({Role.PROVINCE_VIEWER}),
        MISSING,
        Kind.API,
        kwargs={"kind": "public_order", "z": 9, "x": 406, "y": 225},
    ),
    Row("webmap:issue-days", frozenset(READERS | {Role.PROVINCE_VIEWER}), FORM),
    # Asked without two days.
    Row(
        "webmap:areas-days",
        frozenset(READERS | {Role.PROVINCE_VIEWER}),
        (422, 422, 405, 405, 405, 405, 200),
        Kind.API,
    ),
    # Asked without a kind, or a body: refused.
    Row(
        "webmap:issue-clusters",
        frozenset(READERS),
        (400, 400, 405, 405, 405, 405, 200),
        Kind.API,
    ),
    Row("webmap:order-points", frozenset({Role.COMMUNE_POLICE}), READ, Kind.API),
    Row("webmap:issue-causes", frozenset(LINKERS), (405, 405, 400, 405, 405, 405, 200), Kind.API),
    Row("webmap:households", frozenset(READERS), READ, Kind.API),
    Row("webmap:export", frozenset(TAKERS), POSTED, Kind.API),
    Row("reports:exports", frozenset(TAKERS), FORM),
    Row("reports:desk", frozenset(READERS), READ),
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
    _card(Target.NEXT_GROUP, *LEADERS, *OF_VILLAGE),
    _card(Target.NEXT_VILLAGE, *LEADERS),
    _card(Target.OTHER_COMMUNE),
    _card(Target.NO_HOUSEHOLD),
    _merging("doubles", READ),
    _merging("doubles-apart", READ),
    _merging("doubles-apart-back", PRESSED, Target.NO_HOUSEHOLD),
    _merging("doubles-pair", FORM, Target.PAIR),
    _merging("doubles-pair", GONE_FORM, Target.STRANGE_PAIR),
    _merging("doubles-say-apart", PRESSED, Target.PAIR),
    _merging("doubles-say-apart", GONE_BUTTON, Target.STRANGE_PAIR),
    _merging("merges", READ),
    _merging("merge", GONE_FORM, Target.NO_HOUSEHOLD),
    Row("desk:positions", frozenset(PLACERS), READ),
    _place(Target.OWN_HOUSEHOLD, *PLACERS),
    _place(Target.NEIGHBOUR, *(PLACERS - {Role.MEMBER_IN_CHARGE})),
    _place(Target.NEXT_GROUP, *BULK_PLACERS),
    _place(Target.NEXT_VILLAGE, *MERGERS),
    _place(Target.OTHER_COMMUNE),
    _place(Target.NO_HOUSEHOLD),
    # Pressed without a key they only say that the page is too old.
    _placing("position-centre", Target.OWN_HOUSEHOLD),
    _placing("position-back", Target.OWN_HOUSEHOLD),
    _placing("positions-village", Target.NO_HOUSEHOLD, BULK_PLACERS),
    Row("desk:positions-back", frozenset(BULK_PLACERS), PRESSED),
    _admin("accounts:list", SEARCHED),
    _admin("accounts:create", FORM),
    _admin("accounts:password", FORM, Target.ACCOUNT),
    _admin("accounts:password", GONE_FORM, Target.NO_ACCOUNT),
    _admin("accounts:active", (405, 405, 302, 405, 405, 405, 200), Target.ACCOUNT),
    _admin("accounts:active", (405, 405, 404, 405, 405, 405, 200), Target.NO_ACCOUNT),
)
_PEOPLE = (
    *(_desk(name, None, SEARCHED) for name in ("members", "officers", "workers", "posts")),
    _desk("cells"),
    _desk("terms"),
    _desk("person", Target.MEMBER),
    _desk("person", Target.MEMBER_ELSEWHERE, MISSING),
    _desk("cell", Target.CELL),
    _desk("cell", Target.CELL_ELSEWHERE, MISSING),
    *(_edit(name) for name in ("add-member", "add-officer", "add-worker", "add-cell", "add-term")),
    *(
        _edit(name, target, answers)
        for name in (
            *("edit", "join", "change-cell", "leave", "membership"),
            *("give-post", "give-office", "give-work"),
        )
        for target, answers in ((Target.MEMBER, FORM), (Target.MEMBER_ELSEWHERE, GONE_FORM))
    ),
    *(
        _edit(name, target, answers)
        for name in ("edit-cell", "add-group", "place-members", "end-cell")
        for target, answers in ((Target.CELL, FORM), (Target.CELL_ELSEWHERE, GONE_FORM))
    ),
    _edit("end-post", Target.POST),
    _edit("withdraw-post", Target.POST),
    *(
        _edit(name, Target.NOTHING, GONE_FORM)
        for name in (
            *("end-post", "end-office", "end-work", "edit-office", "edit-term"),
            *("withdraw-post", "withdraw-office", "withdraw-work", "withdraw-membership"),
        )
    ),
    Row("rules:own", frozenset(RULED), READ),
    Row("rules:commune", frozenset(RULED), READ, target=Target.COMMUNE),
    Row("rules:commune", frozenset(RULED), MISSING, target=Target.COMMUNE_ELSEWHERE),
    Row("rules:edit", frozenset(EDITORS), FORM, target=Target.COMMUNE),
    Row("rules:edit", frozenset(EDITORS), GONE_FORM, target=Target.COMMUNE_ELSEWHERE),
)
REVIEWERS = LEADERS | {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE}
DECIDERS = MERGERS | {Role.CELL_COMMITTEE, Role.GROUP_OFFICER}
_CONTACTS = (
    Row("contacts:home", frozenset(REVIEWERS | {Role.GROUP_OFFICER}), READ),
    Row("contacts:villages", frozenset(REVIEWERS), READ),
    Row("contacts:keepers", frozenset(REVIEWERS), READ),
    Row("contacts:sheet", frozenset(REVIEWERS), READ, target=Target.MEMBER),
    Row("contacts:sheet", frozenset(REVIEWERS), MISSING, target=Target.MEMBER_ELSEWHERE),
    Row("contacts:groups", frozenset(REVIEWERS | {Role.GROUP_OFFICER}), READ),
    Row("contacts:review", frozenset(REVIEWERS), READ),
    # Pressed without a key it only says that the page is too old; whose row it is, comes after.
    Row("contacts:review-flag", frozenset(REVIEWERS), PRESSED, target=Target.NOTHING),
    Row("contacts:proposals", frozenset(DECIDERS), READ),
    Row("contacts:proposal", frozenset(DECIDERS), GONE_FORM, target=Target.NOTHING),
    _writing(Target.OWN_HOUSEHOLD, *KEEPERS),
    _writing(Target.NEXT_VILLAGE, *EDITORS),
    _writing(Target.OTHER_COMMUNE),
    Row("contacts:reminders", frozenset(READERS), READ),
    Row("contacts:reminder-address", frozenset(READERS), (302, 302, 422, 405, 405, 405, 200)),
    Row("contacts:calendar-feed", frozenset(READERS), (302, 302, 200, 405, 405, 405, 200)),
    Row("contacts:calendar", EVERYONE, MISSING, kwargs={"token": "x" * 43}),
)
ROAD_LEADERS = KEEPERS | {Role.GROUP_OFFICER}
ROAD_WRITERS = ROAD_LEADERS | {Role.MEMBER_IN_CHARGE}


def _road(target: Target, *within_scope: Role) -> Row:
    outside = {role.value: MISSING for role in READERS - set(within_scope)}
    return Row("roadmap:household", frozenset(READERS), READ, target=target, special=outside)


def _road_form(name: str, roles: set[Role], target: Target, *within_scope: Role) -> Row:
    outside = {role.value: GONE_FORM for role in roles - set(within_scope)}
    return Row(f"roadmap:{name}", frozenset(roles), FORM, target=target, special=outside)


def _right(name: str, answers: Answers, missing: Answers) -> tuple[Row, ...]:
    """Of one's own commune, which its office and leaders answer for, and of another one."""
    return tuple(
        Row(f"rights:{name}", frozenset(EDITORS), each, target=target)
        for target, each in (
            (Target.OWN_HOUSEHOLD, answers),
            (Target.NEXT_VILLAGE, answers),
            (Target.OTHER_COMMUNE, missing),
        )
    )


_ROADMAP = (
    Row("roadmap:board", frozenset(READERS), READ),
    Row("roadmap:differences", frozenset(READERS), READ),
    *(
        Row("roadmap:incoming", frozenset(EDITORS), answers, target=target)
        for target, answers in (
            (Target.OWN_BATCH, READ),
            (Target.OTHER_BATCH, MISSING),
            (Target.NO_BATCH, MISSING),
        )
    ),
    Row("roadmap:rule", frozenset(EDITORS), FORM, target=Target.COMMUNE),
    Row("roadmap:rule", frozenset(EDITORS), GONE_FORM, target=Target.COMMUNE_ELSEWHERE),
    _road(Target.OWN_HOUSEHOLD, *READERS),
    _road(Target.NEIGHBOUR, *(READERS - {Role.MEMBER_IN_CHARGE})),
    _road(Target.NEXT_VILLAGE, *LEADERS),
    _road(Target.OTHER_COMMUNE),
    *(
        row
        for name, roles in (
            *(("target", ROAD_LEADERS), ("end-target", ROAD_LEADERS)),
            *(("step", ROAD_WRITERS), ("support", ROAD_WRITERS)),
        )
        for row in (
            _road_form(name, roles, Target.OWN_HOUSEHOLD, *roles),
            _road_form(name, roles, Target.NEXT_VILLAGE, *EDITORS),
            _road_form(name, roles, Target.OTHER_COMMUNE),
        )
    ),
    Row("roadmap:change-step", frozenset(ROAD_LEADERS), GONE_FORM, target=Target.NOTHING),
    Row("roadmap:finish-step", frozenset(ROAD_WRITERS), GONE_FORM, target=Target.NOTHING),
)
_RIGHTS = (
    Row("rights:requests", frozenset(EDITORS), READ),
    *_right("household", READ, MISSING),
    *_right("receive", FORM, GONE_FORM),
    Row("rights:request", frozenset(EDITORS), GONE_FORM, target=Target.NOTHING),
    Row("rights:erase", frozenset(EDITORS), GONE_BUTTON, target=Target.NOTHING),
)
ISSUE_READERS = READERS | {Role.COMMUNE_POLICE}
REPORTERS = READERS - {Role.INSPECTION}
GATHERERS = LINKERS | {Role.COMMUNE_POLICE}
_POLICE = Role.COMMUNE_POLICE.value
# Taken without a body it says what is missing; opened it leads to the issue itself.
_STEP: Answers = (302, 302, 422, 405, 405, 405, 200)
_NOT_IN_ITS_HANDS = {
    role.value: MISSING for role in ISSUE_READERS - {Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE}
}
_ISSUES = (
    Row("issues:list", frozenset(ISSUE_READERS), SEARCHED),
    Row(
        "issues:show",
        frozenset(ISSUE_READERS),
        READ,
        target=Target.ISSUE,
        special={_POLICE: MISSING},
    ),
    Row("issues:show", frozenset(ISSUE_READERS), MISSING, target=Target.ISSUE_ELSEWHERE),
    Row(
        "issues:show",
        frozenset(ISSUE_READERS),
        READ,
        target=Target.ORDER,
        special=_NOT_IN_ITS_HANDS,
    ),
    Row(
        "issues:step",
        frozenset(ISSUE_READERS),
        _STEP,
        target=Target.ISSUE,
        special={_POLICE: GONE_FORM},
    ),
    Row("issues:step", frozenset(ISSUE_READERS), GONE_FORM, target=Target.ISSUE_ELSEWHERE),
    Row(
        "issues:cause-link",
        frozenset(GATHERERS),
        FORM,
        target=Target.ISSUE,
        special={_POLICE: GONE_FORM},
    ),
    Row("issues:cause-link", frozenset(GATHERERS), GONE_FORM, target=Target.ISSUE_ELSEWHERE),
    Row("issues:blank", frozenset(EDITORS), FORM, target=Target.ISSUE),
    Row("issues:blank", frozenset(EDITORS), GONE_FORM, target=Target.ISSUE_ELSEWHERE),
    Row("issues:causes", frozenset(ISSUE_READERS), READ),
    Row("issues:cause", frozenset(ISSUE_READERS), MISSING, target=Target.NOTHING),
    # Pressed without a file it only says so.
    Row("issues:attach", frozenset(ISSUE_READERS), PRESSED, target=Target.ISSUE),
    Row("issues:file", frozenset(ISSUE_READERS), MISSING, target=Target.NOTHING),
    Row("issues:detach", frozenset(ISSUE_READERS), GONE_BUTTON, target=Target.NOTHING),
    Row("issues:report", frozenset(REPORTERS), FORM, kwargs={"household": PLANNED}),
    Row("issues:report", frozenset(REPORTERS), GONE_FORM, kwargs={"household": 999_999_999}),
    Row("issues:templates", frozenset(EDITORS), FORM),
    Row("issues:template", frozenset(EDITORS), GONE_FORM, target=Target.NOTHING),
    Row("issues:deadlines", frozenset(EDITORS), FORM),
    Row("inbox:home", frozenset(ISSUE_READERS), READ),
    Row("inbox:bulk", frozenset(ISSUE_READERS), (302, 302, 302, 405, 405, 405, 200)),
)
_GATHERED = LEADERS | {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE}
_COMMITTEE = frozenset({Role.CELL_COMMITTEE})


def _meeting(
    name: str, answers: Answers, missing: Answers, allowed: frozenset[str] = _COMMITTEE
) -> tuple[Row, ...]:
    """A page or button of a meeting: the cast's cell's, and one out of reach."""
    return tuple(
        Row(
            f"meetings:{name}",
            allowed,
            each,
            target=target,
            kwargs={"item": MEETING_ITEM} if name == "item" else {},
        )
        for target, each in ((Target.MEETING, answers), (Target.MEETING_ELSEWHERE, missing))
    )


_MEETINGS = (
    Row("meetings:list", frozenset(_GATHERED), READ),
    Row("meetings:start", _COMMITTEE, FORM),
    *_meeting("show", READ, MISSING, frozenset(_GATHERED)),
    *_meeting("paper", POSTED, GONE_BUTTON, frozenset(_GATHERED)),
    *_meeting("refresh", PRESSED, GONE_BUTTON),
    *_meeting("act", PRESSED, GONE_BUTTON),
    *_meeting("add", POSTED, GONE_BUTTON),
    *(row for name in ("held", "item", "sign") for row in _meeting(name, FORM, GONE_FORM)),
    Row("tasks:list", frozenset(READERS | {Role.COMMUNE_POLICE}), READ),
    Row(
        "tasks:show",
        frozenset(READERS | {Role.COMMUNE_POLICE}),
        FORM,
        target=Target.TASK,
        # Of a cell's meeting, which is nothing for the head of the village.
        special=dict.fromkeys((Role.COMMUNE_POLICE, Role.VILLAGE_HEAD), GONE_FORM),
    ),
    Row(
        "tasks:show",
        frozenset(READERS | {Role.COMMUNE_POLICE}),
        GONE_FORM,
        target=Target.NOTHING,
    ),
    Row("followups:list", frozenset(_GATHERED), READ),
    Row("followups:commune", frozenset(_GATHERED), READ, target=Target.COMMUNE),
    Row("followups:commune", frozenset(_GATHERED), MISSING, target=Target.COMMUNE_ELSEWHERE),
    *(
        Row(
            "followups:rule",
            frozenset(EDITORS),
            answers,
            target=target,
            kwargs={"kind": "no_contact"},
        )
        for target, answers in (
            (Target.COMMUNE, FORM),
            (Target.COMMUNE_ELSEWHERE, GONE_FORM),
        )
    ),
)
# Asked without a body: a phone that has nothing yet.
_ASKED: Answers = (405, 405, 200, 405, 405, 405, 200)
# Whoever was relieved may still bring what was done before; who never had a duty brings nothing.
_NO_DUTY: Answers = (405, 405, 403, 405, 405, 405, 200)
_FETCHERS = frozenset(READERS - {Role.INSPECTION})
_BRINGING = dict.fromkeys(MEMBERS - _FETCHERS, _NO_DUTY)
_PHONE = (
    Row("phone:sync", MEMBERS, POSTED, Kind.API, special=_BRINGING),
    Row("phone:sealed", MEMBERS, POSTED, Kind.API, special=_BRINGING),
    Row("phone:changes", _FETCHERS, _ASKED, Kind.API),
    Row("phone:layers", _FETCHERS, READ, Kind.API),
    Row("phone:schema", _FETCHERS, READ, Kind.API),
    Row("phone:device", MEMBERS, POSTED, Kind.API),
    Row("devices:list", MEMBERS, READ),
    Row("devices:wipe", MEMBERS, GONE_BUTTON, target=Target.NOTHING),
    # Asked by a phone whose session is over.
    Row("phone:standing", EVERYONE, POSTED, Kind.API),
)
_ISSUE_READERS = frozenset({*READERS, Role.COMMUNE_POLICE})
_ISSUE_HANDLERS = _ISSUE_READERS - {Role.COMMITTEE_MEMBER, Role.INSPECTION}
# They handle public order, and find no other issue.
_NOT_FOR_POLICE = {Role.COMMUNE_POLICE.value: MISSING}
_ISSUES_API = (
    *(Row(f"issues-api:{name}", _ISSUE_READERS, READ, Kind.API) for name in ("list", "kinds")),
    Row("issues-api:schema", _ISSUE_READERS, READ, Kind.API),
    Row("issues-api:issue", _ISSUE_READERS, READ, Kind.API, Target.ISSUE, special=_NOT_FOR_POLICE),
    Row("issues-api:issue", _ISSUE_READERS, MISSING, Kind.API, Target.ISSUE_ELSEWHERE),
    Row("issues-api:report", frozenset(READERS - {Role.INSPECTION}), POSTED, Kind.API),
    Row("issues-api:steps", _ISSUE_HANDLERS, POSTED, Kind.API),
    Row(
        "issues-api:step",
        _ISSUE_HANDLERS,
        POSTED,
        Kind.API,
        Target.ISSUE,
        special={Role.COMMUNE_POLICE.value: GONE_BUTTON},
    ),
    Row("issues-api:step", _ISSUE_HANDLERS, GONE_BUTTON, Kind.API, Target.ISSUE_ELSEWHERE),
    Row("issues-api:blank", frozenset(EDITORS), POSTED, Kind.API, Target.ISSUE),
    Row("issues-api:blank", frozenset(EDITORS), GONE_BUTTON, Kind.API, Target.ISSUE_ELSEWHERE),
    Row("issues-api:days", frozenset(RULED), READ, Kind.API, Target.COMMUNE),
    Row("issues-api:days", frozenset(RULED), MISSING, Kind.API, Target.COMMUNE_ELSEWHERE),
    Row("issues-api:days-save", frozenset(EDITORS), POSTED, Kind.API, Target.COMMUNE),
    Row(
        "issues-api:days-save", frozenset(EDITORS), GONE_BUTTON, Kind.API, Target.COMMUNE_ELSEWHERE
    ),
)
# Who plans trips; who changes the one that the leader planned, and who only reads it.
TRIP_PLANNERS = READERS - {Role.INSPECTION, Role.MEMBER_IN_CHARGE, Role.VILLAGE_HEAD}
_TRIP_READERS = LEADERS | {Role.MEMBER_IN_CHARGE}


def _trip(
    name: str,
    allowed: set[Role],
    answers: Answers,
    missing: Answers,
    *,
    within: set[Role],
    kind: Kind = Kind.PAGE,
) -> tuple[Row, ...]:
    """A page or button of the leader's trip, and of one in another commune."""
    outside = {role.value: missing for role in allowed - within}
    kwargs = {"stop": TRIP_STOP} if name == "trips:stop" else {}
    return (
        Row(name, frozenset(allowed), answers, kind, Target.TRIP, kwargs=kwargs, special=outside),
        Row(name, frozenset(allowed), missing, kind, Target.TRIP_ELSEWHERE, kwargs=kwargs),
    )


_TRIPS = (
    Row("trips:list", frozenset(READERS), READ),
    Row("trips:new", frozenset(TRIP_PLANNERS), FORM),
    Row("trips:from-issues", frozenset(TRIP_PLANNERS), (302, 302, 302, 405, 405, 405, 200)),
    *(
        row
        for name in ("show", "print")
        for row in _trip(f"trips:{name}", READERS, READ, MISSING, within=_TRIP_READERS)
    ),
    *(
        row
        for name in ("edit", "stop")
        for row in _trip(f"trips:{name}", TRIP_PLANNERS, FORM, GONE_FORM, within=EDITORS)
    ),
    *_trip("trips:search", TRIP_PLANNERS, SEARCHED, GONE_FORM, within=EDITORS),
    *(
        row
        for name in ("act", "add")
        for row in _trip(f"trips:{name}", TRIP_PLANNERS, PRESSED, GONE_BUTTON, within=EDITORS)
    ),
    *_trip(
        "trips:tick",
        READERS - {Role.INSPECTION},
        PRESSED,
        GONE_BUTTON,
        within=EDITORS | {Role.MEMBER_IN_CHARGE},
    ),
    Row("trips-api:list", frozenset(READERS), READ, Kind.API),
    Row("trips-api:schema", frozenset(READERS), READ, Kind.API),
    Row("trips-api:plan", frozenset(TRIP_PLANNERS), POSTED, Kind.API),
    *_trip("trips-api:trip", READERS, READ, MISSING, within=_TRIP_READERS, kind=Kind.API),
    *(
        row
        for name in ("details", "add", "remove", "move", "stop", "order", "turn")
        for row in _trip(
            f"trips-api:{name}",
            TRIP_PLANNERS,
            POSTED,
            GONE_BUTTON,
            within=EDITORS,
            kind=Kind.API,
        )
    ),
    *_trip(
        "trips-api:outcome",
        READERS - {Role.INSPECTION},
        POSTED,
        GONE_BUTTON,
        within=EDITORS | {Role.MEMBER_IN_CHARGE},
        kind=Kind.API,
    ),
)
# The app itself. Its worker and manifest are scripts and words, and nobody's data.
_PHONE_PAGES = (
    Row("mine:shell", _FETCHERS, READ),
    Row("mine:token", MEMBERS, READ, Kind.API),
    Row("mine:worker", EVERYONE, every(200)),
    Row("mine:manifest", EVERYONE, every(200)),
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
MATRIX: tuple[Row, ...] = (
    *_SCOPED,
    *_HOUSEHOLDS,
    *_PEOPLE,
    *_IMPORTS,
    *_PLANS,
    *_PAPERS,
    *_PAPERS_BY_PROGRAM,
    *_PLAN_PAGES,
    *_TIER_PAGES,
    *_CONTACTS,
    *_ROADMAP,
    *_RIGHTS,
    *_ISSUES,
    *_MEETINGS,
    *_PHONE,
    *_PHONE_PAGES,
    *_ISSUES_API,
    *_TRIPS,
    *_PUBLIC,
    *_OWN,
    *_CLOSED,
)


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
