"""App configuration: trips follow what happens to households and contacts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PlanningConfig(AppConfig):
    name = "apps.planning"
    label = "planning"

    def ready(self) -> None:
        from apps.households.merging import households_merged
        from apps.households.unmerging import register_teller
        from apps.issues.desk.bulk_ways import BulkWay, register_bulk_way
        from apps.planning import holdings
        from apps.planning.merging import follow_merge, tell_stops
        from apps.planning.querysets import PLANNER_ROLES
        from apps.planning.talks import join_talks
        from apps.visits.checkins.signals import contact_written, contacts_brought

        households_merged.connect(follow_merge, dispatch_uid="planning")
        register_teller("tripstop", tell_stops)
        contacts_brought.connect(join_talks, dispatch_uid="planning")
        contact_written.connect(join_talks, dispatch_uid="planning")
        way = BulkWay("trips:from-issues", gettext_lazy("Lập chuyến đi"), PLANNER_ROLES)
        register_bulk_way(way)
        holdings.register()
