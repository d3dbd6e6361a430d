"""Members, duties and contacts: within the rules, and as uneven as life."""

from collections import Counter
from datetime import timedelta

from geodata.contacts import DAYS, IN_PERSON
from geodata.members import ASSIGNABLE, AWAY, EXCUSED, SECRETARY
from geodata.plan import Commune


def test_cells(commune: Commune) -> None:
    assert len(commune.members) == 410
    cells = Counter(member.village for member in commune.members)
    assert len(cells) == 26
    assert min(cells.values()) >= 8
    secretaries = [m.village for m in commune.members if m.post == SECRETARY]
    assert sorted(secretaries) == list(range(1, 27))


def test_kinds_in_lifelike_shares(commune: Commune) -> None:
    kinds = Counter(member.kind for member in commune.members)
    assert 10 <= kinds[EXCUSED] <= 60
    assert 5 <= kinds[AWAY] <= 40
    assert all(m.post is None for m in commune.members if m.kind not in ASSIGNABLE)


def test_members_are_grown_up_and_joined_before_today(commune: Commune) -> None:
    for member in commune.members:
        assert (member.joined - member.born).days > 18 * 365
        assert member.joined < commune.until


def test_members_live_in_their_cells_village(commune: Commune) -> None:
    assert all(commune.households[m.home].village == m.village for m in commune.members)


def test_coverage_is_partial_and_uneven(commune: Commune) -> None:
    homes = Counter(h.village for h in commune.households)
    covered = Counter(commune.households[d.household].village for d in commune.duties)
    shares = sorted(covered[v] / homes[v] for v in homes)
    assert 0.40 < len(commune.duties) / len(commune.households) < 0.52
    assert shares[3] < 0.1
    assert shares[-3] > 0.85


def test_duties_keep_the_rules(commune: Commune) -> None:
    """One person a household, never one's own, only assignable kinds, own village, 3 to 10."""
    assert len({d.household for d in commune.duties}) == len(commune.duties)
    for duty in commune.duties:
        member, household = commune.members[duty.member], commune.households[duty.household]
        assert member.home != duty.household
        assert member.kind in ASSIGNABLE
        assert member.village == household.village
        assert duty.since < commune.until
    loads = Counter(duty.member for duty in commune.duties)
    assert set(loads.values()) <= set(range(3, 11))


def test_contacts_are_by_the_person_in_charge(commune: Commune) -> None:
    pairs = {(d.member, d.household): d.since for d in commune.duties}
    for contact in commune.log:
        assert pairs[contact.member, contact.household] <= contact.day
        assert commune.until - timedelta(days=DAYS) < contact.day <= commune.until
        assert (contact.spot is None) == (contact.channel != IN_PERSON)


def test_one_contact_a_household_and_day(commune: Commune) -> None:
    assert len({(c.day, c.household) for c in commune.log}) == len(commune.log)


def test_recency_varies(commune: Commune) -> None:
    last = {c.household: c.day for c in commune.log}
    ages = sorted((commune.until - day).days for day in last.values())
    for low, high in ((0, 7), (8, 15), (16, 30), (31, 60), (61, DAYS)):
        assert sum(low <= age <= high for age in ages) > 30
    never = len(commune.duties) - len(last)
    assert 30 < never < 0.2 * len(commune.duties)
    assert sum(c.spot is None for c in commune.log) < 0.08 * len(commune.log)
