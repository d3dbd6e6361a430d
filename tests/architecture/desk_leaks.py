"""Leak checks of the people desk and the rules screen; see ``leaks``."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from apps.accounts.roles import Role
from apps.people.models import Membership, PartyCell, Person
from tests.architecture.leaks import Check, Site

LISTS = ("members", "officers", "workers", "posts", "cells")
READERS = (Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION, Role.CELL_COMMITTEE)
EDITORS = (Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE)
PERSON_FORMS = ("edit", "join", "leave", "change-cell", "give-post", "give-office", "give-work")


def _elsewhere(site: Site) -> Membership:
    return Membership.objects.select_related("person", "cell").get(
        person__commune=site.world.other_commune
    )


def people_listed_beyond_reach(site: Site) -> Iterator[str]:
    """Lists and pages: nobody of another commune, for any reader of the desk."""
    stranger = _elsewhere(site)
    for role in READERS:
        for name in LISTS:
            body = site.get(role, f"people:{name}").content.decode()
            if stranger.person.full_name in body or stranger.cell.name in body:
                yield f"{role}: {name}"
        status = site.get(role, "people:person", pk=stranger.person_id).status_code
        if status != 404:
            yield f"{role}: page of a person: {status}"


def cells_beyond_reach(site: Site) -> Iterator[str]:
    """A cell's page: only cells of one's commune, for a committee only its own."""
    other = PartyCell.objects.create(commune=site.world.commune, name="Chi bộ thôn bên")
    for role in READERS:
        keys = {_elsewhere(site).cell_id}
        keys |= {other.pk} if role == Role.CELL_COMMITTEE else set()
        for key in keys:
            status = site.get(role, "people:cell", pk=key).status_code
            if status != 404:
                yield f"{role}: {status}"


def forms_beyond_reach(site: Site) -> Iterator[str]:
    """Forms: of another commune's people and cells there is none, and readers have none at all."""
    stranger = _elsewhere(site)
    for role in READERS:
        expected = 404 if role in EDITORS else 403
        for name in PERSON_FORMS:
            status = site.get(role, f"people:{name}", pk=stranger.person_id).status_code
            if status != expected:
                yield f"{role}: {name}: {status}"
        status = site.get(role, "people:end-cell", pk=stranger.cell_id).status_code
        if status != expected:
            yield f"{role}: end-cell: {status}"


def phones_at_the_desk(site: Site) -> list[str]:
    """Inspection reads no telephone number, neither the present one nor an old one."""
    member = site.world.member
    for phone in ("0987 111 222", "0987 333 444"):
        Person.objects.filter(pk=member.pk).update(phone=phone)
    body = site.get(Role.INSPECTION, "people:person", pk=member.pk).content.decode()
    return [phone for phone in ("0987 111 222", "0987 333 444") if phone in body]


def histories_for_committees(site: Site) -> list[str]:
    """Who changed what about a member is for commune-wide roles."""
    page = site.get(Role.CELL_COMMITTEE, "people:person", pk=site.world.member.pk)
    return ["chi ủy reads the history"] if page.context["profile"].story else []


def desk_kept_by_caches(site: Site) -> Iterator[str]:
    """Pages about people are kept by no cache and opened by no stranger."""
    pages: dict[str, dict[str, int]] = {f"people:{name}": {} for name in LISTS}
    pages |= {f"people:{name}": {"pk": site.world.member.pk} for name in ("person", "edit")}
    for name, kwargs in pages.items():
        answer = site.get(Role.COMMUNE_OFFICE, name, **kwargs)
        if not {"private", "no-store"} <= set(answer.get("Cache-Control", "").split(", ")):
            yield f"{name}: kept"
        if Client().get(reverse(name, kwargs=kwargs)).status_code == 200:
            yield f"{name}: open to strangers"


def rules_beyond_reach(site: Site) -> Iterator[str]:
    """The rules of another commune are neither read nor changed."""
    key = site.world.other_commune.pk
    for role in EDITORS:
        for name in ("rules:commune", "rules:edit"):
            status = site.get(role, name, pk=key).status_code
            if status != 404:
                yield f"{role}: {name}: {status}"


DESK_CHECKS: tuple[Check, ...] = (
    people_listed_beyond_reach,
    cells_beyond_reach,
    forms_beyond_reach,
    phones_at_the_desk,
    histories_for_committees,
    desk_kept_by_caches,
    rules_beyond_reach,
)
