"""The named cast: two communes, and one log-in per role in the first."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.households.models import Household
from apps.people.kinds import PostKind
from apps.people.models import CellVillage, PartyCell, Person
from tests.factories.areas import (
    CommuneFactory,
    GroupFactory,
    ProvinceFactory,
    VillageFactory,
    square,
)
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import (
    CellFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
)


@dataclass
class World:
    """Commune A has villages 1 and 2, two groups each, three households a group; commune B one.

    The cast works in village 1: the secretary's cell, the head, the committee member's village, the
    officer's first group, and the member in charge of one household of that group.
    """

    commune: Commune
    villages: list[Village]
    groups: list[SelfManagedGroup]
    households: list[Household]
    other_commune: Commune
    other_households: list[Household]
    cell: PartyCell
    member: Person
    users: dict[Role, User] = field(default_factory=dict)
    outsider: User | None = None

    @property
    def in_charge_of(self) -> Household:
        return self.households[0]

    def reach(self, role: Role) -> set[int]:
        """Keys of the households which that role of the cast may read."""
        every = {household.pk for household in self.households}
        if role in {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION}:
            return every
        if role in {Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE, Role.VILLAGE_HEAD}:
            return {h.pk for h in self.households if h.village_id == self.villages[0].pk}
        if role == Role.GROUP_OFFICER:
            return {h.pk for h in self.households if h.group_id == self.groups[0].pk}
        return {self.in_charge_of.pk} if role == Role.MEMBER_IN_CHARGE else set()


def _person_with_login(commune: Commune | None, username: str) -> Person:
    return PersonFactory.create(commune=commune, user=UserFactory.create(username=username))


def _territory(commune: Commune, villages: int) -> tuple[list[Village], list[SelfManagedGroup]]:
    west, south = commune.geom.extent[:2]
    made = [
        VillageFactory.create(
            commune=commune,
            code=f"T{n + 1:02d}",
            name=f"Thôn Nà {chr(65 + n)}",
            geom=square(west + n * 0.05, south, 0.05),
        )
        for n in range(villages)
    ]
    groups = [
        GroupFactory.create(
            village=village,
            code=f"{village.code}-{n + 1}",
            name=f"Tổ {n + 1}",
            geom=square(village.geom.extent[0], village.geom.extent[1] + n * 0.02, 0.02),
        )
        for village in made
        for n in range(2)
    ]
    return made, groups


def build_world(at: date) -> World:
    """The cast on the day ``at``."""
    province = ProvinceFactory.create(code="99", name="Tỉnh Thử")
    commune = CommuneFactory.create(province=province, code="99001", geom=square(106.0, 21.5))
    villages, groups = _territory(commune, 2)
    households = [
        HouseholdFactory.create(group=group, code=f"{group.code}-{n + 1}", phone="0912000111")
        for group in groups
        for n in range(3)
    ]
    other = CommuneFactory.create(
        province=ProvinceFactory.create(), code="98001", geom=square(107.0, 21.5)
    )
    _villages, other_groups = _territory(other, 1)
    other_households = [HouseholdFactory.create(group=other_groups[0], phone="0912000222")]
    cell = CellFactory.create(commune=commune, name="Chi bộ thôn Nà A")
    CellVillage.objects.create(cell=cell, village=villages[0])
    member = _person_with_login(commune, "dangvien")
    MembershipFactory.create(person=member, cell=cell)
    world = World(commune, villages, groups, households, other, other_households, cell, member)
    _cast(world, at)
    contact(households[0], member, at - timedelta(days=3))
    contact(households[1], member, at - timedelta(days=40))
    return world


def _cast(world: World, at: date) -> None:
    since = at - timedelta(days=100)
    commune_posts = {
        Role.COMMUNE_LEADER: PostKind.COMMUNE_SECRETARY,
        Role.COMMUNE_OFFICE: PostKind.PARTY_OFFICE,
        Role.INSPECTION: PostKind.INSPECTION_COMMISSION,
        Role.COMMUNE_POLICE: PostKind.COMMUNE_POLICE,
    }
    people: dict[Role, Person] = {Role.MEMBER_IN_CHARGE: world.member}
    for role, kind in commune_posts.items():
        people[role] = _person_with_login(world.commune, role.value)
        PostFactory.create(person=people[role], kind=kind, commune=world.commune, valid_from=since)
    people[Role.CELL_COMMITTEE] = _person_with_login(world.commune, "bithu")
    PostFactory.create(
        person=people[Role.CELL_COMMITTEE],
        kind=PostKind.CELL_SECRETARY,
        cell=world.cell,
        valid_from=since,
    )
    people[Role.VILLAGE_HEAD] = _person_with_login(world.commune, "truongthon")
    PostFactory.create(
        person=people[Role.VILLAGE_HEAD],
        kind=PostKind.VILLAGE_HEAD,
        village=world.villages[0],
        valid_from=since,
    )
    people[Role.COMMITTEE_MEMBER] = _person_with_login(world.commune, "danguyvien")
    put_in_charge(people[Role.COMMITTEE_MEMBER], world.villages[0], since=since)
    people[Role.GROUP_OFFICER] = _person_with_login(world.commune, "canbo")
    put_in_charge(people[Role.GROUP_OFFICER], world.groups[0], since=since)
    put_in_charge(world.member, world.in_charge_of, since=since)
    people[Role.PROVINCE_VIEWER] = _person_with_login(None, "captren")
    PostFactory.create(
        person=people[Role.PROVINCE_VIEWER],
        kind=PostKind.UPPER_TIER,
        province=world.commune.province,
        valid_from=since,
    )
    world.users = {role: person.user for role, person in people.items() if person.user}
    world.users[Role.SYSTEM_ADMIN] = UserFactory.create(username="quantri", is_system_admin=True)
    stranger = _person_with_login(world.other_commune, "nguoingoai")
    PostFactory.create(
        person=stranger,
        kind=PostKind.COMMUNE_SECRETARY,
        commune=world.other_commune,
        valid_from=since,
    )
    world.outsider = stranger.user
