"""Party members: one cell a village, with posts, kinds and health in lifelike shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geodata.households import Household
from geodata.names import Name, make_name, make_phone

MEMBERS = 410
_FEWEST = 8
SECRETARY, DEPUTY, COMMITTEE = "Bí thư chi bộ", "Phó bí thư chi bộ", "Chi ủy viên"
AT_HOME, RETIRED, PART_TIME = "ở thôn", "hưu trí", "không chuyên trách"
ELSEWHERE, TEMPORARY = "đang công tác (QĐ 213)", "sinh hoạt tạm thời"
FULL_TIME = "cán bộ chuyên trách xã"
EXCUSED, AWAY = "miễn công tác và sinh hoạt", "đi làm ăn xa, tạm miễn sinh hoạt"
GOOD, FAIR, WEAK = "Tốt", "Trung bình", "Yếu"
#: Kinds that are put in charge of households in their village.
ASSIGNABLE = frozenset({AT_HOME, RETIRED, PART_TIME, ELSEWHERE, TEMPORARY})


@dataclass(frozen=True)
class Member:
    """A Party member; ``home`` is the position of their household in the register."""

    number: int
    name: Name
    born: date
    village: int
    post: str | None
    kind: str
    health: str
    joined: date
    phone: str | None
    home: int


def _cell_sizes(households: Sequence[Household], rng: np.random.Generator) -> list[int]:
    """Members of each village's cell, about one to eight households."""
    count = max(household.village for household in households)
    homes = np.bincount([h.village for h in households], minlength=count + 1)[1:]
    wish = homes * rng.uniform(0.75, 1.25, count)
    sizes = np.round(wish / wish.sum() * MEMBERS).clip(_FEWEST).astype(int)
    while sizes.sum() != MEMBERS:
        sizes[int(np.argmax(sizes))] += 1 if sizes.sum() < MEMBERS else -1
    return [int(n) for n in sizes]


def _person(head: Household, rng: np.random.Generator, until: date) -> tuple[Name, int]:
    """Somebody of the household: mostly its head, else wife or husband, or a grown child."""
    draw, age = rng.random(), until.year - head.birth_year
    if draw < 0.7:
        return head.head, head.birth_year
    if draw < 0.88 or age < 46:
        name = make_name(rng, female_share=0.0 if head.head.female else 1.0)
        return name, min(head.birth_year + int(rng.integers(-4, 5)), until.year - 22)
    child = make_name(rng, female_share=0.4, family=head.head.family)
    return child, min(head.birth_year + int(rng.integers(22, 32)), until.year - 20)


def _kind(age: int, rng: np.random.Generator) -> str:
    draw = rng.random()
    if age >= 70:
        return EXCUSED if draw < 0.6 else RETIRED if draw < 0.85 else AT_HOME
    if age >= 58:
        return EXCUSED if draw < 0.06 else RETIRED if draw < 0.55 else AT_HOME
    shares = ((ELSEWHERE, 0.16), (PART_TIME, 0.18), (FULL_TIME, 0.02), (TEMPORARY, 0.02))
    for kind, share in (*shares, (AWAY, 0.13 if age < 42 else 0.03)):
        if draw < share:
            return kind
        draw -= share
    return AT_HOME


def _health(age: int, kind: str, rng: np.random.Generator) -> str:
    if kind == EXCUSED:
        shares = (0.05, 0.3, 0.65)
    else:
        shares = (0.82, 0.15, 0.03) if age < 60 else (0.5, 0.38, 0.12)
    return str(rng.choice((GOOD, FAIR, WEAK), p=shares))


def _joined(born: date, rng: np.random.Generator, until: date) -> date:
    """A day on which members are usually taken in, at 19 to 40 and before ``until``."""
    latest = min(40, (until - born).days // 365 - 1)
    year = born.year + int(rng.integers(19, max(latest, 19) + 1))
    month, day = ((2, 3), (5, 19), (9, 2), (11, 7), (12, 22))[int(rng.integers(5))]
    return min(date(year, month, day), until - timedelta(days=200))


def _posts(kinds: Sequence[str], healths: Sequence[str]) -> list[str | None]:
    """Secretary, deputy and one more of the committee: the first three who are fit for it."""
    posts: list[str | None] = [None] * len(kinds)
    fit = [
        i
        for i, (kind, health) in enumerate(zip(kinds, healths, strict=True))
        if kind in (AT_HOME, RETIRED, PART_TIME) and health != WEAK
    ]
    for i, post in zip(fit, (SECRETARY, DEPUTY, COMMITTEE), strict=False):
        posts[i] = post
    return posts


def _cell(
    homes: Sequence[int], households: Sequence[Household], rng: np.random.Generator, until: date
) -> list[Member]:
    people = [_person(households[home], rng, until) for home in homes]
    ages = [until.year - born for _, born in people]
    kinds = [_kind(age, rng) for age in ages]
    healths = [_health(age, kind, rng) for age, kind in zip(ages, kinds, strict=True)]
    posts = _posts(kinds, healths)
    cell = []
    for i, home in enumerate(homes):
        name, year = people[i]
        born = date(year, int(rng.integers(1, 13)), int(rng.integers(1, 29)))
        phone = make_phone(rng) if rng.random() < 0.95 else None
        cell.append(
            Member(0, name, born, households[home].village, posts[i], kinds[i], healths[i],
                   _joined(born, rng, until), phone, home)
        )  # fmt: skip
    return sorted(cell, key=lambda m: (SECRETARY, DEPUTY, COMMITTEE, None).index(m.post))


def enrol_members(households: Sequence[Household], *, seed: int, until: date) -> list[Member]:
    """All members, cell by cell, the committee first, numbered from 1."""
    rng = np.random.default_rng([seed, 41])
    members: list[Member] = []
    for village, size in enumerate(_cell_sizes(households, rng), start=1):
        here = [i for i, household in enumerate(households) if household.village == village]
        homes = [here[int(k)] for k in rng.choice(len(here), size, replace=False)]
        members += _cell(homes, households, rng, until)
    return [
        Member(**{**vars(member), "number": number})
        for number, member in enumerate(members, start=1)
    ]
