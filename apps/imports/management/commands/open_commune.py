"""Begin with an empty installation: a commune's outline, and the first account of its office."""

import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.areas.models import Commune
from apps.common import clock
from apps.common.errors import DomainError
from apps.imports.opening import open_office
from apps.imports.services import import_files


class Command(BaseCommand):
    help = "Mở xã mới: nạp ranh giới xã, tạo tài khoản văn phòng đầu tiên / open a new commune."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "outline", nargs="?", type=Path, metavar="FILE", help="tệp ranh giới xã"
        )
        parser.add_argument("--commune", metavar="CODE", help="mã của xã đã có, thay cho tệp")
        parser.add_argument("--username", required=True, help="tên đăng nhập của văn phòng")
        parser.add_argument("--name", required=True, help="họ tên người dùng tài khoản")

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(12)
        at = clock.now()
        try:
            with transaction.atomic():
                commune = self._commune(options["outline"], options["commune"])
                open_office(
                    commune=commune,
                    username=options["username"],
                    full_name=options["name"],
                    password=password,
                    at=clock.local_day(at),
                )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{commune.full_name} ({commune.code})")
        self.stdout.write(f"Tài khoản / username: {options['username'].lower()}")
        self.stdout.write(f"Mật khẩu / password:  {password}")
        self.stdout.write("Đăng nhập, đổi mật khẩu, rồi vào trang Nạp tệp (/nap-tep/).")

    def _commune(self, outline: Path | None, code: str | None) -> Commune:
        if (outline is None) == (code is None):
            raise CommandError("Cần tệp ranh giới xã, hoặc --commune MÃ / FILE or --commune CODE.")
        if code is not None:
            found = Commune.objects.filter(code=code).first()
            if found is None:
                raise CommandError(f"Chưa có xã mang mã {code} / no such commune.")
            return found
        return self._brought_in(outline)

    def _brought_in(self, outline: Path | None) -> Commune:
        """The one commune that the file holds."""
        before = set(Commune.objects.values_list("pk", flat=True))
        result = import_files([outline] if outline else [], at=clock.now())
        for item in [*result.unreadable, *result.ignored]:
            raise CommandError(f"{item.file}: {item.message}")
        added = list(Commune.objects.exclude(pk__in=before))
        if len(added) != 1:
            raise CommandError(
                "Tệp phải có đúng một xã chưa có trong máy; xã đã có thì dùng --commune MÃ."
            )
        return added[0]
