"""The pages of trips: planned, shown, changed, ticked off, printed."""

from datetime import timedelta
from html import escape
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.planning.models import FieldTrip
from tests.factories.issues import reported
from tests.planning.conftest import Trips, order_of

pytestmark = pytest.mark.django_db
LEADER = Role.COMMUNE_LEADER


def form(trips: Trips, **more: object) -> dict[str, object]:
    person = trips.user(LEADER).person
    day = trips.today + timedelta(days=1)
    return {"day": f"{day:%d/%m/%Y}", "starts_at": "07:30", "leader": person.pk, **more}


def test_a_trip_is_planned_and_sent_twice(trips: Trips) -> None:
    sent = form(trips, key=str(uuid4()), name="Nà A", start_label="Trụ sở", returns="on")
    sent |= {"start_lat": "21,55", "start_lon": "106,21"}
    sent["household"] = [home.pk for home in trips.world.households[:2]]
    for _again in range(2):
        answer = trips.send(LEADER, "trips:new", sent)
        assert answer.status_code == 302
    trip = FieldTrip.objects.get()
    assert answer["Location"] == reverse("trips:show", kwargs={"pk": trip.pk})
    assert (trip.start.coords, trip.returns, trip.stops.count()) == ((106.21, 21.55), True, 2)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "31/02/2026"}, "Hãy ghi ngày dạng"),
        ({"day": "01/01/2026"}, "Ngày đi phải từ hôm nay"),
        ({"starts_at": "26:00"}, "Hãy ghi giờ dạng"),
        ({"returns": "on"}, "Hãy đặt nơi xuất phát"),
        ({"start_lat": "chín"}, "Toạ độ chưa đúng"),
        ({"leader": "999999999"}, "không phải là một lựa chọn hợp lệ"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_kept(
    trips: Trips, wrong: dict[str, str], words: str
) -> None:
    answer = trips.send(LEADER, "trips:new", {**form(trips, name="Nà A mùa mưa"), **wrong})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Nà A mùa mưa" in text
    if "leader" not in wrong:
        assert words in text
    assert not FieldTrip.objects.exists()


def test_the_page_shows_the_stops_in_their_order(trips: Trips) -> None:
    trip = trips.plan(homes=trips.world.households[:4])
    text = trips.get(LEADER, "trips:show", pk=trip.pk).content.decode()
    names = [stop.household.head_name for stop in trip.stops.order_by("number")]
    places = [text.index(f">{escape(name)}</a>") for name in names]
    assert places == sorted(places)
    assert "khoảng" in text


def test_hostile_names_are_text(trips: Trips) -> None:
    home = trips.world.households[0]
    home.head_name = "</script><script>alert(1)</script>"
    home.save()
    trip = trips.plan(homes=[home], name="<b>Đi</b>")
    for name in ("show", "print"):
        text = trips.get(LEADER, f"trips:{name}", pk=trip.pk).content.decode()
        assert "<script>alert(1)" not in text
        assert "<b>Đi</b>" not in text


def test_stops_are_moved_ordered_and_taken_out(trips: Trips) -> None:
    trip = trips.plan(homes=trips.world.households[:3])
    first = order_of(trip)

    def press(act: str, stop: int | None = None) -> None:
        trip.refresh_from_db()
        sent = {"act": act, "seen": trip.revision, "stop": stop or ""}
        assert trips.send(LEADER, "trips:act", sent, pk=trip.pk).status_code == 302

    press("down", trip.stops.get(number=1).pk)
    assert order_of(trip) == [first[1], first[0], first[2]]
    press("up", trip.stops.get(number=3).pk)
    assert order_of(trip) == [first[1], first[2], first[0]]
    press("order")
    press("remove", trip.stops.get(household=first[1]).pk)
    assert sorted(order_of(trip)) == sorted([first[0], first[2]])
    press("cancel")
    trip.refresh_from_db()
    assert trip.state == "cancelled"


def test_the_second_editor_is_told_what_changed(trips: Trips) -> None:
    trip = trips.plan()
    sent = {"act": "order", "seen": 1}
    trips.send(LEADER, "trips:act", sent, pk=trip.pk)
    client = trips.login(trips.user(Role.COMMUNE_OFFICE))
    url = reverse("trips:act", kwargs={"pk": trip.pk})
    answer = client.post(url, {**sent, "key": str(uuid4())}, follow=True)
    assert "xếp lại theo đường đi" in answer.content.decode()


def test_details_typed_by_the_second_stay(trips: Trips) -> None:
    trip = trips.plan()
    trips.send(LEADER, "trips:act", {"act": "order", "seen": 1}, pk=trip.pk)
    sent = form(trips, name="Tên mới", seen=1)
    answer = trips.send(Role.COMMUNE_OFFICE, "trips:edit", sent, pk=trip.pk)
    assert answer.status_code == 409
    assert "Tên mới" in answer.content.decode()
    again = trips.send(Role.COMMUNE_OFFICE, "trips:edit", {**sent, "seen": 2}, pk=trip.pk)
    assert again.status_code == 302
    trip.refresh_from_db()
    assert trip.name == "Tên mới"


def test_what_to_ask_is_written(trips: Trips) -> None:
    trip = trips.plan()
    stop = trip.stops.get(number=1)
    sent = {"seen": 1, "ask": "Hỏi giấy bảo hiểm", "minutes": 30}
    answer = trips.send(LEADER, "trips:stop", sent, pk=trip.pk, stop=stop.pk)
    assert answer.status_code == 302
    stop.refresh_from_db()
    assert (stop.ask, stop.minutes) == ("Hỏi giấy bảo hiểm", 30)
    wrong = {"seen": 2, "ask": "Giữ lời này", "minutes": 9999}
    answer = trips.send(LEADER, "trips:stop", wrong, pk=trip.pk, stop=stop.pk)
    assert answer.status_code == 422
    assert "Giữ lời này" in answer.content.decode()


def test_households_are_searched_without_accents_and_added(trips: Trips) -> None:
    home = trips.world.households[5]
    home.head_name = "Lường Thị Hoà"
    home.save()
    trip = trips.plan()
    client = trips.login(trips.user(LEADER))
    url = reverse("trips:search", kwargs={"pk": trip.pk})
    found = client.post(url, {"q": "luong thi hoa"})
    assert "luong" not in found["Location"]
    assert "Lường Thị Hoà" in client.get(found["Location"]).content.decode()
    sent = {"seen": 1, "household": [str(home.pk)]}
    trips.send(LEADER, "trips:add", sent, pk=trip.pk)
    assert order_of(trip)[-1] == home.pk


def test_met_leads_on_to_the_talk(trips: Trips) -> None:
    trip = trips.plan(day=trips.today)
    stop = trip.stops.get(number=1)
    sent = {"stop": stop.pk, "outcome": "met", "was": "none"}
    answer = trips.send(LEADER, "trips:tick", sent, pk=trip.pk)
    assert answer["Location"] == reverse("contacts:write", kwargs={"pk": stop.household_id})
    other = trip.stops.get(number=2)
    sent = {"stop": other.pk, "outcome": "not_at_home", "was": "none"}
    answer = trips.send(LEADER, "trips:tick", sent, pk=trip.pk)
    assert answer["Location"].endswith(f"#diem-{other.pk}")
    other.refresh_from_db()
    assert other.outcome == "not_at_home"


def test_the_sheet_is_logged_and_says_who_took_it(trips: Trips) -> None:
    trip = trips.plan(companions=(trips.world.member.pk,))
    text = trips.get(Role.MEMBER_IN_CHARGE, "trips:print", pk=trip.pk).content.decode()
    assert "2 hộ ngoài phạm vi của bạn" in text
    assert "(dangvien)" in text
    row = AccessLog.objects.get(detail="trip print")
    assert (row.object_id, row.count, row.action) == (trip.pk, 1, AccessLog.Action.EXPORT)


def test_households_of_a_list_come_along(trips: Trips) -> None:
    home = trips.world.households[0]
    answer = trips.send(LEADER, "trips:new", {"household": [home.pk]})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="household" value="{home.pk}"' in text
    strange = trips.world.other_households[0]
    assert strange.head_name not in (
        trips.send(LEADER, "trips:new", {"household": [strange.pk]}).content.decode()
    )


@pytest.mark.parametrize("name", ["trips:show", "trips:print", "trips:edit"])
def test_a_stranger_finds_no_trip(trips: Trips, name: str) -> None:
    assert trips.get(None, name, pk=trips.plan().pk).status_code == 404


def test_marked_issues_become_a_trip(trips: Trips) -> None:
    home, member = trips.world.in_charge_of, trips.user(Role.MEMBER_IN_CHARGE)
    issue = reported(member, home, at=trips.now)
    order = reported(member, home, at=trips.now, kind=IssueKind.PUBLIC_ORDER)
    sent = {"item": [f"{issue.pk}:1", f"{order.pk}:1"]}
    text = trips.send(LEADER, "trips:from-issues", sent).content.decode()
    assert f'name="about" value="{home.pk}:{issue.pk}"' in text
    filled = form(trips, household=[home.pk], about=[f"{home.pk}:{issue.pk}"])
    trips.send(LEADER, "trips:new", filled)
    assert FieldTrip.objects.get().stops.get().issue == issue
    # Nothing that the leader may read of.
    again = trips.send(LEADER, "trips:from-issues", {"item": [f"{order.pk}:1"]})
    assert again["Location"] == reverse("inbox:home")


def test_the_inbox_offers_a_trip_to_planners_only(trips: Trips) -> None:
    reported(trips.user(Role.MEMBER_IN_CHARGE), trips.world.households[0], at=trips.now)
    url = reverse("trips:from-issues")
    assert url not in trips.get(Role.MEMBER_IN_CHARGE, "inbox:home").content.decode()
