"""Asserting that the database itself refuses something."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The block breaks ``constraint``; the transaction around it stays usable."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    cause = caught.value.__cause__
    assert getattr(getattr(cause, "diag", None), "constraint_name", None) == constraint
