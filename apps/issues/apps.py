"""App configuration: household issues join what lies below here."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "apps.issues"
    label = "issues"

    def ready(self) -> None:
        _join_the_phone()


def _join_the_phone() -> None:
    from apps.issues.phone import items
    from apps.issues.phone.rows import IssueRowAnswer, IssueWordsAnswer, issues_of, words
    from apps.issues.phone.telling import join_talks
    from apps.visits.checkins.signals import contacts_brought
    from apps.visits.phone.additions import Addition, register_addition
    from apps.visits.phone.kinds import one_by_one, register_kind

    for name, serializer, verb in (
        ("issue", items.IssueItem, items.report_from_phone),
        ("issue_told", items.IssueToldItem, items.tell_from_phone),
    ):
        register_kind(name, serializer, one_by_one(verb), words=items.WORDS, coded=items.CODED)
    register_addition(
        Addition("issues", issues_of, IssueRowAnswer, "issue_words", words, IssueWordsAnswer)
    )
    contacts_brought.connect(join_talks, dispatch_uid="issues")
