"""Make one log-in per role for the demo commune, and print them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.areas.models import Commune
from apps.assignments.demo_logins import DEMO_PASSWORD, create_demo_logins
from apps.common import clock


class Command(BaseCommand):
    help = "Tạo mỗi vai trò một tài khoản mẫu / one demo log-in per role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--commune", metavar="CODE", help="mã xã / the commune's code")

    def handle(self, *args: Any, commune: str | None = None, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Không tạo tài khoản mẫu trên máy chủ thật / not in production.")
        communes = Commune.objects.order_by("code")
        found = communes.filter(code=commune).first() if commune else communes.first()
        if found is None:
            raise CommandError("Chưa có xã nào / there is no commune yet.")
        logins = create_demo_logins(found, at=clock.local_day(clock.now()))
        self.stdout.write(f"Mật khẩu chung / password: {DEMO_PASSWORD}")
        for login in logins:
            label = str(login.role.label)
            self.stdout.write(f"  {login.username:<12}{label:<42}{login.who}")
