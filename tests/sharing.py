"""Rows that are made once for all tests of a module, each of which leaves them as they were."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from apps.common import clock
from tests.conftest import NOW

_Made = TypeVar("_Made")


@contextmanager
def shared_rows(blocker: DjangoDbBlocker, make: Callable[[], _Made]) -> Iterator[_Made]:
    """What ``make`` wrote, in a transaction around those of the tests, undone at the end.

    For a fixture of a module whose tests need no transactions of their own: each test lies in a
    savepoint. Python's objects are the same ones for every test; who alters them copies them first.
    """
    around = transaction.atomic()
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # As in a test: the language is the site's, the moment a Monday morning.
        translation.activate(settings.LANGUAGE_CODE)
        patch.setattr(clock, "now", lambda: NOW)
        around.__enter__()
        try:
            made = make()
            # What waits for the end of the transaction, else it would run again after each test.
            connection.check_constraints()
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
