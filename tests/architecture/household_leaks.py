"""Leak checks of the household desk, like those of ``leaks.py``."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.common import clock
from apps.households.models import Household
from tests.architecture.leaks import Check, Site

_OF_ONE = ("households:page", "households:timeline", "households:basics")


def listed_beyond_reach(site: Site) -> Iterator[str]:
    """The list: each role its reach, the others nothing."""
    for role in site.world.users:
        response = site.get(role, "households:list")
        if response.status_code != 200:
            keys: set[int] = set()
        else:
            keys = {home.pk for home in response.context["listed"].page}
        if keys != site.world.reach(role):
            yield f"{role}: lists {len(keys)} households"


def pages_beyond_reach(site: Site) -> Iterator[str]:
    """Page and story: only households within reach answer."""
    for role in site.world.users:
        for household in site.samples():
            for name in ("households:page", "households:timeline"):
                status = site.get(role, name, pk=household.pk).status_code
                if (status == 200) != (household.pk in site.world.reach(role)):
                    yield f"{role}: {name} of {household.code}: {status}"


def forms_beyond_rights(site: Site) -> list[str]:
    """Forms: who only reads a household does not change it, nor does the committee elsewhere."""
    own, far = site.world.in_charge_of, site.world.households[6]
    editors = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
    rights = {
        ("households:basics", own.pk): editors,
        ("households:leave", own.pk): editors,
        ("households:reaching", own.pk): editors | {Role.CELL_COMMITTEE},
        ("households:reaching", far.pk): editors,
    }
    return [
        f"{role}: {name}"
        for (name, pk), allowed in rights.items()
        for role in site.world.users
        if (site.get(role, name, pk=pk).status_code == 200) != (role in allowed)
    ]


def phones_at_the_desk(site: Site) -> list[str]:
    """Page, story and search: inspection neither reads a number nor finds out whose it is."""
    own = site.world.in_charge_of
    old = own.phone
    Household.objects.filter(pk=own.pk).update(phone="0999888777")
    inspection = site.client(Role.INSPECTION)
    found = []
    for name in ("households:page", "households:timeline"):
        body = inspection.get(reverse(name, kwargs={"pk": own.pk})).content.decode()
        found += [f"{name}: {number}" for number in (old, "0999888777") if number in body]
    answer = inspection.post(reverse("households:list"), {"q": "0999888777"}, follow=True)
    return found + (["found by number"] if answer.context["listed"].total else [])


def other_parts_beyond_reach(site: Site) -> list[str]:
    """Sections and story: contacts and charges are those of this very household."""
    own = site.world.in_charge_of
    office = site.client(Role.COMMUNE_OFFICE)
    page = office.get(reverse("households:page", kwargs={"pk": own.pk}))
    story = office.get(reverse("households:timeline", kwargs={"pk": own.pk}))
    told = [moment for moment in story.context["page"] if moment.kind == "contact"]
    sections = {section.name: section for section in page.context["page"].sections}
    found = [] if len(told) == own.contacts.count() else ["contacts of other households"]
    charge = [fact for fact in sections["charge"].facts if len(fact.values) > 1]
    return found + [f"{fact.label}: {len(fact.values)} people" for fact in charge]


def relations_beyond_reach(site: Site) -> Iterator[str]:
    """Page and story: a household out of reach is not named where it is related."""
    own, far = site.world.in_charge_of, site.world.households[6]
    Household.objects.filter(pk=own.pk).update(split_from=far)
    for name in ("households:page", "households:timeline"):
        body = site.get(Role.CELL_COMMITTEE, name, pk=own.pk).content.decode()
        if far.code in body or far.head_name in body:
            yield f"{name}: {far.code}"


def desk_unlogged(site: Site) -> Iterator[str]:
    """Every reading of one household stands in the log under the reader's name."""
    user, own = site.world.users[Role.COMMUNE_OFFICE], site.world.in_charge_of
    for name in _OF_ONE:
        AccessLog.objects.all().delete()
        site.get(Role.COMMUNE_OFFICE, name, pk=own.pk)
        if not AccessLog.objects.filter(user=user, object_id=own.pk, at=clock.now()).exists():
            yield f"{name}: read without a trace"


def desk_kept_by_caches(site: Site) -> list[str]:
    """Nothing of the desk is kept by a cache on the way."""
    own = site.world.in_charge_of
    answers = [site.get(Role.COMMUNE_OFFICE, name, pk=own.pk) for name in _OF_ONE]
    answers.append(site.get(Role.COMMUNE_OFFICE, "households:list"))
    kept = [set(answer.get("Cache-Control", "").split(", ")) for answer in answers]
    return [str(each) for each in kept if not {"private", "no-store"} <= each]


def desk_open_to_strangers(site: Site) -> list[str]:
    """Without a log-in nothing of the desk answers."""
    own = site.world.in_charge_of
    urls = [reverse("households:list")]
    urls += [reverse(name, kwargs={"pk": own.pk}) for name in _OF_ONE]
    return [url for url in urls if Client().get(url).status_code == 200]


HOUSEHOLD_CHECKS: tuple[Check, ...] = (
    listed_beyond_reach,
    pages_beyond_reach,
    forms_beyond_rights,
    phones_at_the_desk,
    other_parts_beyond_reach,
    relations_beyond_reach,
    desk_unlogged,
    desk_kept_by_caches,
    desk_open_to_strangers,
)
