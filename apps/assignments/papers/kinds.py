"""Which papers a plan has, and in which forms."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Paper(TextChoices):
    #: as a workbook only its appendix
    RESOLUTION = "resolution", _("Nghị quyết và phụ lục")
    LISTS = "lists", _("Danh sách của từng người")


class Form(TextChoices):
    DOCX = "docx", _("Word (.docx)")
    XLSX = "xlsx", _("Excel (.xlsx)")
