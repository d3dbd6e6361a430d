"""Give the demo commune's households issues."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.areas.models import Commune
from apps.common import clock
from apps.issues.demo_issues import create_demo_issues
from apps.issues.demo_stories import create_demo_stories


class Command(BaseCommand):
    help = "Tạo vấn đề mẫu cho các hộ của xã mẫu / issues for the demo commune's households."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Không tạo dữ liệu mẫu trên máy chủ thật / not in production.")
        commune = Commune.objects.order_by("code").first()
        if commune is None:
            raise CommandError("Chưa có xã nào / there is no commune yet.")
        now = clock.now()
        made = create_demo_issues(commune, at=now)
        create_demo_stories(commune, at=now)
        self.stdout.write(f"Vấn đề mẫu / issues: {made}")
