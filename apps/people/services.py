"""Verbs on people."""

from django.db import transaction

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.services import create_account
from apps.people.models import Person


@transaction.atomic
def open_account(*, actor: Actor, person: Person, username: str, password: str) -> User:
    """A log-in for ``person``; its reach follows from the person's posts and assignments."""
    user = create_account(actor=actor, username=username, password=password)
    person.user = user
    person.save(update_fields=["user"])
    return user
