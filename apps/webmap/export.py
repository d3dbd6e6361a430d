"""The list of chosen households as a file, as far as the actor's post sees them."""

from dataclasses import dataclass
from typing import Any, TypeGuard

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from apps.accounts.access import only
from apps.accounts.api import ActorAPIView
from apps.accounts.roles import TAKER_ROLES, Role
from apps.common import clock
from apps.common.errors import DomainError
from apps.people.makers import maker_of
from apps.reports.exports.extracts import MOST_ROWS, Wish
from apps.reports.exports.grids import DEGREES, Grid, grid_of
from apps.reports.exports.services import make_export
from apps.reports.exports.subjects import PURPOSES, SUBJECTS
from apps.reports.http import file_response

_BIGGEST_KEY = 2**63 - 1
_HOUSEHOLDS = SUBJECTS["households"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page asks for: keys of households, without doubles, and how the file looks.

    ``purpose`` is empty where the page asked for none.
    """

    ids: frozenset[int]
    form: str
    grid: Grid
    purpose: str


def read_wanted(data: Any) -> Wanted:
    """The request's body, or a refusal that says what is wrong with it."""
    if not isinstance(data, dict):
        raise _bad_request()
    form, ids, purpose = data.get("format"), data.get("ids"), data.get("purpose", "")
    grid = grid_of(data.get("crs", DEGREES.code))
    if not isinstance(form, str) or form not in _HOUSEHOLDS.forms or grid is None:
        raise _bad_request()
    if purpose not in ("", *PURPOSES) or not _are_keys(ids):
        raise _bad_request()
    if len(ids) > MOST_ROWS:
        raise DomainError(
            "too_many", _("Mỗi lần xuất tối đa 25.000 hộ. Hãy chọn ít hơn."), status=422
        )
    return Wanted(frozenset(ids), form, grid, purpose)


def _bad_request() -> DomainError:
    return DomainError("bad_request", _("Yêu cầu xuất dữ liệu không hợp lệ."), status=422)


def _are_keys(ids: Any) -> TypeGuard[list[int]]:
    return isinstance(ids, list) and bool(ids) and all(map(_is_key, ids))


def _is_key(value: object) -> bool:
    # True is an int to Python and no key to anybody.
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _BIGGEST_KEY


class ExportView(ActorAPIView):
    """A file of the chosen households; the taking away is logged with their number."""

    access = only(TAKER_ROLES)
    # The page's own business, not an interface for others.
    schema = None

    def post(self, request: Request) -> HttpResponse:
        wanted = read_wanted(request.data)
        now = clock.now()
        # A village's head who has another duty as well takes away what that one reaches.
        taker = self.actor.without(Role.VILLAGE_HEAD)
        wish = Wish(taker, clock.local_day(now), ids=wanted.ids)
        try:
            file = make_export(
                wish=wish,
                subject=_HOUSEHOLDS,
                form=wanted.form,
                grid=wanted.grid,
                purpose=wanted.purpose,
                who=maker_of(self.actor, request.user.get_username()),
                now=now,
            )
        except DomainError as error:
            if error.code == "not_found":
                gone = _("Không còn hộ nào trong số này mà bạn được xem.")
                raise DomainError("not_found", gone, status=404) from error
            raise
        return file_response(file)
