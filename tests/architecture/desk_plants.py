"""Leaks to plant at the people desk and the rules screen; see ``plants``."""

from apps.accounts.access import PUBLIC
from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES
from apps.areas.querysets import CommuneQuerySet
from apps.people import querysets as people
from apps.people.desk import person_form, profile, selectors, views
from apps.people.models import Membership, Person
from apps.visits import views as rules
from tests.architecture import desk_leaks as leaks
from tests.architecture.plants import Patch, Plant, keep_answers


def _every_member(patch: Patch) -> None:
    rows = Membership.objects.select_related("person", "cell", "group")
    patch.setattr(selectors, "members", lambda actor, wanted, at: rows.order_by("pk"))


def _any_person(patch: Patch) -> None:
    def found(actor: Actor, pk: int) -> Person | None:
        return Person.objects.filter(pk=pk).first()

    patch.setattr(views, "find_person", found)


def _every_cell(patch: Patch) -> None:
    patch.setattr(people.CellQuerySet, "visible_to", lambda rows, actor: rows.all())
    patch.setattr(people.CellQuerySet, "edited_by", lambda rows, actor: rows.all())


def _every_form(patch: Patch) -> None:
    for owner in (people.PersonQuerySet, people.ScopedByPersonQuerySet):
        patch.setattr(owner, "edited_by", lambda rows, actor: rows.all())
        patch.setattr(owner, "visible_to", lambda rows, actor: rows.all())


def _readers_write(patch: Patch) -> None:
    patch.setattr(person_form.PersonFormView, "access", profile.READ)
    patch.setattr(profile.READ.__class__, "allows", lambda self, actor: actor.is_known)


def _inspection_rings(patch: Patch) -> None:
    patch.setattr(profile, "_rings", lambda actor, person: True)


def _story_for_all(patch: Patch) -> None:
    patch.setattr(profile, "_reads_history", lambda actor, person: bool(COMMUNE_ROLES))


def _opened_and_cached(patch: Patch) -> None:
    keep_answers(patch)
    patch.setattr(views.MembersView, "access", PUBLIC)


def _every_rule(patch: Patch) -> None:
    patch.setattr(CommuneQuerySet, "visible_to", lambda rows, actor: rows.all())
    patch.setattr(rules._RulesView, "can_edit", True)


DESK_PLANTS = (
    Plant(
        "members of every commune in the list", _every_member, (leaks.people_listed_beyond_reach,)
    ),
    Plant("the page of any person", _any_person, (leaks.people_listed_beyond_reach,)),
    Plant("cells of every commune", _every_cell, (leaks.cells_beyond_reach,)),
    Plant("forms about anybody", _every_form, (leaks.forms_beyond_reach,)),
    Plant("readers write", _readers_write, (leaks.forms_beyond_reach,)),
    Plant("inspection rings members up", _inspection_rings, (leaks.phones_at_the_desk,)),
    Plant("a committee reads the history", _story_for_all, (leaks.histories_for_committees,)),
    Plant("the desk for strangers and caches", _opened_and_cached, (leaks.desk_kept_by_caches,)),
    Plant("rules of every commune", _every_rule, (leaks.rules_beyond_reach,)),
)
