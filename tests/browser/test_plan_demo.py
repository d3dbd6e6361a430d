"""The demo commune: a cell secretary from 60 % to everybody, on the map; others do none of it.

The machine proposes, one household is dragged, the rest is chosen by shapes drawn around them; then
meeting, paper, resolution, and the map of the commune.
"""

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.assignments.models import Assignment, AssignmentPlan
from tests.browser import democell
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.democell import Cells
from tests.browser.planmap import pull, saved, uncovered
from tests.browser.test_map_themes import counts
from tests.conftest import NOW
from tests.factories.plans import draft

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
Spot = tuple[float, float]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    democell.write_cells(folder)
    return folder


@pytest.fixture
def cells(files: Path, db: None, now: object) -> Cells:
    return democell.take_in(files)


@dataclass
class Sight:
    """Where households and houses are on the screen, measured off from two people's pins."""

    page: Page
    plan: int

    def board(self) -> dict[str, Any]:
        path = reverse("plans:board", kwargs={"pk": self.plan})
        board: dict[str, Any] = self.page.request.get(f"{_root(self.page)}{path}").json()
        return board

    def spots(self, rows: list[dict[str, Any]]) -> dict[int, Spot]:
        placed = [row for row in rows if row["lon"] is not None]
        people = [row for row in self.board()["people"] if row["lon"] is not None]
        west = min(people, key=lambda row: row["lon"])
        east = max(people, key=lambda row: row["lon"])
        start = self.pin(west["id"])
        scale = (self.pin(east["id"])[0] - start[0]) / (east["lon"] - west["lon"])
        return {
            row["id"]: (
                start[0] + (row["lon"] - west["lon"]) * scale,
                start[1] - (_north(row["lat"]) - _north(west["lat"])) * scale,
            )
            for row in placed
        }

    def pin(self, person: int) -> Spot:
        """The point at the foot of somebody's pin."""
        box = self.page.locator(f".plan-pin[data-person='{person}']").bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"]

    def under(self, spot: Spot) -> str:
        """What a press there would meet: "map", the key of a person's pin, or ""."""
        found: str = self.page.evaluate(
            """([x, y]) => {
                const there = document.elementFromPoint(x, y);
                const pin = there?.closest(".plan-pin");
                return pin?.dataset.person ?? (there?.closest("#map canvas, #map .leaflet-pane")
                    || there?.id === "map" ? "map" : "");
            }""",
            list(spot),
        )
        return found


def _north(latitude: float) -> float:
    """Degrees of latitude as Mercator's map stretches them, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _root(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def _go(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def _drag_one(page: Page, sight: Sight) -> int:
    """The household without anybody that stands most alone, onto the pin of a house elsewhere."""
    board = sight.board()
    spots = sight.spots(board["households"])
    gaps: set[int] = {row["id"] for row in board["households"] if row["person"] is None}
    alone: int = max(
        (key for key in gaps & set(spots) if sight.under(spots[key]) == "map"),
        key=lambda key: min(math.dist(spots[key], at) for k, at in spots.items() if k != key),
    )
    people = {row["id"]: row for row in board["people"] if row["lon"] is not None}
    aims = {key: (x, y - 20) for key, (x, y) in sight.spots(list(people.values())).items()}
    own = {person for home, person in board["own"] if home == alone}
    onto = next(key for key in aims if key not in own and sight.under(aims[key]) == str(key))
    pull(page, spots[alone], aims[onto])
    saved(page)
    [row] = [row for row in sight.board()["households"] if row["id"] == alone]
    assert row["person"] == onto
    return alone


def _rectangle(page: Page, low: Spot, high: Spot) -> None:
    page.locator("#plan-rectangle").click()
    pull(page, (low[0], high[1]), (high[0], low[1]))


def _lasso(page: Page, low: Spot, high: Spot) -> None:
    page.locator("#plan-polygon").click()
    for spot in (high, (low[0], high[1]), low, (high[0], low[1])):
        page.mouse.click(*spot)
    page.locator("#plan-draw-finish").click()


def _give_the_rest(page: Page, sight: Sight) -> None:
    """Part by part of the map: whoever has nobody there goes to whoever lives nearest."""
    spots = sight.spots(sight.board()["households"])
    xs, ys = zip(*spots.values(), strict=True)
    rows = [min(ys) - 12 + step * (max(ys) - min(ys) + 24) / 3 for step in range(4)]
    columns = [min(xs) - 12, (min(xs) + max(xs)) / 2, max(xs) + 12]
    drawn = _lasso
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            board = sight.board()["households"]
            gaps = [spots[row["id"]] for row in board if row["person"] is None]
            if not any(left < x < right and top < y < bottom for x, y in gaps):
                continue
            drawn(page, (left, top), (right, bottom))
            drawn = _rectangle
            card = page.locator("#plan-card")
            if card.locator("[data-act=gaps]").count():
                card.locator("[data-act=gaps]").click()
            card.locator(".plan-giving [data-act^=give-]:enabled").first.click()
            saved(page)


def _meet(page: Page, homes: int) -> None:
    """Put to the cell meeting, with every household on the paper that is printed for it."""
    _go(page, "Trình chi bộ")
    page.get_by_role("button", name="Trình chi bộ").click()
    with page.expect_navigation():
        page.get_by_role("link", name="In bản để họp").click()
    expect(page.locator(".paper h1")).to_have_text("Dự thảo phân công phụ trách hộ năm 2026")
    assert page.locator(".paper tbody tr").count() >= homes
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.get_by_role("link", name="Về kế hoạch").click()


def _resolve(page: Page) -> None:
    _go(page, "Ghi nghị quyết")
    page.get_by_label("Số nghị quyết").fill("07-NQ/CB")
    page.get_by_label("Ngày nghị quyết").fill("15/11/2026")
    page.get_by_label("Có hiệu lực từ ngày").fill("16/11/2026")
    page.get_by_role("button", name="Ghi nghị quyết").click()
    expect(page.get_by_text("Nghị quyết đã có hiệu lực")).to_be_visible()


@SIZES
def test_from_sixty_percent_to_a_green_map(cells: Cells, site: Site, size: dict[str, int]) -> None:
    homes, covered = cells.homes, cells.covered
    assert 0.55 < covered / homes < 0.65
    page = site.open_plain(cells.user("chiuy"), "/phan-cong/", size)
    expect(page.locator(".plan-number")).to_contain_text(f"{covered} trên {homes} hộ")
    _go(page, "Lập kế hoạch phân công")
    page.get_by_label("Theo phân công hiện nay").check()
    page.get_by_role("button", name="Lập dự thảo").click()
    with page.expect_navigation():
        page.locator(".desk-tabs").get_by_role("link", name="Bản đồ").click()
    expect(page.locator("body")).to_have_attribute("aria-busy", "false")
    uncovered(page, homes - covered)
    plan = AssignmentPlan.objects.get()
    page.locator("#plan-propose").click()
    page.locator("#plan-sure-yes").click()
    expect(page.locator("#plan-undo")).to_be_enabled()
    saved(page)
    sight = Sight(page, plan.pk)
    left = sum(row["person"] is None for row in sight.board()["households"])
    assert left < homes - covered
    uncovered(page, left)
    dragged = _drag_one(page, sight)
    uncovered(page, left - 1)
    _give_the_rest(page, sight)
    uncovered(page, 0)
    expect(page.locator("#plan-gaps")).to_have_text(f"Đủ {homes} hộ có người")
    page.keyboard.press("Escape")
    _meet(page, homes)
    _resolve(page)
    plan.refresh_from_db()
    assert (plan.state, plan.resolution_number) == ("in_force", "07-NQ/CB")
    assert plan.resolution_date is not None
    assert plan.resolution_date.isoformat() == "2026-11-15"
    assert cells.covered == homes
    assert Assignment.objects.for_households().in_force(at=NOW.date()).get(household=dragged)
    page = site.open(cells.user("chiuy"), "/?theme=coverage", size)
    assert counts(page)["uncovered"] == 0
    assert counts(page)["covered"] == homes
    expect(page.locator("#count-uncovered")).to_have_text("0")
    expect(page.locator("#figure-coverage")).to_contain_text("100")


#: Every address of a plan: pages by GET, buttons and the interface for programs by POST.
PAGES = (
    "",
    "ho/",
    "con-trong/",
    "dien-bien/",
    "in/",
    "ban-do/",
    "giay-to/",
    "trinh/",
    "nghi-quyet/",
)
READ = ("plan", "board", "edits", "story", "outcome", "gaps")
WRITTEN = ("pairs", "locks", "bans", "duties", "undo", "propose", "submit", "resolve", "amend")


def test_nobody_else_can_do_any_of_it(cells: Cells, site: Site) -> None:
    plan = draft(cells.cell)
    others: list[User] = [cells.outsider, cells.user("dangvien"), cells.user("captren")]
    for user in others:
        page = site.open_plain(user, f"/phan-cong/{plan.pk}/ban-do/")
        expect(page.locator("#plan-tools")).to_have_count(0)
        page.close()
        client = Client()
        client.force_login(user)
        seen = [client.get(f"/phan-cong/{plan.pk}/{path}").status_code for path in PAGES]
        seen += [client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code for name in READ]
        for verb in WRITTEN:
            wish = json.dumps({"key": str(uuid4()), "seen": 0})
            address = reverse(f"plans:{verb}", args=[plan.pk])
            seen.append(client.post(address, wish, "application/json").status_code)
        seen += [
            client.post(f"/phan-cong/{plan.pk}/{path}", {"key": str(uuid4())}).status_code
            for path in ("may-xep/", "trinh/", "nghi-quyet/", "bo/", "hoan-tac/")
        ]
        start = {"key": str(uuid4()), "cell": cells.cell.pk, "seed": "solver", "year": 2026}
        begun = client.post(reverse("plans:start"), json.dumps(start), "application/json")
        assert {*seen, begun.status_code} <= {403, 404}, (user.username, seen)
    plan.refresh_from_db()
    assert (plan.state, plan.revision, AssignmentPlan.objects.count()) == ("draft", 0, 1)
    # The browser itself notes every answer 403 and 404.
    assert [text for text in site.complaints if "403" not in text and "404" not in text] == []
    site.complaints.clear()
