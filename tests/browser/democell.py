"""Two whole cells of the demo commune, out of the files that it is made of.

All of it takes a minute to take in, and every browser test begins with an empty database: so the
commune is planned once, two of its villages are written to files as ``./gandan demo`` writes them
all, and each test takes these in the same way. Their households, members, duties and visits are
the demo commune's own.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from apps.accounts.models import User
from apps.areas.models import Commune as CommuneRow
from apps.assignments.demo_logins import create_demo_logins
from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.imports.services import import_files
from apps.people.kinds import PostKind
from apps.people.models import PartyCell, Post
from geodata.build import write_files
from geodata.plan import Commune, plan_commune
from geodata.workbooks import village_name
from tests.conftest import NOW

#: The village of the log-in "chiuy": some 60 % have somebody in charge. And a smaller neighbour.
VILLAGE, NEIGHBOUR = 4, 5


def write_cells(folder: Path) -> None:
    """The files of the commune with what is known of the two villages."""
    write_files(_part(plan_commune(until=NOW.date()), {VILLAGE, NEIGHBOUR}), folder)


def _part(whole: Commune, villages: set[int]) -> Commune:
    """The commune with the households and members of some villages. Lists refer by position."""
    homes = [i for i, home in enumerate(whole.households) if home.village in villages]
    people = [i for i, member in enumerate(whole.members) if member.village in villages]
    home_at = {old: new for new, old in enumerate(homes)}
    member_at = {old: new for new, old in enumerate(people)}
    return replace(
        whole,
        households=[whole.households[i] for i in homes],
        members=[replace(whole.members[i], home=home_at[whole.members[i].home]) for i in people],
        duties=[
            replace(duty, member=member_at[duty.member], household=home_at[duty.household])
            for duty in whole.duties
            if duty.household in home_at
        ],
        log=[
            replace(line, member=member_at[line.member], household=home_at[line.household])
            for line in whole.log
            if line.household in home_at
        ],
        faults={home_at[i]: fault for i, fault in whole.faults.items() if i in home_at},
    )


@dataclass(frozen=True)
class Cells:
    """The commune as it was taken in, with the demo log-ins."""

    cell: PartyCell
    neighbour: PartyCell

    def user(self, name: str) -> User:
        return User.objects.get(username=name)

    @property
    def outsider(self) -> User:
        """The neighbouring cell's secretary."""
        person = Post.objects.get(kind=PostKind.CELL_SECRETARY, cell=self.neighbour).person
        if person.user is None:
            person.user = User.objects.create_user("chiuy-ben")
            person.save(update_fields=["user"])
        return person.user

    @property
    def homes(self) -> int:
        return Household.objects.filter(village__cells=self.cell).count()

    @property
    def covered(self) -> int:
        rows = Assignment.objects.for_households().in_force(at=NOW.date())
        return rows.filter(household__village__cells=self.cell).count()


def take_in(folder: Path) -> Cells:
    """As ``import_commune`` and ``create_demo_logins`` do."""
    result = import_files([folder], at=NOW)
    assert result.unreadable == []
    create_demo_logins(CommuneRow.objects.get(), at=NOW.date())
    cells = [
        PartyCell.objects.get(villages__name=village_name(number))
        for number in (VILLAGE, NEIGHBOUR)
    ]
    return Cells(*cells)
