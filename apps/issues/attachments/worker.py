"""The drawing process: ``python -m apps.issues.attachments.worker FILE``.

Started by ``cleaning``. Reads a picture or a PDF and draws it anew: what is printed is made of its
pixels alone, so that nothing else of the file (place, camera, scripts, a second file behind the
first) comes along. Prints one line of JSON, ``{"type", "pages"}`` and then the bytes, or
``{"error"}``. Dying without either is an answer too.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from time import gmtime
from typing import BinaryIO, Final

from PIL import Image, ImageOps

from apps.imports.readers import isolation
from apps.issues.attachments import limits

_PICTURES: Final = ("JPEG", "PNG", "WEBP")
_POINTS_PER_INCH: Final = 72
_DPI: Final = 150
#: the same file gives the same bytes, whenever it comes
_NO_DAY: Final = gmtime(0)


class RefusedError(Exception):
    """``code``: one of ``cleaning.MESSAGES``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main(path: Path, out: BinaryIO) -> None:
    """Draw ``path`` anew and print it."""
    if not isolation.cut_network():
        _say(out, {"error": "not_cut_off"})
        return
    isolation.write_only_in(path.parent)
    isolation.limit_resources(limits.ADDRESS_SPACE)
    try:
        kind, pages, data = _drawn(path)
    except RefusedError as error:
        _say(out, {"error": error.code})
    except MemoryError:
        _say(out, {"error": "too_large"})
    else:
        _say(out, {"type": kind, "pages": pages})
        out.write(data)


def _say(out: BinaryIO, words: dict[str, str | int]) -> None:
    out.write(json.dumps(words).encode() + b"\n")


def _drawn(path: Path) -> tuple[str, int, bytes]:
    with path.open("rb") as file:
        is_paper = file.read(5) == b"%PDF-"
    return _paper(path) if is_paper else ("image/jpeg", 1, _jpeg(_picture(path)))


def _picture(path: Path) -> Image.Image:
    # Asked before anything is unpacked; Pillow's own limit warns only.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=_PICTURES) as image:
            width, height = image.size
            if width * height > limits.PIXELS:
                raise RefusedError("too_large")
            # A JPEG is unpacked no larger than it will be kept.
            image.draft("RGB", (limits.LONGEST, limits.LONGEST))
            image.load()
            return _plain(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, OverflowError, EOFError) as error:
        raise RefusedError("unreadable") from error


def _plain(image: Image.Image) -> Image.Image:
    """Red, green, blue, on white paper, no larger than what is kept; nothing told beside."""
    side = limits.LONGEST
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode in {"RGBA", "LA", "PA", "P"}:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


def _jpeg(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=limits.QUALITY, optimize=True)
    return kept.getvalue()


def _paper(path: Path) -> tuple[str, int, bytes]:
    # Imported late: a picture needs none of it in memory.
    import pypdfium2

    try:
        paper = pypdfium2.PdfDocument(path)
        if len(paper) > limits.PAGES:
            raise RefusedError("many_pages")
        pages = [_page(paper[number]) for number in range(len(paper))]
    except pypdfium2.PdfiumError as error:
        raise RefusedError(
            "locked_paper" if "password" in str(error).lower() else "unreadable"
        ) from error
    if not pages:
        raise RefusedError("unreadable")
    kept = BytesIO()
    first, *others = pages
    first.save(
        kept,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=_DPI,
        quality=limits.QUALITY,
        creationDate=_NO_DAY,
        modDate=_NO_DAY,
    )
    return "application/pdf", len(pages), kept.getvalue()


def _page(page: object) -> Image.Image:
    """One page drawn without its forms and remarks."""
    width, height = page.get_size()  # type: ignore[attr-defined]  # pypdfium2 has no types
    longest = max(width, height)
    if longest <= 0:
        raise RefusedError("unreadable")
    scale = min(_DPI / _POINTS_PER_INCH, limits.LONGEST / longest)
    drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()  # type: ignore[attr-defined]
    return _plain(drawn)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdout.buffer)
