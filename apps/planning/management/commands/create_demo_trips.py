"""Give the demo commune two trips that are coming."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.areas.models import Commune
from apps.common import clock
from apps.planning.demo_trips import create_demo_trips


class Command(BaseCommand):
    help = "Tạo chuyến đi mẫu của xã mẫu / coming trips of the demo commune."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Không tạo dữ liệu mẫu trên máy chủ thật / not in production.")
        commune = Commune.objects.order_by("code").first()
        if commune is None:
            raise CommandError("Chưa có xã nào / there is no commune yet.")
        made = create_demo_trips(commune, at=clock.now())
        self.stdout.write(f"Chuyến đi mẫu / trips: {made}")
