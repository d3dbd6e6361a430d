"""The life of an issue as a pure table: which step leads from where to where.

Reported → received → in progress → answered → confirmed by the household → closed, or reopened;
refused with a reason; a double is merged into another one. The database keeps the same table as a
constraint on events, so that no illegal step can be written by anyone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    REPORTED = "reported", _("Mới báo")
    RECEIVED = "received", _("Đã tiếp nhận")
    IN_PROGRESS = "in_progress", _("Đang giải quyết")
    ANSWERED = "answered", _("Đã có trả lời, chờ báo hộ")
    REFUSED = "refused", _("Không giải quyết, chờ báo hộ")
    CONFIRMED = "confirmed", _("Hộ đã đồng ý")
    CLOSED = "closed", _("Đã khép lại")
    MERGED = "merged", _("Đã gộp vào vấn đề khác")


class Verb(TextChoices):
    REPORT = "report", _("Báo vấn đề")
    RECEIVE = "receive", _("Tiếp nhận")
    START = "start", _("Bắt đầu giải quyết")
    ANSWER = "answer", _("Trả lời")
    REFUSE = "refuse", _("Không giải quyết")
    PASS_UP = "pass_up", _("Chuyển lên trên")
    # By the clock alone.
    ESCALATE = "escalate", _("Quá hạn, tự chuyển lên")
    REMIND = "remind", _("Quá hạn, nhắc lại")
    HAND_OVER = "hand_over", _("Giao người khác")
    NOTE = "note", _("Ghi thêm")
    # The refusal was told to the household.
    TELL = "tell", _("Đã báo cho hộ")
    CONFIRM = "confirm", _("Hộ đồng ý")
    CLOSE = "close", _("Khép lại")
    REOPEN = "reopen", _("Mở lại")
    MERGE = "merge", _("Gộp vào vấn đề khác")
    SEPARATE = "separate", _("Tách ra lại")


UNANSWERED: Final = frozenset({State.REPORTED, State.RECEIVED, State.IN_PROGRESS})
# The household still has to hear of it.
UNTOLD: Final = frozenset({State.ANSWERED, State.REFUSED})
# What the household still waits for; once it has agreed there is nothing left to be done for it.
PENDING: Final = UNANSWERED | UNTOLD
OPEN: Final = PENDING | {State.CONFIRMED}
ENDED: Final = frozenset({State.CLOSED, State.MERGED})
# Steps that nobody takes but the clock.
BY_CLOCK: Final = frozenset({Verb.ESCALATE, Verb.REMIND})
# Steps that need words to say why.
NEED_TEXT: Final = frozenset({Verb.ANSWER, Verb.REFUSE, Verb.REOPEN, Verb.NOTE})


def _table() -> Mapping[tuple[Verb, State], State]:
    moves: dict[tuple[Verb, State], State] = {}
    for state in UNANSWERED:
        moves[Verb.ANSWER, state] = State.ANSWERED
        moves[Verb.REFUSE, state] = State.REFUSED
        # Above, it is new again until somebody takes it up there.
        moves[Verb.PASS_UP, state] = State.REPORTED
        moves[Verb.ESCALATE, state] = State.REPORTED
        moves[Verb.MERGE, state] = State.MERGED
    for state in UNTOLD:
        # Whoever should have told the household did not: the next one above sees to it.
        moves[Verb.ESCALATE, state] = state
        moves[Verb.REOPEN, state] = State.REPORTED
    for state in OPEN:
        moves[Verb.REMIND, state] = state
        moves[Verb.HAND_OVER, state] = state
    for state in OPEN | {State.CLOSED}:
        moves[Verb.NOTE, state] = state
    return moves | {
        (Verb.RECEIVE, State.REPORTED): State.RECEIVED,
        (Verb.START, State.REPORTED): State.IN_PROGRESS,
        (Verb.START, State.RECEIVED): State.IN_PROGRESS,
        (Verb.TELL, State.REFUSED): State.CLOSED,
        (Verb.CONFIRM, State.ANSWERED): State.CONFIRMED,
        (Verb.CLOSE, State.CONFIRMED): State.CLOSED,
        (Verb.REOPEN, State.CONFIRMED): State.REPORTED,
        (Verb.REOPEN, State.CLOSED): State.REPORTED,
        (Verb.SEPARATE, State.MERGED): State.REPORTED,
    }


TABLE: Final = _table()


def next_state(verb: Verb, state: State) -> State | None:
    """Where a step leads; None when it cannot be taken from there."""
    return TABLE.get((verb, state))


def steps_from(state: State) -> frozenset[Verb]:
    return frozenset(verb for verb, origin in TABLE if origin == state)
