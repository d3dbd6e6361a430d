"""The way from the commune's rules to the days that it gives each kind of issue."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.people.querysets import edited_communes
from apps.visits.rule_pages import RulePage


def kind_days_page(actor: Actor, commune: int) -> RulePage | None:
    """Provider of ``visits.rule_pages``. The page is that of one commune of an editor's."""
    edited = edited_communes(actor)
    if not edited or commune != min(edited):
        return None
    return RulePage(
        _("Thời hạn trả lời từng loại vấn đề"),
        _("Số ngày từ khi hộ nêu vấn đề đến khi có trả lời, đặt riêng cho từng loại."),
        reverse("issues:deadlines"),
    )
