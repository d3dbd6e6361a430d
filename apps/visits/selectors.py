"""The commune's rule for contacts, with its defaults where a commune has set nothing."""

from collections.abc import Iterable

from apps.visits.models import ContactRule


def rules_of(commune_ids: Iterable[int]) -> dict[int, ContactRule]:
    """The rule of each commune; an unsaved default where none is kept."""
    wanted = set(commune_ids)
    rules = {rule.commune_id: rule for rule in ContactRule.objects.filter(commune__in=wanted)}
    return {pk: rules.get(pk) or ContactRule(commune_id=pk) for pk in wanted}
