"""A step together with the talk in which the household heard of it: that talk is a contact."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.issues.models import Issue
from apps.issues.reporting import REPORTER_ROLES
from apps.issues.steps import Step, lock_issue, take_step
from apps.visits.models import Channel, Contact


def take_step_in_a_talk(
    *, key: UUID, actor: Actor, issue_id: int, step: Step, channel: Channel, at: datetime
) -> Answer:
    """``take_step``, and the actor's contact of this moment with the household, both or neither.

    The contact locks what hangs on the household. So the issue is locked before it, as the clock
    does it: nobody waits in a circle.
    """
    with transaction.atomic():
        lock_issue(actor, issue_id)
        contact = _talk(uuid5(key, "talk"), actor, issue_id, channel, at=at)
        return take_step(
            key=key, actor=actor, issue_id=issue_id, step=replace(step, contact=contact.pk), at=at
        )


def _talk(
    client_uuid: UUID, actor: Actor, issue_id: int, channel: Channel, *, at: datetime
) -> Contact:
    issue = Issue.objects.visible_to(actor).filter(pk=issue_id).first()
    if issue is None:
        raise not_found()
    reached = Household.objects.reached_by(actor, REPORTER_ROLES).filter(pk=issue.household_id)
    if actor.person_id is None or not reached.exists():
        raise DomainError(
            "no_talk", _("Bạn không ghi được lần nắm tình hình với hộ này."), status=422
        )
    with pghistory.context(reason="issue"):
        contact, _is_new = Contact.objects.get_or_create(
            client_uuid=client_uuid,
            defaults={
                "household_id": issue.household_id,
                "person_id": actor.person_id,
                "channel": channel,
                "said_at": at,
                "received_at": at,
                "happened_at": at,
            },
        )
    return contact
