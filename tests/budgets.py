"""How many questions a page may ask the database, however much there is to show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

# Session, user, person, posts, assignments: the same for every request of everybody.
WHO_ASKS = 5
# The reader's own name in the header.
A_PAGE = WHO_ASKS + 1


@dataclass(frozen=True)
class Budget:
    """The fixture ``budget``: reads pages and counts what they ask."""

    login: Callable[[User], Client]
    at_most: DjangoAssertNumQueries

    def holds(
        self,
        user: User,
        url: str,
        most: int,
        *,
        query: Mapping[str, str | int] | None = None,
        grow: Callable[[], object] | None = None,
    ) -> "TestResponse":
        """The page asks ``most`` questions or fewer, and no more once ``grow`` has made a lot of
        what it shows. The last answer.
        """
        client = self.login(user)
        answer = self._asked(client, url, most, query)
        if grow is not None:
            grow()
            answer = self._asked(client, url, most, query)
        return answer

    def _asked(
        self, client: Client, url: str, most: int, query: Mapping[str, str | int] | None
    ) -> "TestResponse":
        with self.at_most(most):
            answer = client.get(url, query)
        assert answer.status_code == 200
        return answer
