"""The month's classes in the words of the commune's rule."""

from django.utils.translation import gettext as _

from apps.visits.keeping import rule_words
from apps.visits.models import ContactRule


def month_words(rule: ContactRule) -> dict[str, str]:
    kept = rule_words(rule)
    words = {
        "month_none_means": _("Tháng này chưa có ngày nắm tình hình nào."),
        "month_some_means": _("Đã có ngày nắm tình hình, nhưng chưa đủ: %(rule)s") % {"rule": kept},
        "month_kept_means": kept,
    }
    if not rule.in_person_minimum:
        return words
    return words | {
        "month_some": _("Có, nhưng chưa đủ theo quy định"),
        "month_kept": _("Đủ số lần, có gặp trực tiếp"),
    }
