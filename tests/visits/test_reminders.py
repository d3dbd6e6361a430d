"""Reminders: on the page, and by e-mail to those who asked for it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common import clock
from apps.visits.models import ContactRule, ReminderAddress, ReminderSent
from apps.visits.reminders import sending
from apps.visits.reminders.owed import Owed, owed_by
from apps.visits.reminders.sending import NotSentError, forget_sent, send_reminders
from tests.conftest import NOW
from tests.database import refused
from tests.factories.areas import CommuneFactory
from tests.factories.households import contact
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
PAGE, ADDRESS = "contacts:reminders", "contacts:reminder-address"
# Four days before the month's end, that day counted.
LATE = NOW.replace(day=27)


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.REMINDERS_BY_EMAIL = True
    settings.PUBLIC_URL = "https://xa.example"


def _owed(world: World, role: Role, moment: datetime) -> Owed:
    actor = actor_for(world.users[role], at=moment)
    return owed_by(actor, at=clock.local_day(moment))


def _choose(user: User) -> None:
    ReminderAddress.objects.create(user=user, email="ai-do@example.com", chosen_at=NOW)


def test_the_members_own(world: World) -> None:
    owed = _owed(world, Role.MEMBER_IN_CHARGE, LATE)
    assert (owed.homes, owed.people, owed.days_left, owed.is_due) == (1, 0, 4, True)
    assert owed.sentences == ["Bạn còn 1 hộ chưa đủ lần nắm tình hình trong tháng, còn 4 ngày."]


def test_the_committees_people(world: World) -> None:
    owed = _owed(world, Role.CELL_COMMITTEE, LATE)
    assert owed.sentences == ["1 người còn nợ lần nắm tình hình trong tháng, còn 4 ngày."]


def test_the_last_day(world: World) -> None:
    (told,) = _owed(world, Role.MEMBER_IN_CHARGE, NOW.replace(day=30)).sentences
    assert "hôm nay là ngày cuối" in told


@pytest.mark.parametrize(("day", "due"), [(25, False), (26, True)])
def test_from_five_days_before_the_end(world: World, day: int, due: bool) -> None:
    assert _owed(world, Role.MEMBER_IN_CHARGE, NOW.replace(day=day)).is_due is due


def test_the_communes_rule(world: World) -> None:
    rule = ContactRule.objects.create(commune=world.commune, remind_days=14)
    assert _owed(world, Role.MEMBER_IN_CHARGE, NOW.replace(day=17)).is_due
    rule.remind_days = 0
    rule.save()
    assert not _owed(world, Role.MEMBER_IN_CHARGE, NOW.replace(day=30)).is_due


def test_an_impossible_rule(db: None) -> None:
    with refused("contact_rule_remind"):
        ContactRule.objects.create(commune=CommuneFactory.create(), remind_days=15)


def test_nothing_owed(world: World, at: date) -> None:
    contact(world.in_charge_of, world.member, at)
    owed = _owed(world, Role.MEMBER_IN_CHARGE, LATE)
    assert (owed.homes, owed.is_due, owed.sentences) == (0, False, [])


def test_numbers_and_a_link_and_nothing_else(world: World) -> None:
    _choose(world.users[Role.MEMBER_IN_CHARGE])
    assert send_reminders(now=LATE) == 1
    (sent,) = mail.outbox
    assert sent.to == ["ai-do@example.com"]
    assert "Bạn còn 1 hộ" in sent.body
    assert f"https://xa.example{reverse(PAGE)}" in sent.body
    home = world.in_charge_of
    for told in (home.code, home.head_name, home.village.name, world.member.full_name, home.phone):
        assert told not in f"{sent.body} {sent.subject}"


def test_once_a_day_each(world: World) -> None:
    _choose(world.users[Role.MEMBER_IN_CHARGE])
    assert [send_reminders(now=LATE), send_reminders(now=LATE + timedelta(hours=5))] == [1, 0]
    assert send_reminders(now=LATE + timedelta(days=1)) == 1
    assert len(mail.outbox) == 2


def test_the_database_keeps_it_to_one(world: World) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    ReminderSent.objects.create(user=user, day=LATE.date())
    with pytest.raises(IntegrityError, match="reminder_once_a_day"), transaction.atomic():
        ReminderSent.objects.create(user=user, day=LATE.date())


def test_what_could_not_be_sent_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_more: object) -> int:
        raise SMTPServerDisconnected("ai-do@example.com")

    _choose(world.users[Role.MEMBER_IN_CHARGE])
    with monkeypatch.context() as patch:
        patch.setattr(sending, "send_mail", broken)
        with pytest.raises(NotSentError):
            send_reminders(now=LATE)
    assert "example.com" not in caplog.text
    assert send_reminders(now=LATE) == 1


@pytest.mark.parametrize("why", ["far", "off", "no_server"])
def test_not_sent(world: World, settings: Any, why: str) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    _choose(user)
    moment = NOW if why == "far" else LATE
    if why == "off":
        user.is_active = False
        user.save(update_fields=["is_active"])
    if why == "no_server":
        settings.REMINDERS_BY_EMAIL = False
    assert send_reminders(now=moment) == 0
    assert mail.outbox == []


def test_nobody_is_written_to_unasked(world: World) -> None:
    assert send_reminders(now=LATE) == 0


def test_what_was_sent_is_forgotten(world: World) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    for days in (10, 70):
        ReminderSent.objects.create(user=user, day=LATE.date() - timedelta(days=days))
    forget_sent(at=LATE.date())
    assert ReminderSent.objects.count() == 1


def test_switched_on_and_off(world: World, login: Login) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    client = login(user)
    for email in ("ai-do@example.com", "khac@example.com"):
        client.post(reverse(ADDRESS), {"email": email})
        assert ReminderAddress.objects.get(user=user).email == email
    assert "khac@example.com" in client.get(reverse(PAGE)).content.decode()
    other = login(world.users[Role.CELL_COMMITTEE]).get(reverse(PAGE)).content.decode()
    assert "khac@example.com" not in other
    client.post(reverse(ADDRESS), {"off": "1"})
    assert not ReminderAddress.objects.exists()


@pytest.mark.parametrize("email", ["", "khong-phai", "a@b", "x" * 260 + "@example.com"])
def test_bad_addresses(world: World, login: Login, email: str) -> None:
    answer = login(world.users[Role.MEMBER_IN_CHARGE]).post(reverse(ADDRESS), {"email": email})
    assert answer.status_code == 422
    assert not ReminderAddress.objects.exists()


def test_without_a_mail_server(world: World, login: Login, settings: Any) -> None:
    settings.REMINDERS_BY_EMAIL = False
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    assert "chưa cài gửi e-mail" in client.get(reverse(PAGE)).content.decode()
    sent = client.post(reverse(ADDRESS), {"email": "ai-do@example.com"})
    assert sent.status_code == 422
    assert not ReminderAddress.objects.exists()


@pytest.mark.parametrize(("moment", "shown"), [(NOW, False), (LATE, True)])
def test_the_notice(
    world: World, monkeypatch: pytest.MonkeyPatch, moment: datetime, shown: bool
) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
    request: Any = RequestFactory().get("/")
    request.actor = actor_for(world.users[Role.MEMBER_IN_CHARGE], at=moment)
    text = Template("{% load reminders %}{% owed_notice %}").render(Context({"request": request}))
    assert ("Bạn còn 1 hộ" in text) is shown
