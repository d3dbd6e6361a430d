"""Closed lists of requests about data, and the table of their states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestKind(TextChoices):
    """What the law lets a person ask for (Law 91/2025/QH15, article 4)."""

    ACCESS = "access", _("Xem, nhận bản in dữ liệu")
    CORRECTION = "correction", _("Sửa dữ liệu sai")
    RESTRICTION = "restriction", _("Hạn chế, phản đối, rút đồng ý")
    ERASURE = "erasure", _("Xóa dữ liệu")


class Asker(TextChoices):
    """Who asked, by what they are to the household; no names."""

    HEAD = "head", _("Chủ hộ")
    RESIDENT = "resident", _("Người trong hộ")
    REPRESENTATIVE = "representative", _("Người được ủy quyền, giám hộ")


class RequestState(TextChoices):
    RECEIVED = "received", _("Mới nhận, chờ phản hồi")
    ANSWERED = "answered", _("Đã phản hồi, đang thực hiện")
    DONE = "done", _("Đã thực hiện")
    REFUSED = "refused", _("Từ chối, có lý do")


class RequestVerb(TextChoices):
    ANSWER = "answer", _("Đã phản hồi hộ")
    FINISH = "finish", _("Đã thực hiện xong")
    REFUSE = "refuse", _("Từ chối")


OPEN: Final = frozenset({RequestState.RECEIVED, RequestState.ANSWERED})
# A request is answered first, even when the answer is that it cannot be done.
TABLE: Final[Mapping[tuple[RequestVerb, RequestState], RequestState]] = {
    (RequestVerb.ANSWER, RequestState.RECEIVED): RequestState.ANSWERED,
    (RequestVerb.FINISH, RequestState.ANSWERED): RequestState.DONE,
    (RequestVerb.REFUSE, RequestState.RECEIVED): RequestState.REFUSED,
    (RequestVerb.REFUSE, RequestState.ANSWERED): RequestState.REFUSED,
}


def verbs_from(state: RequestState) -> list[RequestVerb]:
    """The steps that may follow, in the order in which they are offered."""
    return [verb for verb, origin in TABLE if origin == state]
