"""App configuration: contact logs are taken in here."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "apps.visits"
    label = "visits"

    def ready(self) -> None:
        from apps.households.merging import households_merged
        from apps.households.proposed import register_counter
        from apps.households.sections import register_section
        from apps.households.signals import household_placed
        from apps.households.timeline import register_timeline
        from apps.households.unmerging import register_teller
        from apps.imports.writers.registry import register_writer
        from apps.visits.desk.proposals import overtake, waiting_proposals
        from apps.visits.household_page import contact_moments, contact_section
        from apps.visits.import_rows import take_contacts
        from apps.visits.merging import follow_merge, tell_contacts, tell_proposals
        from apps.visits.phone.items import (
            ContactItem,
            PositionItem,
            propose_position,
            record_contacts,
        )
        from apps.visits.phone.kinds import one_by_one, register_kind

        register_writer("contacts", take_contacts)
        register_counter("visits", waiting_proposals)
        register_section("visits", contact_section)
        register_timeline("visits", contact_moments)
        households_merged.connect(follow_merge, dispatch_uid="visits")
        household_placed.connect(overtake, dispatch_uid="visits")
        register_teller("contact", tell_contacts)
        register_teller("positionproposal", tell_proposals)
        register_kind("contact", ContactItem, record_contacts)
        register_kind("position_proposal", PositionItem, one_by_one(propose_position))
