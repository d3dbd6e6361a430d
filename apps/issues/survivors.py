"""Where issues lead that were merged, in SQL, defined once."""

from django.db.models import DateField, Func


class SurvivorEndedOn(Func):
    """Of an issue's key: the day on which that one ended into which it was merged, at whatever
    remove; its own day where it was merged into none. Null as long as that one is open.
    """

    template = (
        "(WITH RECURSIVE led AS ("
        "SELECT one.id, one.merged_into_id, one.ended_on"
        " FROM issues_issue AS one WHERE one.id = %(expressions)s"
        " UNION SELECT next.id, next.merged_into_id, next.ended_on"
        " FROM issues_issue AS next JOIN led ON next.id = led.merged_into_id"
        ") SELECT led.ended_on FROM led WHERE led.merged_into_id IS NULL)"
    )
    output_field = DateField()
