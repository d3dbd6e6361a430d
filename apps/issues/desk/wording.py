"""An issue in words: what is to be done next, and what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.issues.advancing import spec_of_issue
from apps.issues.details import shown_details
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import ENDED, UNTOLD, State, Verb
from apps.issues.models import Issue, IssueAction
from apps.issues.powers import is_told_in_a_talk, needs_text

#: what is best done next, in this order, of what the reader may do
_FIRST: Final[Mapping[State, tuple[Verb, ...]]] = {
    State.REPORTED: (Verb.RECEIVE, Verb.START, Verb.PASS_UP),
    State.RECEIVED: (Verb.START, Verb.PASS_UP),
    State.IN_PROGRESS: (Verb.ANSWER, Verb.PASS_UP),
    State.ANSWERED: (Verb.CONFIRM,),
    State.REFUSED: (Verb.TELL,),
    State.CONFIRMED: (Verb.CLOSE,),
    State.CLOSED: (),
    State.MERGED: (Verb.SEPARATE,),
}
#: the others, from what helps to what ends it
_ORDER: Final = (
    *(Verb.RECEIVE, Verb.START, Verb.ANSWER, Verb.PASS_UP, Verb.CONFIRM, Verb.TELL),
    *(Verb.REOPEN, Verb.CLOSE, Verb.SEPARATE, Verb.NOTE, Verb.HAND_OVER, Verb.MERGE, Verb.REFUSE),
)
_WAITS: Final[Mapping[State, str | Promise]] = {
    State.REPORTED: gettext_lazy("Tiếp nhận, hoặc chuyển lên trên"),
    State.RECEIVED: gettext_lazy("Bắt đầu giải quyết"),
    State.IN_PROGRESS: gettext_lazy("Trả lời hộ, hoặc chuyển lên trên"),
    State.ANSWERED: gettext_lazy("Báo trả lời cho hộ, ghi lại hộ có đồng ý không"),
    State.REFUSED: gettext_lazy("Báo cho hộ biết vì sao không giải quyết"),
    State.CONFIRMED: gettext_lazy("Khép lại"),
}
_ASKS: Final[Mapping[Verb, str | Promise]] = {
    Verb.RECEIVE: gettext_lazy(
        "Bạn nhận lo việc này; việc về cấp của bạn, và người khác thấy tên bạn."
    ),
    Verb.START: gettext_lazy("Việc đang được làm, và do bạn lo."),
    Verb.ANSWER: gettext_lazy("Ghi điều sẽ nói với hộ. Người phụ trách sẽ mang trả lời đến hộ."),
    Verb.PASS_UP: gettext_lazy("Cấp trên kế tiếp sẽ nhận, và hạn tính lại từ hôm nay."),
    Verb.CONFIRM: gettext_lazy(
        "Đã báo trả lời và hộ đồng ý. Lần nói chuyện ấy là một lần nắm tình hình."
    ),
    Verb.TELL: gettext_lazy("Đã báo cho hộ vì sao không giải quyết; việc khép lại."),
    Verb.REOPEN: gettext_lazy("Hộ chưa đồng ý, hoặc việc lại xảy ra. Ghi rõ còn vướng gì."),
    Verb.CLOSE: gettext_lazy("Không còn gì phải làm."),
    Verb.SEPARATE: gettext_lazy("Vấn đề này là việc riêng, không phải ghi trùng."),
    Verb.NOTE: gettext_lazy("Ghi thêm điều mới biết; hạn không đổi."),
    Verb.HAND_OVER: gettext_lazy("Người được giao thấy việc này ở mục Việc của tôi."),
    Verb.MERGE: gettext_lazy("Hai người cùng ghi một việc của hộ này: giữ một, gộp cái kia vào."),
    Verb.REFUSE: gettext_lazy("Ghi rõ lý do để báo lại cho hộ."),
}
#: as the reader would say it
_BUTTONS: Final[Mapping[Verb, str | Promise]] = {
    Verb.NOTE: gettext_lazy("Ghi thêm"),
    Verb.REOPEN: gettext_lazy("Hộ chưa đồng ý, mở lại"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One step that the reader may take, and what its form asks for."""

    verb: Verb
    label: str
    help: str
    has_text: bool
    needs_text: bool
    asks_talk: bool
    needs_talk: bool
    asks_owner: bool
    asks_other: bool


def choices_of(issue: Issue, verbs: Collection[Verb]) -> tuple[list[Choice], list[Choice]]:
    """Of ``verbs`` those that come first now, and the others."""
    first = [verb for verb in _FIRST[State(issue.state)] if verb in verbs]
    # One thing is best done next; passing it on stands beside it, never alone in front.
    lead = first[:1] + [verb for verb in first[1:] if verb == Verb.PASS_UP]
    if Verb.CONFIRM in lead and Verb.REOPEN in verbs:
        lead.append(Verb.REOPEN)
    rest = [verb for verb in _ORDER if verb in verbs and verb not in lead]
    if not spec_of_issue(issue).has_text:
        # A note without words says nothing.
        rest = [verb for verb in rest if verb != Verb.NOTE]
    return [_choice(issue, verb) for verb in lead], [_choice(issue, verb) for verb in rest]


def _choice(issue: Issue, verb: Verb) -> Choice:
    writes = spec_of_issue(issue).has_text
    needs = needs_text(verb, has_text=writes)
    return Choice(
        verb=verb,
        label=str(_BUTTONS.get(verb, verb.label)),
        help=str(_ASKS[verb]),
        # Whoever takes something up says so by that; whoever passes it on may say why.
        has_text=needs or (writes and verb in {Verb.PASS_UP, Verb.CONFIRM, Verb.CLOSE, Verb.TELL}),
        needs_text=needs,
        asks_talk=(is_told := is_told_in_a_talk(verb, State(issue.state))),
        needs_talk=is_told and not spec_of_issue(issue).is_restricted,
        asks_owner=verb == Verb.HAND_OVER,
        asks_other=verb == Verb.MERGE,
    )


def waits_for(state: State) -> str:
    """What is to be done next, by whoever has it; "" once ended."""
    return str(_WAITS.get(state, ""))


def headline(issue: Issue) -> str:
    """The kind and what it is about; of kinds without words, the category."""
    told = shown_details(spec_of_issue(issue), issue.details)
    about = issue.summary or (told[0][1] if told else "")
    label = str(IssueKind(issue.kind).label)
    return f"{label}: {about}" if about else label


def tone_of(issue: Issue, *, at: date) -> str:
    """The look of an issue's state (css ``state-…``): late before anything else."""
    if issue.late_after is not None and issue.late_after < at:
        return "off"
    if issue.state in UNTOLD:
        return "warning"
    return "on" if issue.state in ENDED or issue.state == State.CONFIRMED else "plain"


def due_words(issue: Issue, *, at: date) -> str:
    """How much time is left, or how late it is; "" once ended."""
    due = issue.late_after or issue.due_on
    if due is None:
        return ""
    left = (due - at).days
    if left < 0:
        return _("Quá hạn %(n)d ngày") % {"n": -left}
    if left == 0:
        return _("Hạn hôm nay")
    return _("Còn %(n)d ngày") % {"n": left}


def action_lines(action: IssueAction) -> list[str]:
    """What a step changed, in sentences; its own words stand beside."""
    told = []
    if action.from_level and action.from_level != action.to_level:
        told.append(
            _("%(before)s → %(after)s")
            % {
                "before": Level(action.from_level).label,
                "after": Level(action.to_level).label,
            }
        )
    if action.owner is not None and action.verb in {Verb.RECEIVE, Verb.START, Verb.HAND_OVER}:
        told.append(_("Người lo: %(name)s") % {"name": action.owner.full_name})
    if action.contact is not None:
        told.append(
            _("Nói chuyện với hộ: %(channel)s") % {"channel": action.contact.get_channel_display()}
        )
    if action.other_id is not None:
        told.append(_("Vào vấn đề số %(n)d") % {"n": action.other_id})
    return told
