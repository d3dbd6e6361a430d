"""Steps taken through the page."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.urls import reverse

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import AnswerTemplate, Issue
from apps.visits.models import Contact
from tests.factories.issues import reported, step
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER, CELL, OFFICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE


def _issue(world: World, now: datetime) -> Issue:
    return reported(world.users[MEMBER], world.in_charge_of, at=now)


def _answered(world: World, now: datetime) -> Issue:
    issue = _issue(world, now)
    return step(world.users[OFFICE], issue, Verb.ANSWER, at=now, text="Xã hỗ trợ tôn")


def test_a_step_is_taken_once_however_often_it_is_sent(
    pages: Pages, world: World, now: datetime
) -> None:
    issue, key = _issue(world, now), str(uuid4())
    for _n in range(2):
        answer = pages.step(MEMBER, issue, "pass_up", seen=1, key=key)
        assert answer.status_code == 302
    issue.refresh_from_db()
    assert (issue.level, issue.steps) == (Level.CELL, 2)


def test_the_second_editor_is_told_and_keeps_the_words(
    pages: Pages, world: World, now: datetime
) -> None:
    issue = _issue(world, now)
    step(world.users[CELL], issue, Verb.RECEIVE, at=now)
    answer = pages.step(OFFICE, issue, "answer", seen=1, text="Xã đã xem nhà")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "vừa có thay đổi" in text
    assert "Xã đã xem nhà</textarea>" in text
    assert 'name="seen" value="2"' in text


def test_bad_input_is_told_on_the_page(pages: Pages, world: World, now: datetime) -> None:
    issue = _issue(world, now)
    for data, words in (
        ({"verb": "answer"}, "Hãy ghi rõ nội dung"),
        ({"verb": "dance"}, "đã cũ"),
        ({"verb": "note", "text": "x", "key": "?"}, "đã cũ"),
        ({"verb": "hand_over", "owner": "99999999"}, "Hãy chọn một người"),
        ({"verb": "merge", "other": str(issue.pk)}, "vấn đề khác cùng loại"),
    ):
        answer = pages.send(OFFICE, "issues:step", {"seen": 1, **data}, pk=issue.pk)
        assert answer.status_code == 422, data
        assert words in answer.content.decode()
    issue.refresh_from_db()
    assert issue.steps == 1


def test_who_may_not_is_refused(pages: Pages, world: World, now: datetime) -> None:
    issue = _issue(world, now)
    assert pages.step(Role.INSPECTION, issue, "receive").status_code == 403
    assert pages.step(None, issue, "receive").status_code == 404
    assert pages.get(MEMBER, "issues:step", pk=issue.pk).status_code == 302
    url = reverse("issues:step", kwargs={"pk": issue.pk})
    assert pages.client(MEMBER).put(url).status_code == 405


def test_handed_over_to_somebody_of_the_level(pages: Pages, world: World, now: datetime) -> None:
    issue = step(world.users[MEMBER], _issue(world, now), Verb.PASS_UP, at=now)
    secretary = world.users[CELL].person
    assert pages.step(CELL, issue, "hand_over", owner=secretary.pk).status_code == 302
    issue.refresh_from_db()
    assert issue.owner == secretary


def test_the_talk_in_which_it_was_told_is_a_contact(
    pages: Pages, world: World, now: datetime
) -> None:
    issue, key = _answered(world, now), str(uuid4())
    before = Contact.objects.count()
    seen = issue.steps
    for _n in range(2):
        told = {"verb": "confirm", "seen": seen, "talk": "in_person", "key": key}
        assert pages.send(MEMBER, "issues:step", told, pk=issue.pk).status_code == 302
    contact = Contact.objects.latest("pk")
    assert Contact.objects.count() == before + 1
    assert (contact.person, contact.channel, contact.day) == (
        world.member,
        "in_person",
        now.date(),
    )
    issue.refresh_from_db()
    assert issue.state == State.CONFIRMED
    assert issue.actions.get(verb="confirm").contact == contact


def test_a_refused_step_leaves_no_contact_behind(pages: Pages, world: World, now: datetime) -> None:
    issue = _answered(world, now)
    before = Contact.objects.count()
    assert pages.step(MEMBER, issue, "confirm", seen=1, talk="phone").status_code == 409
    assert Contact.objects.count() == before


def test_a_contact_known_already_goes_with_it(pages: Pages, world: World, now: datetime) -> None:
    issue = _answered(world, now)
    contact = world.in_charge_of.contacts.get()
    told = f'value="{contact.pk}"'
    assert told in pages.text(MEMBER, "issues:show", pk=issue.pk)
    pages.step(MEMBER, issue, "reopen", talk=str(contact.pk), text="Chưa có tôn")
    issue.refresh_from_db()
    assert (issue.state, issue.actions.get(verb="reopen").contact) == (State.REPORTED, contact)


def test_police_record_no_talk(pages: Pages, world: World, now: datetime) -> None:
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=kind)
    step(world.users[Role.COMMUNE_POLICE], issue, Verb.ANSWER, at=now)
    answer = pages.step(Role.COMMUNE_POLICE, issue, "confirm", talk="phone")
    assert answer.status_code == 422


def test_a_template_answers_where_nothing_else_is_written(
    pages: Pages, world: World, now: datetime
) -> None:
    issue = _issue(world, now)
    ready = AnswerTemplate.objects.create(
        commune=world.commune, kind="housing", title="Xét hỗ trợ", text="Xã sẽ xét hỗ trợ"
    )
    assert "Xét hỗ trợ" in pages.text(OFFICE, "issues:show", pk=issue.pk)
    pages.step(OFFICE, issue, "answer", template=ready.pk, text=" ")
    issue.refresh_from_db()
    assert issue.answer == "Xã sẽ xét hỗ trợ"


def test_a_double_is_merged_and_taken_apart(pages: Pages, world: World, now: datetime) -> None:
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now - timedelta(days=1))
    double = _issue(world, now)
    assert f'name="other" value="{issue.pk}"' in pages.text(CELL, "issues:show", pk=double.pk)
    assert pages.step(CELL, double, "merge", other=issue.pk).status_code == 302
    double.refresh_from_db()
    assert double.merged_into == issue
    assert f"/van-de/{double.pk}/" in pages.text(CELL, "issues:show", pk=issue.pk)
    assert pages.step(CELL, double, "separate").status_code == 302
    double.refresh_from_db()
    assert double.state == State.REPORTED
    assert double.merged_into_id is None


def test_not_into_another_households(pages: Pages, world: World, now: datetime) -> None:
    issue = _issue(world, now)
    other = reported(world.users[CELL], world.households[1], at=now)
    assert pages.step(CELL, issue, "merge", other=other.pk).status_code == 422
