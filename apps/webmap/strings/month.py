"""The month's classes in the words of the rule that asks for the contacts."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.visits.keeping import rule_words
from apps.visits.models import ContactRule


def month_labels(rules: Sequence[ContactRule]) -> tuple[str, str]:
    """What a month is called that has some contacts, and one that has all, under these rules."""
    if _differ(rules):
        return _("Có, nhưng chưa đủ theo quy định"), _("Đủ theo quy định của xã")
    if rules[0].in_person_minimum:
        return _("Có, nhưng chưa đủ theo quy định"), _("Đủ số lần, có gặp trực tiếp")
    return _("Có, nhưng chưa đủ số lần"), _("Đủ số lần của tháng")


def month_words(rules: Sequence[ContactRule]) -> dict[str, str]:
    """``rules``: all that households on the map come under, at least one."""
    some, kept = month_labels(rules)
    means = (
        _("Trong tháng có đủ số ngày nắm tình hình mà xã có hộ đó quy định.")
        if _differ(rules)
        else rule_words(rules[0])
    )
    return {
        "month_none_means": _("Tháng này chưa có ngày nắm tình hình nào."),
        "month_some": some,
        "month_some_means": _("Đã có ngày nắm tình hình, nhưng chưa đủ: %(rule)s")
        % {"rule": means},
        "month_kept": kept,
        "month_kept_means": means,
    }


def _differ(rules: Sequence[ContactRule]) -> bool:
    return len({(rule.per_month, rule.in_person_minimum) for rule in rules}) > 1
