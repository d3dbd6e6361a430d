"""Why an upload cannot be used, in the reader's language."""

from django.utils.translation import gettext as _

from apps.imports.messages import message
from apps.imports.models import ImportUpload


def error_text(upload: ImportUpload) -> str:
    """What is wrong with the file, and what to do."""
    if upload.error_code == "unknown_kind_of_file":
        return _("Không nhận ra đây là danh sách gì; chọn Cách đọc để chỉ rõ, hoặc bỏ tệp ra.")
    try:
        return message(upload.error_code)
    except KeyError:
        return _("Không đọc được tệp này; kiểm tra lại cách đọc đã chọn, hoặc bỏ tệp ra.")
