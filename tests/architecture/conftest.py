"""What the tests share that hold for the whole site."""

import pytest

from apps.webmap import express, scope, shortcut, statements


@pytest.fixture
def forgetful() -> None:
    """A process that remembers nothing of an earlier test, where both have the same rows."""
    for memory in (
        scope._remembered,
        shortcut._memory,
        shortcut._guarded_statements,
        statements._kept,
        express._sent,
    ):
        memory.clear()
