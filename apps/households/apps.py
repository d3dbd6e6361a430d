"""App configuration: households follow the units they belong to."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "apps.households"
    label = "households"

    def ready(self) -> None:
        from apps.areas.succession import register_census, unit_redrawn, units_succeeded
        from apps.households.desk.history import desk_moments
        from apps.households.moves import homes_in_parts
        from apps.households.residences import place, residences
        from apps.households.succession import follow_redrawing, follow_succession
        from apps.households.timeline import register_timeline
        from apps.households.unmerging import register_teller, tell_households, tell_members
        from apps.people.residences import register

        register("households", residences, place)
        register_census("households", homes_in_parts)
        units_succeeded.connect(follow_succession, dispatch_uid="households")
        unit_redrawn.connect(follow_redrawing, dispatch_uid="households")
        register_timeline("households", desk_moments)
        register_teller("household", tell_households)
        register_teller("householdmember", tell_members)
