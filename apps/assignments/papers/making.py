"""Making a paper: a plan within reach → bytes with a mark, and an entry in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.assignments.papers.content import PaperContent
from apps.assignments.papers.document import lists_docx, resolution_docx
from apps.assignments.papers.kinds import Form, Paper
from apps.assignments.papers.outlines import Outlines, outlines_of
from apps.assignments.papers.printing import printed
from apps.assignments.papers.reading import ReadablePlan, content_of
from apps.assignments.papers.workbook import appendix_xlsx, lists_xlsx
from apps.common import clock
from apps.common.errors import DomainError
from apps.people.makers import moment_text, warning_text

_MEDIA_TYPES: Final[dict[str, str]] = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_APPENDIX: Final = "phu-luc"
# Paper → stem of a file's name: of a cell's plan, of a commune's.
_STEMS: Final[dict[str, tuple[str, str]]] = {
    Paper.RESOLUTION: ("nghi-quyet", "quyet-dinh"),
    Paper.LISTS: ("danh-sach-ho", "danh-sach-dia-ban"),
}


@dataclass(frozen=True, slots=True)
class PaperFile:
    """``name`` says what and when, and nothing of anybody; ``count``: households or units in it."""

    name: str
    media_type: str
    body: bytes
    count: int


@dataclass(frozen=True, slots=True)
class PaperWish:
    """``person``: only this one's own list."""

    paper: Paper
    form: Form
    person: int | None = None


def make_paper(
    *, actor: Actor, papers: ReadablePlan, wish: PaperWish, who: str, now: datetime
) -> PaperFile:
    """The paper as far as the actor reads the plan; ``who`` goes into the mark.

    Raises ``DomainError``: ``role_too_low`` (403) for the resolution where the plan is not read
    whole, ``nobody`` (422) for lists of a plan without households. Raises ``Http404`` for a
    person without households in it.
    """
    if wish.paper == Paper.RESOLUTION and not papers.is_whole:
        raise DomainError("role_too_low", _("Chức vụ của bạn không lập nghị quyết."), status=403)
    # An office's paper, whatever language its maker reads.
    with translation.override("vi"):
        content = content_of(
            actor, papers, at=clock.local_day(now), person=wish.person if _is_list(wish) else None
        )
        if _is_list(wish):
            content = content.without_void()
        if _is_list(wish) and not content.homes:
            raise DomainError("nobody", _nobody(papers), status=422)
        body = _written(wish, content, printed(warning_text(who, moment_text(now))))
    record_access(
        actor=actor,
        action=AccessLog.Action.EXPORT,
        object_id=papers.plan.pk,
        count=content.named,
        detail=f"plan {wish.paper.value} {wish.form.value}",
        at=now,
    )
    moment = now.astimezone(clock.ZONE)
    name = f"{_stem(wish, papers)}-{moment:%Y%m%d-%H%M}.{wish.form.value}"
    return PaperFile(name, _MEDIA_TYPES[wish.form], body, content.named)


def _nobody(papers: ReadablePlan) -> str:
    if papers.plan.cell_id is None:
        return _("Kế hoạch chưa giao nơi nào cho ai.")
    return _("Kế hoạch chưa có hộ nào được phân công.")


def _stem(wish: PaperWish, papers: ReadablePlan) -> str:
    if not _is_list(wish) and wish.form == Form.XLSX:
        return _APPENDIX
    return _STEMS[wish.paper][papers.plan.cell_id is None]


def _is_list(wish: PaperWish) -> bool:
    return wish.paper == Paper.LISTS


def _written(wish: PaperWish, content: PaperContent, mark: str) -> bytes:
    if wish.paper == Paper.RESOLUTION:
        writers: dict[Any, Any] = {Form.DOCX: resolution_docx, Form.XLSX: appendix_xlsx}
        return bytes(writers[wish.form](content, mark))
    outlines = _outlines(content)
    if wish.form == Form.DOCX:
        return lists_docx(content, outlines, mark)
    return lists_xlsx(content, outlines, mark)


def _outlines(content: PaperContent) -> Outlines:
    lines = [line for part in content.people for line in part.homes]
    groups = {line.group for line in lines if line.group is not None}
    return outlines_of({line.village for line in lines}, groups)
