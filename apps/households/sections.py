"""What higher apps add to a household's page: who is in charge, contacts, later issues.

A provider registers when Django starts. It is asked about a household that the actor may read, and
still begins every reading of its own with ``visible_to(actor)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from apps.accounts.actor import Actor
from apps.households.models import Household


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a section; several ``values`` stand below each other.

    ``is_gap``: something that should be there is not, and the page says so louder.
    """

    label: str
    values: tuple[str, ...]
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A button under a section, to a page that this actor may open."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: str
    facts: tuple[Fact, ...]
    ways: tuple[Way, ...] = ()


class Step(StrEnum):
    """What a form is about to do; those above say what follows from it."""

    LEAVE = "leave"
    RETURN = "return"
    MOVE = "move"
    SPLIT = "split"


# None: nothing that this actor may know.
SectionProvider = Callable[[Actor, Household, date], Section | None]
# What would follow from a step, in sentences.
Consequences = Callable[[Actor, Household, date, Step], list[str]]

_sections: dict[str, SectionProvider] = {}
_consequences: dict[str, Consequences] = {}


def register_section(name: str, provider: SectionProvider) -> None:
    _sections[name] = provider


def register_consequences(name: str, provider: Consequences) -> None:
    _consequences[name] = provider


def sections_of(actor: Actor, household: Household, *, at: date) -> list[Section]:
    """The sections that this actor may know, in the order of registration."""
    found = (provider(actor, household, at) for provider in _sections.values())
    return [section for section in found if section is not None]


def consequences_of(actor: Actor, household: Household, step: Step, *, at: date) -> list[str]:
    """What a step would change elsewhere, told before it is taken."""
    told: list[str] = []
    for provider in _consequences.values():
        told += provider(actor, household, at, step)
    return told
