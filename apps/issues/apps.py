"""App configuration: household issues join what lies below here."""

from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "apps.issues"
    label = "issues"

    def ready(self) -> None:
        from apps.assignments.weights import register_weights
        from apps.households.merging import households_merged
        from apps.households.signals import household_left, household_returned
        from apps.households.unmerging import register_teller
        from apps.issues.handover import relieve
        from apps.issues.leaving import ask_committee, take_question_back
        from apps.issues.merging import follow_merge, tell_issues, tell_tasks
        from apps.issues.weights import issue_weights
        from apps.people.departures import person_left

        households_merged.connect(follow_merge, dispatch_uid="issues")
        register_teller("issue", tell_issues)
        register_teller("followtask", tell_tasks)
        household_left.connect(ask_committee, dispatch_uid="issues")
        household_returned.connect(take_question_back, dispatch_uid="issues")
        person_left.connect(relieve, dispatch_uid="issues")
        register_weights("issues", issue_weights)
