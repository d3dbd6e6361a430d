"""The worklist of doubles: whom it finds, whom it shows, and its buttons."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.actor import Grant
from apps.accounts.models import AccessLog, User
from apps.accounts.reach import actor_for
from apps.accounts.roles import AreaKind, Role
from apps.common.errors import DomainError
from apps.households import doubles
from apps.households.doubles import Pair
from apps.households.likeness import Sign, likeness
from apps.households.models import Household, HouseholdMerge, NotDouble
from apps.households.versions import version_of
from tests.budgets import A_PAGE, Budget
from tests.factories.households import HouseholdFactory
from tests.factories.world import World
from tests.households.desk import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def alike(world: World) -> tuple[Household, Household]:
    """One household, written twice: accents, capitals and the phone's spaces aside."""
    one = HouseholdFactory.create(
        group=world.groups[0],
        code="K1",
        head_name="Hoàng Văn Tài",
        phone="0988 123 456",
        position=Point(106.01, 21.51, srid=4326),
    )
    other = HouseholdFactory.create(
        group=world.groups[2],
        code="K2",
        head_name="HOÀNG VĂN TÁI",
        phone="+84988123456",
        position=Point(106.0101, 21.51, srid=4326),
    )
    return one, other


def test_a_pair_is_found_with_its_reasons(
    world: World, now: datetime, at: date, alike: tuple[Household, Household]
) -> None:
    actor = office(world, now)
    pairs = doubles.alike_pairs(actor, at=at)
    assert [(pair.one, pair.other) for pair in pairs] == [(alike[0].pk, alike[1].pk)]
    (shown,) = doubles.shown(actor, pairs)
    assert shown.reasons == "cùng tên, cùng số điện thoại, cách 10 m"


def test_who_is_not_in_reach_is_not_compared(world: World, now: datetime, at: date) -> None:
    """A twin in another commune, one who left: neither is a pair."""
    one = HouseholdFactory.create(
        group=world.groups[0], head_name="Lý Tư", head_birth_year=1960, phone="0977111222"
    )
    HouseholdFactory.create(
        group=world.other_households[0].group,
        head_name="Lý Tư",
        head_birth_year=1960,
        phone="0977111222",
    )
    HouseholdFactory.create(
        group=world.groups[0],
        head_name="Lý Tư",
        head_birth_year=1960,
        phone="0977111222",
        left_on=at,
    )
    actor = office(world, now)
    assert doubles.alike_pairs(actor, at=at) == []
    assert one.pk


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER}))
def test_nobody_else_has_pairs(
    world: World,
    now: datetime,
    at: date,
    alike: tuple[Household, Household],
    role: Role,
) -> None:
    actor = actor_for(world.users[role], at=now)
    assert doubles.alike_pairs(actor, at=at) == []
    pair = Pair(alike[0].pk, alike[1].pk, likeness(*map(doubles._facts_of, alike)))
    assert doubles.shown(actor, [pair]) == []
    with pytest.raises(DomainError, match="not_found"):
        doubles.two_households(actor, alike[0].pk, alike[1].pk, at=at)


def test_the_blocks_miss_no_pair(world: World, now: datetime, at: date) -> None:
    """All pairs of a few hundred, compared in Python, against what the database's blocks find."""
    chance = random.Random(4)
    names = ["Nguyễn Văn Hùng", "NGUYỄN VĂN HƯNG", "Nguyễn Thị Hường", "Nguyễn Thị Hươn", "Lý Tư"]
    for _n in range(120):
        HouseholdFactory.create(
            group=chance.choice(world.groups[:3]),
            head_name=chance.choice(names),
            phone=chance.choice(["", "", f"09{chance.randrange(40):08d}"]),
            head_birth_year=chance.choice([None, *range(1950, 1975)]),
            address=chance.choice(["", "Thôn Nà A", f"Số {chance.randrange(20)}, Nà A"]),
            position=chance.choice(
                [
                    None,
                    Point(
                        106.02 + chance.random() * 0.004,
                        21.52 + chance.random() * 0.004,
                        srid=4326,
                    ),
                ]
            ),
        )
    rows = list(Household.objects.filter(commune=world.commune).order_by("pk"))
    shared: dict[str, int] = {}
    facts = {row.pk: doubles._facts_of(row) for row in rows}
    for each in facts.values():
        shared[each.phone] = shared.get(each.phone, 0) + 1
    expected = set()
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            found = likeness(facts[one.pk], facts[other.pk])
            common = shared[facts[one.pk].phone] > doubles.MOST_SHARING
            if found.is_worth_a_look and not (common and Sign.SAME_PHONE in found.signs):
                expected.add((one.pk, other.pk))
    pairs = doubles.alike_pairs(office(world, now), at=at)
    found_keys = {(pair.one, pair.other) for pair in pairs}
    assert expected - found_keys == set()
    assert len(expected) > 20
    scores = [pair.likeness.score for pair in pairs]
    assert scores == sorted(scores, reverse=True)
    assert pairs == doubles.alike_pairs(office(world, now), at=at)


def test_two_stay_two_until_it_is_taken_back(
    world: World,
    now: datetime,
    at: date,
    login: Callable[[User], Client],
    alike: tuple[Household, Household],
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    # Said from either side, and twice.
    for keys in ((alike[1].pk, alike[0].pk), (alike[0].pk, alike[1].pk)):
        assert client.post(reverse("desk:doubles-say-apart", args=keys)).status_code == 302
    row = NotDouble.objects.get()
    assert (row.first, row.second) == alike
    assert "K1" not in client.get(reverse("desk:doubles")).content.decode()
    assert "K1" in client.get(reverse("desk:doubles-apart")).content.decode()
    assert world.outsider is not None
    back = reverse("desk:doubles-apart-back", args=[row.pk])
    key = {"key": str(uuid4())}
    assert login(world.outsider).post(back, {"key": str(uuid4())}).status_code == 404
    # Without a key nothing is done; tapped twice it is done once, and nobody is alarmed.
    assert client.post(back)["Location"] == reverse("desk:doubles-apart")
    assert NotDouble.objects.exists()
    for _tap in range(2):
        assert client.post(back, key)["Location"] == reverse("desk:doubles-apart")
    assert "K1" in client.get(reverse("desk:doubles")).content.decode()


def test_a_lesser_post_elsewhere_takes_nothing_back(world: World, now: datetime) -> None:
    """The office of one commune that is only police in another decides nothing there."""
    said = NotDouble.objects.create(
        first=world.households[0], second=world.households[1], said_at=now
    )
    grants = {
        Grant(Role.COMMUNE_OFFICE, AreaKind.COMMUNE, world.other_commune.pk),
        Grant(Role.COMMUNE_POLICE, AreaKind.COMMUNE, world.commune.pk),
    }
    actor = replace(office(world, now), grants=frozenset(grants))
    with pytest.raises(DomainError) as refused:
        doubles.take_back_two(actor=actor, key=uuid4(), said=said.pk, now=now)
    assert refused.value.status == 404
    assert NotDouble.objects.filter(pk=said.pk).exists()


def test_lists_read_no_outlines_and_name_people(
    world: World, now: datetime, login: Callable[[User], Client]
) -> None:
    office_user = world.users[Role.COMMUNE_OFFICE]
    NotDouble.objects.create(
        first=world.households[0], second=world.households[1], said_at=now, said_by=office_user
    )
    client = login(office_user)
    with CaptureQueriesContext(connection) as queries:
        body = client.get(reverse("desk:doubles-apart")).content.decode()
    assert f"· {office_user.person.full_name}</p>" in body
    assert not any('"geom"' in query["sql"] for query in queries)


def _fields(client: Client, url: str, **given: str) -> dict[str, str]:
    form = client.get(url).context["form"]
    names = ("key", "version_one", "version_other", "keep", "reason")
    return {name: str(form[name].value()) for name in names} | given


def test_the_form_merges_and_undoes(
    world: World, login: Callable[[User], Client], alike: tuple[Household, Household]
) -> None:
    one, other = alike
    Household.objects.filter(pk=other.pk).update(phone="0911222333")
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("desk:doubles-pair", args=[one.pk, other.pk])
    fields = _fields(client, url, keep="other", phone="one", head_name="other")
    answer = client.post(url, fields)
    row = HouseholdMerge.objects.get()
    assert answer["Location"] == reverse("desk:merge", args=[row.pk])
    assert (row.kept, row.double) == (other, one)
    assert Household.objects.get(pk=other.pk).phone == one.phone
    # Tapped twice, it answers the same.
    assert client.post(url, fields)["Location"] == answer["Location"]
    assert client.post(url, {**fields, "keep": "one"}).status_code == 302
    assert HouseholdMerge.objects.count() == 1
    page = client.get(reverse("desk:merge", args=[row.pk]))
    assert "K1 gộp vào K2" in page.content.decode()
    assert "K1" in client.get(reverse("desk:merges")).content.decode()
    card = client.get(reverse("webmap:household", args=[one.pk])).json()
    assert card["code"] == "K2"
    back = {"key": str(uuid4()), "reason": "nhầm"}
    assert client.post(page.request["PATH_INFO"], {**back, "reason": ""}).status_code == 422
    assert client.post(page.request["PATH_INFO"], back).status_code == 302
    assert client.post(page.request["PATH_INFO"], back).status_code == 302
    again = client.post(page.request["PATH_INFO"], {**back, "key": str(uuid4())})
    assert again.status_code == 409
    assert Household.objects.get(pk=one.pk).left_on is None


def test_a_refused_form_keeps_what_was_chosen(
    world: World, login: Callable[[User], Client], alike: tuple[Household, Household]
) -> None:
    one, other = alike
    client = login(world.users[Role.COMMUNE_OFFICE])
    url = reverse("desk:doubles-pair", args=[one.pk, other.pk])
    fields = _fields(client, url, keep="other", head_name="other", reason="Ghi hai lần <b>")
    Household.objects.filter(pk=one.pk).update(size=9)
    answer = client.post(url, fields)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "đã được người khác sửa" in text
    assert "Ghi hai lần &lt;b&gt;" in text
    assert answer.context["form"]["version_one"].value() == str(version_of(one.pk))
    assert answer.context["keep"] == "other"
    assert client.post(url, {**fields, "keep": "third"}).status_code == 422
    assert not HouseholdMerge.objects.exists()


def test_another_commune_is_not_there(
    world: World, login: Callable[[User], Client], alike: tuple[Household, Household]
) -> None:
    strange = world.other_households[0].pk
    client = login(world.users[Role.COMMUNE_OFFICE])
    for keys in ((alike[0].pk, strange), (strange, alike[0].pk), (alike[0].pk, alike[0].pk)):
        assert client.get(reverse("desk:doubles-pair", args=keys)).status_code == 404
        assert client.post(reverse("desk:doubles-say-apart", args=keys)).status_code == 404


def test_opening_a_pair_is_logged_for_both(
    world: World, login: Callable[[User], Client], alike: tuple[Household, Household]
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    client.get(reverse("desk:doubles-pair", args=[alike[1].pk, alike[0].pk]))
    assert set(AccessLog.objects.values_list("object_id", flat=True)) == {
        alike[0].pk,
        alike[1].pk,
    }


def test_pages_of_pairs(world: World, budget: Budget) -> None:
    HouseholdFactory.create_batch(
        8, group=world.groups[0], head_name="Lý Tư", head_birth_year=1950, phone=""
    )
    office = world.users[Role.COMMUNE_OFFICE]
    page = budget.holds(office, reverse("desk:doubles"), A_PAGE + 8, query={"trang": "2"})
    assert len(page.context["pairs"]) == 8
    assert page.context["total"] == 28
