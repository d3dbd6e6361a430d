"""Where the road joins what lies below it; called once when Django starts."""

from django.utils.translation import gettext_lazy as _


def join() -> None:
    from apps.households.merging import households_merged
    from apps.households.sections import register_section
    from apps.households.signals import household_left, household_returned
    from apps.households.timeline import register_timeline
    from apps.households.unmerging import register_teller
    from apps.imports.kinds import register
    from apps.imports.writers.registry import register_writer
    from apps.imports.writers.summaries import register_summary
    from apps.issues.followups.support import register_support
    from apps.issues.inbox import register_source
    from apps.issues.roadmap import departing, household_page, leaving, lists, merging
    from apps.issues.roadmap.importing.kind import KEY, POVERTY_LIST
    from apps.issues.roadmap.importing.writer import take_poverty_list
    from apps.issues.roadmap.supported import supported_between
    from apps.people.departures import duty_ended, person_left

    register(POVERTY_LIST)
    register_writer(KEY, take_poverty_list)
    register_summary(KEY, lists.list_summary)
    register_section("roadmap", household_page.road_section)
    register_timeline("roadmap", household_page.road_moments)
    register_source("road", household_page.road_waiting, _("Thoát nghèo"))
    households_merged.connect(merging.follow_merge, dispatch_uid="roadmap")
    household_left.connect(leaving.end_road, dispatch_uid="roadmap")
    household_returned.connect(leaving.take_road_up, dispatch_uid="roadmap")
    person_left.connect(departing.hand_on_all, dispatch_uid="roadmap")
    duty_ended.connect(departing.hand_on_charges, dispatch_uid="roadmap")
    register_teller("povertyyear", merging.tell_years)
    register_teller("povertytarget", merging.tell_targets)
    register_teller("roadstep", merging.tell_steps)
    register_teller("householdsupport", merging.tell_supports)
    register_support("roadmap", supported_between)
