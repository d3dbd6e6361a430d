"""Everything held on a household, told by whoever holds it.

Each part registers a provider when Django starts, with the models it tells. It is asked about a
household that the actor may answer for, and still begins every reading with ``visible_to(actor)``
where the model has it. What concerns public order is never told here: the paper goes into hands
that nobody can foresee, and the commune's police answers for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.accounts.actor import Actor
from apps.households.merging import merged_ids
from apps.households.models import Household


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the paper is about: a household, and the entries merged into it within the actor's
    reach; what is held on any of them is held on it.
    """

    home: Household
    doubles: tuple[Household, ...]

    @property
    def entries(self) -> tuple[Household, ...]:
        return (self.home, *self.doubles)


def subject_of(actor: Actor, home: Household) -> Subject:
    doubles = Household.objects.visible_to(actor).with_places().filter(pk__in=merged_ids(home))
    return Subject(home, tuple(doubles.exclude(pk=home.pk).order_by("pk")))


@dataclass(frozen=True, slots=True)
class Holding:
    """One table of the paper; ``columns`` and each of ``rows`` are as long."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    # What is held without being listed one by one, and why.
    note: str = ""


Provider = Callable[[Actor, Subject, datetime], Iterable[Holding]]


@dataclass(frozen=True, slots=True)
class _Part:
    provider: Provider
    models: frozenset[str]


_parts: dict[str, _Part] = {}


def register_holding(name: str, provider: Provider, *, models: Iterable[str]) -> None:
    """``models``: names of the models whose rows the provider tells."""
    _parts[name] = _Part(provider, frozenset(models))


def told_models() -> frozenset[str]:
    """Names of all models that some provider tells."""
    return frozenset[str]().union(*(part.models for part in _parts.values()))


def parts() -> frozenset[str]:
    """Names under which providers are registered."""
    return frozenset(_parts)


def holdings_of(actor: Actor, household: Household, *, at: datetime) -> list[Holding]:
    """All of it, in the order of registration."""
    subject = subject_of(actor, household)
    return [holding for part in _parts.values() for holding in part.provider(actor, subject, at)]
