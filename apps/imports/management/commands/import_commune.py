"""Bring a commune's files in from the command line."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.areas.models import Commune
from apps.common import clock
from apps.imports.reporting import FileReport
from apps.imports.services import ImportResult, import_files

_MESSAGES_SHOWN = 200


class Command(BaseCommand):
    help = "Nạp tệp của xã: ranh giới, tổ, hộ, đảng viên, phân công, sổ thăm hộ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="DIR|FILE")
        parser.add_argument("--dry-run", action="store_true", help="xem trước, không ghi gì")
        parser.add_argument("--json", action="store_true", help="in báo cáo dạng JSON")
        parser.add_argument("--commune", metavar="CODE", help="mã xã của các tệp này")

    def handle(self, *args: Any, **options: Any) -> None:
        result = import_files(
            options["paths"],
            at=clock.now(),
            commune=self._commune(options["commune"]),
            dry_run=options["dry_run"],
            progress=self._show,
        )
        if options["json"]:
            self._print_json(result, dry_run=options["dry_run"])
        else:
            self._print_text(result, dry_run=options["dry_run"])
        if result.exit_code:
            sys.exit(result.exit_code)

    def _commune(self, code: str | None) -> Commune | None:
        if code is None:
            return None
        commune = Commune.objects.filter(code=code).first()
        if commune is None:
            raise CommandError(f"Chưa có xã mang mã {code}.", returncode=2)
        return commune

    def _show(self, file: str, done: int, total: int) -> None:
        """A progress line on a terminal, nothing in a file or a pipe."""
        if not self.stderr.isatty():
            return
        if not total:
            self.stderr.write(f"\r\x1b[K{file} …", ending="")
            return
        end = "\n" if done == total else ""
        self.stderr.write(f"\r\x1b[K{file}: {done}/{total}", ending=end)

    def _print_json(self, result: ImportResult, *, dry_run: bool) -> None:
        body = {
            "dry_run": dry_run,
            "exit_code": result.exit_code,
            "files": [report.as_json() for report in result.reports],
            "ignored": [vars_of(item) for item in result.ignored],
            "unreadable": [vars_of(item) for item in result.unreadable],
        }
        self.stdout.write(json.dumps(body, ensure_ascii=False, indent=1))

    def _print_text(self, result: ImportResult, *, dry_run: bool) -> None:
        for report in result.reports:
            self.stdout.write(_summary(report))
            for said in report.messages[:_MESSAGES_SHOWN]:
                place = f"{said.sheet}, dòng {said.row}" if said.sheet else f"dòng {said.row}"
                self.stdout.write(f"    {place}: {said.message} [{said.code}]")
            if len(report.messages) > _MESSAGES_SHOWN:
                more = len(report.messages) - _MESSAGES_SHOWN
                self.stdout.write(f"    … và {more} dòng nữa; xem đủ bằng --json")
        for item in result.ignored:
            self.stdout.write(f"{item.file}: {item.message}")
        for item in result.unreadable:
            self.stderr.write(f"{item.file}: {item.message} [{item.code}]")
        if result.unreadable:
            self.stderr.write("Có tệp không dùng được.")
        elif dry_run:
            self.stdout.write("Xem trước: chưa ghi gì.")


def vars_of(item: Any) -> dict[str, str]:
    return {"file": item.file, "code": item.code, "message": item.message}


def _summary(report: FileReport) -> str:
    parts = [
        f"{report.rows} dòng",
        f"vào {report.imported}",
        f"(đổi {report.updated}, y nguyên {report.unchanged})",
        f"bỏ qua {report.skipped}",
        f"từ chối {report.rejected}",
    ]
    if report.corrected:
        parts.append(f"tự sửa {report.corrected}")
    if report.unlocated:
        parts.append(f"chưa có toạ độ {report.unlocated}")
    about = ", ".join(part for part in (report.encoding, report.crs) if part)
    return f"{report.file} [{report.kind}; {about}]: {', '.join(parts)}"
