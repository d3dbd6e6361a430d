"""Which steps somebody may take on an issue: pure, by the levels at which they sit for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from apps.issues.levels import Level
from apps.issues.machine import BY_CLOCK, NEED_TEXT, UNTOLD, State, Verb, steps_from

_ORDER: Final = list(Level)
# Steps of whoever goes to the household, at whichever level of the chain they sit.
_AT_THE_GATE: Final = frozenset({Verb.TELL, Verb.CONFIRM, Verb.REOPEN})
# A person in charge may settle a matter and pass it on, but not send the household away.
_NOT_FOR_MEMBERS: Final = frozenset(
    {Verb.REFUSE, Verb.MERGE, Verb.SEPARATE, Verb.CLOSE, Verb.HAND_OVER}
)


def powers(
    *,
    held: Collection[Level],
    state: State,
    level: Level,
    route: Sequence[Level],
    chain: Collection[Level],
) -> frozenset[Verb]:
    """Steps open to who sits at the levels ``held`` for the issue's household.

    Whoever has it, and every level above on its way, may act; the others of its chain may add a
    note, and say what the household said to the answer.
    """
    handles = [
        each
        for each in held
        if each == level or (each in route and _ORDER.index(each) > _ORDER.index(level))
    ]
    verbs: set[Verb] = set()
    if handles:
        verbs |= set(steps_from(state)) - BY_CLOCK - {Verb.REPORT}
        if set(handles) == {Level.MEMBER}:
            verbs -= _NOT_FOR_MEMBERS
    elif set(held) & set(chain):
        verbs |= steps_from(state) & (_AT_THE_GATE | {Verb.NOTE})
    if level == route[-1]:
        verbs.discard(Verb.PASS_UP)
    return frozenset(verbs)


def needs_text(verb: Verb, *, has_text: bool) -> bool:
    """Whether a step says why in words; a kind without free words never does."""
    return has_text and verb in NEED_TEXT


def is_told_in_a_talk(verb: Verb, state: State) -> bool:
    """The talk in which the household hears of an answer is itself a contact."""
    return verb in {Verb.TELL, Verb.CONFIRM} or (verb == Verb.REOPEN and state in UNTOLD)
