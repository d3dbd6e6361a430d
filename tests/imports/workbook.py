"""Workbooks written part by part, as no library would write them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = f'xmlns="{_MAIN}" xmlns:x="{_MAIN}" xmlns:r="{_OFFICE}"'


def relation(key: str, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}" {more}/>'


def relations(*items: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(items)}</Relationships>'


def workbook_parts(
    *,
    rows: str = '<row r="1"><c r="A1" t="inlineStr"><is><t>Mã hộ</t></is></c></row>',
    before: str = "",
    after: str = "",
    strings: str = "",
    styles: str = "",
    about: str = "",
    sheets: str = '<sheet name="Thôn Mới" sheetId="1" r:id="rId1"/>',
) -> dict[str, str]:
    """Member → text. `before`, `after`: markup around the rows of the one sheet."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f"<workbook {_NAMES}><workbookPr {about}/><sheets>{sheets}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relations(
            relation("rId1", "worksheet", "worksheets/sheet1.xml"),
            relation("rId2", "sharedStrings", "sharedStrings.xml"),
            relation("rId3", "styles", "/xl/styles.xml"),
            relation("rId9", "chartsheet", "chartsheets/sheet1.xml"),
        ),
        "xl/sharedStrings.xml": strings or "<sst/>",
        "xl/styles.xml": styles or "<styleSheet/>",
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {_NAMES}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
        ),
    }


def packed(parts: Mapping[str, Any]) -> bytes:
    """The parts as one zip, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(**parts: str) -> bytes:
    return packed(workbook_parts(**parts))
