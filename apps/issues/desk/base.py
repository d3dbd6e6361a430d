"""What the pages of issues share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from apps.accounts.access import ActorView, only
from apps.common import clock
from apps.common.errors import DomainError
from apps.issues.desk.roles import ISSUE_ROLES


class IssueView(ActorView):
    """One moment for all that is asked."""

    access = only(ISSUE_ROLES)
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def press(self, act: Callable[[], Any], done: str) -> bool:
        """Do what a button says and tell it; what is out of reach or forbidden is raised."""
        try:
            act()
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            messages.error(self.request, error.message)
            return False
        messages.success(self.request, done)
        return True

    def complain(self, errors: dict[str, Any]) -> None:
        """The first thing that is wrong with a form that has no page of its own."""
        messages.error(self.request, next(iter(errors.values()))[0])
