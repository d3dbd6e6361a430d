"""What a phone may bring, by kind; an app above adds its own when Django starts.

A handler is given all items of its kind in one batch, in the transaction that claimed their keys,
and says of each what became of it. ``one_by_one`` makes such a handler of a verb for one item.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.functional import Promise
from rest_framework import serializers

from apps.accounts.keys import Answer
from apps.accounts.orders import broken_rule
from apps.common.errors import DomainError
from apps.visits.checkins.outcomes import Outcome, not_written
from apps.visits.checkins.recording import Bringing

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """``data``: what the kind's serializer made of it."""

    uuid: UUID
    data: Mapping[str, Any]


Serializer = type[serializers.Serializer[Any]]
Handler = Callable[[Bringing, Sequence[Item]], Mapping[UUID, Outcome]]
# Locks, in the order of their keys, the rows of its own that the items are about, and names the
# households of those.
Ahead = Callable[[Sequence[Item]], Collection[int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """``words``: what its fields are called. ``coded``: those of them that hold values from closed
    lists, so that an unknown one comes from an app that knows more than the server. ``ahead``: of a
    kind that writes in several statements; called before anything is written.
    """

    name: str
    serializer: Serializer
    handler: Handler
    words: Mapping[str, Promise] = field(default_factory=dict)
    coded: frozenset[str] = frozenset()
    ahead: Ahead | None = None
    # Made once: its fields hold nothing of what they read, and to make them takes longer than that.
    reader: serializers.Serializer[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", self.serializer())


# In the order in which a batch is carried out: whatever speaks of another comes after it.
_kinds: dict[str, Kind] = {}


def register_kind(
    name: str,
    serializer: Serializer,
    handler: Handler,
    *,
    words: Mapping[str, Promise] | None = None,
    coded: frozenset[str] = frozenset(),
    ahead: Ahead | None = None,
) -> None:
    _kinds[name] = Kind(name, serializer, handler, words or {}, coded, ahead)


def kind_of(name: object) -> Kind | None:
    return _kinds.get(name) if isinstance(name, str) else None


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def one_by_one(verb: Callable[[Bringing, Item], Answer]) -> Handler:
    """Each item in its own savepoint; what raises a DomainError is refused, and leaves nothing."""

    def handle(bringing: Bringing, items: Sequence[Item]) -> Mapping[UUID, Outcome]:
        return {item.uuid: _carried_out(verb, bringing, item) for item in items}

    return handle


def _carried_out(
    verb: Callable[[Bringing, Item], Answer], bringing: Bringing, item: Item
) -> Outcome:
    try:
        with transaction.atomic():
            return verb(bringing, item)
    except DomainError as error:
        return error
    except (IntegrityError, DataError) as error:
        # Nobody foresaw it; the others must not wait for it. The error itself may hold the row.
        logger.warning("an item was refused by the database: %s", broken_rule(error))
        return not_written()
