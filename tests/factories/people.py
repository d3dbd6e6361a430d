"""People, cells, posts and log-ins."""

import factory
from factory.django import DjangoModelFactory

from apps.accounts.models import User
from apps.people.kinds import MemberKind
from apps.people.models import Membership, PartyCell, Person, Post
from tests.factories.areas import CommuneFactory

# One good hash for all: Argon2 is slow on purpose.
PASSWORD = "quả-bưởi-trên-đồi-9"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoidung{n}")


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    commune = factory.SubFactory(CommuneFactory)
    full_name = factory.Sequence(lambda n: f"Nông Văn {chr(65 + n % 26)}{n}")


class CellFactory(DjangoModelFactory[PartyCell]):
    class Meta:
        model = PartyCell

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Chi bộ {n}")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    cell = factory.SubFactory(CellFactory)
    kind = MemberKind.RESIDENT


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
