"""The door for attachments: draw a file anew in a process of its own, under limits.

The parent writes the bytes into a private folder and never decodes one of them; what it takes back
is what its own worker drew.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.common.errors import DomainError
from apps.imports.readers.isolation import clean_environment
from apps.issues.attachments import limits
from apps.issues.attachments.models import AttachmentType

_WORKER: Final = "apps.issues.attachments.worker"
_ROOT: Final = Path(__file__).resolve().parents[3]

MESSAGES: Final[Mapping[str, str | Promise]] = {
    "empty": _("Tệp rỗng. Hãy chọn lại ảnh hoặc tệp PDF."),
    "too_big": _("Tệp lớn hơn 10 MB. Hãy chụp lại ở cỡ nhỏ hơn, hoặc tách tệp PDF."),
    "too_large": _("Ảnh quá lớn (hơn 50 triệu điểm ảnh). Hãy thu nhỏ ảnh rồi gửi lại."),
    "many_pages": _("Tệp PDF dài hơn 20 trang. Hãy tách lấy những trang cần gửi."),
    "locked_paper": _("Tệp PDF có mật khẩu. Hãy lưu lại không mật khẩu rồi gửi."),
    "too_slow": _("Tệp này xử lý quá lâu nên không nhận. Hãy chụp lại thành ảnh JPEG."),
    "not_cut_off": _(
        "Máy chủ không ngắt được mạng khi đọc tệp nên chưa mở tệp nào; báo người quản trị."
    ),
    "unreadable": _(
        "Không đọc được tệp. Chỉ nhận ảnh JPEG, PNG, WebP hoặc tệp PDF; hãy lưu lại rồi gửi."
    ),
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept: ``data`` was drawn by our own process."""

    type: AttachmentType
    pages: int
    data: bytes


def clean(data: bytes, *, wall_seconds: float = limits.WALL_SECONDS) -> Cleaned:
    """``data`` drawn anew; raises DomainError 422 with one of ``MESSAGES``."""
    if not data:
        raise _refused("empty")
    if len(data) > limits.FILE_BYTES:
        raise _refused("too_big")
    with tempfile.TemporaryDirectory(prefix="gandan-attach-") as folder:
        # A neutral name: nothing of the original one reaches a decoder or a command line.
        path = Path(folder) / "input"
        path.write_bytes(data)
        with tempfile.TemporaryFile(prefix="gandan-attached-") as answer:
            _run(path, answer, wall_seconds)
            answer.seek(0)
            return _told(answer)


def _run(path: Path, answer: BinaryIO, wall_seconds: float) -> None:
    try:
        subprocess.run(  # noqa: S603 - our own module, a path we made, no shell
            [sys.executable, "-s", "-m", _WORKER, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=path.parent,
            env=clean_environment(str(path.parent), str(_ROOT)),
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refused("too_slow") from None


def _told(answer: BinaryIO) -> Cleaned:
    """One that died (memory, time, a decoder's fault) has said nothing, or not all."""
    line = answer.readline(1000)
    if not line.endswith(b"\n"):
        raise _refused("unreadable")
    words = json.loads(line)
    if "error" in words:
        raise _refused(words["error"])
    data = answer.read()
    if not data:
        raise _refused("unreadable")
    return Cleaned(AttachmentType(words["type"]), words["pages"], data)


def _refused(code: str) -> DomainError:
    return DomainError(code, str(MESSAGES[code]), status=422, detail={"field": "file"})
