"""Where the household's right joins what lies below it; called once when Django starts."""

from django.utils.translation import gettext_lazy as _


def join() -> None:
    from apps.households.merging import households_merged
    from apps.households.sections import register_section
    from apps.households.unmerging import register_teller
    from apps.issues.inbox import register_source
    from apps.issues.rights import holdings_below, holdings_cell, holdings_here, household_page
    from apps.issues.rights.inbox import rights_waiting
    from apps.issues.rights.merging import follow_merge, tell_requests

    holdings_below.register()
    holdings_here.register()
    holdings_cell.register()
    register_section("rights", household_page.rights_section)
    register_source("rights", rights_waiting, _("Quyền của hộ"))
    households_merged.connect(follow_merge, dispatch_uid="rights")
    register_teller("datarequest", tell_requests)
