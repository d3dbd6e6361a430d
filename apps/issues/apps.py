"""App configuration: household issues join what lies below here."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class IssuesConfig(AppConfig):
    name = "apps.issues"
    label = "issues"

    def ready(self) -> None:
        from apps.assignments.weights import register_weights
        from apps.households.merging import households_merged
        from apps.households.signals import (
            household_left,
            household_returned,
            households_to_hold,
        )
        from apps.households.unmerging import register_teller
        from apps.issues.handover import relieve
        from apps.issues.leaving import ask_committee, take_question_back
        from apps.issues.merging import follow_merge, lock_issues, tell_issues, tell_tasks
        from apps.issues.rights import joining as rights
        from apps.issues.roadmap import joining as roadmap
        from apps.issues.weights import issue_weights
        from apps.people.departures import person_left

        households_to_hold.connect(lock_issues, dispatch_uid="issues")
        households_merged.connect(follow_merge, dispatch_uid="issues")
        register_teller("issue", tell_issues)
        register_teller("followtask", tell_tasks)
        household_left.connect(ask_committee, dispatch_uid="issues")
        household_returned.connect(take_question_back, dispatch_uid="issues")
        person_left.connect(relieve, dispatch_uid="issues")
        register_weights("issues", issue_weights)
        _join_the_phone()
        _join_the_pages()
        roadmap.join()
        rights.join()


def _join_the_phone() -> None:
    from apps.issues.phone import items
    from apps.issues.phone.ahead import lock_issues, nothing_of_its_own
    from apps.issues.phone.rows import IssueRowAnswer, IssueWordsAnswer, issues_of, words
    from apps.issues.phone.telling import join_talks
    from apps.visits.checkins.signals import contacts_brought
    from apps.visits.phone.additions import Addition, register_addition
    from apps.visits.phone.kinds import one_by_one, register_kind

    for name, serializer, verb, ahead in (
        ("issue", items.IssueItem, items.report_from_phone, nothing_of_its_own),
        ("issue_told", items.IssueToldItem, items.tell_from_phone, lock_issues),
    ):
        register_kind(
            name,
            serializer,
            one_by_one(verb),
            words=items.WORDS,
            coded=items.CODED,
            ahead=ahead,
        )
    register_addition(
        Addition("issues", issues_of, IssueRowAnswer, "issue_words", words, IssueWordsAnswer)
    )
    contacts_brought.connect(join_talks, dispatch_uid="issues")


def _join_the_pages() -> None:
    from apps.households.sections import register_section
    from apps.households.timeline import register_timeline
    from apps.issues.desk.household_page import issue_moments, issue_section
    from apps.issues.desk.inbox_source import SOURCE, issues_waiting
    from apps.issues.desk.rule_page import kind_days_page
    from apps.issues.inbox import register_source
    from apps.issues.reminding import newly_late
    from apps.issues.tasks.waiting import MEETINGS, TASKS, waiting_meetings, waiting_tasks
    from apps.visits.reminders.matters import register_matter
    from apps.visits.rule_pages import register_rule_page

    register_matter("issues", newly_late)
    register_rule_page("kind_days", kind_days_page)
    register_section("issues", issue_section)
    register_timeline("issues", issue_moments)
    register_source(SOURCE, issues_waiting, gettext_lazy("Vấn đề của hộ"))
    register_source(TASKS, waiting_tasks, gettext_lazy("Việc được giao"))
    register_source(MEETINGS, waiting_meetings, gettext_lazy("Sinh hoạt chi bộ"))
