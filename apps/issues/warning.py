"""What no free text about a household may hold."""

from typing import Final

from django.utils.translation import gettext_lazy as _

#: stands at every field of free words
WARNING: Final = _(
    "Chỉ ghi việc của hộ. Không ghi tên người bị nghi ngờ, ý kiến của ai, bệnh tật, tôn giáo."
)
