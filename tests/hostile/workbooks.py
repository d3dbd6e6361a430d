"""Hostile workbooks."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from tests.hostile.hostile import HostileFile, Traps
from tests.imports.workbook import packed, relation, relations, workbook_parts

SHEET = "xl/worksheets/sheet1.xml"
_RELS = "_rels/.rels"
_CELL = '<c r="A1" t="inlineStr"><is><t>{}</t></is></c>'


def files(traps: Traps) -> Iterator[HostileFile]:
    yield from _xml(traps)
    yield from _claims()
    yield from _heavy()
    yield from _links(traps)
    yield from _broken()


def changed(change: Mapping[str, Any], **parts: str) -> bytes:
    """A good workbook with some members replaced, added or (None) left out."""
    whole = {**workbook_parts(**parts), **change}
    return packed({name: text for name, text in whole.items() if text is not None})


def _file(why: str, build: Callable[[], bytes], name: str = "a.xlsx") -> HostileFile:
    return HostileFile(name, why, build)


def doctypes(traps: Traps) -> dict[str, str]:
    """Why → a document type that asks for more than the document."""
    laughs = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return {
        "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY x "&l9;">]>',
        "quadratic blow-up": f'<!DOCTYPE x [<!ENTITY x "{"a" * 99_999}">]>',
        "a local file": '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        "an address": f'<!DOCTYPE x [<!ENTITY x SYSTEM "{traps.url}xxe">]>',
        "a parameter entity": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{traps.url}p">%p;]>',
        "a document type elsewhere": f'<!DOCTYPE x SYSTEM "{traps.url}x.dtd">',
        "itself": '<!DOCTYPE x [<!ENTITY x "&x;">]>',
    }


def _xml(traps: Traps) -> Iterator[HostileFile]:
    for why, doctype in doctypes(traps).items():
        for member in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml",
                       "_rels/.rels"):  # fmt: skip
            text = workbook_parts()[member]
            text = f'<?xml version="1.0"?>{doctype}{text}'.replace("Mã hộ", "&x;")
            yield _file(f"{why} in {member}", partial(changed, {member: text}))
    yield _file("a document type in UTF-16", partial(changed, {
        SHEET: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY x "y">]><x>&x;</x>'
        .encode("utf-16")}))  # fmt: skip
    yield _file("an encoding that does not exist", partial(changed, {
        SHEET: '<?xml version="1.0" encoding="x-evil"?><worksheet/>'}))  # fmt: skip
    yield _file("a stylesheet elsewhere", partial(changed, {
        SHEET: f'<?xml-stylesheet href="{traps.url}"?>' + workbook_parts()[SHEET]}))  # fmt: skip
    yield _file("an inclusion", partial(changed, {
        SHEET: '<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></x>'
    }))  # fmt: skip
    yield _file("elements without end", partial(changed, {SHEET: "<a>" * 500_000}))
    yield _file("rows within rows", partial(changed, {}, rows="<row>" * 9_999 + "</row>" * 9_999))
    attributes = " ".join(f'a{number}="x"' for number in range(50_000))
    yield _file("50,000 attributes", partial(changed, {}, rows=f"<row {attributes}/>"))
    yield _file(
        "a text of 40 MB", lambda: changed({}, rows=f"<row>{_CELL.format('x' * 40_000_000)}</row>")
    )


def _claims() -> Iterator[HostileFile]:
    for why, parts in {
        "a sheet said to be of a billion cells": {"before": '<dimension ref="A1:XFD1048576"/>'},
        "a dimension that is none": {"before": '<dimension ref="1A:&#10;"/>'},
        "the last row": {"rows": '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'},
        "a row after the last": {"rows": '<row r="4294967297"><c><v>1</v></c></row>'},
        "a negative row": {"rows": '<row r="-1"><c><v>1</v></c></row>'},
        "a row that is a word": {"rows": '<row r="x"><c><v>1</v></c></row>'},
        "the last column": {"rows": '<row r="1"><c r="XFD1"><v>1</v></c></row>'},
        "a column after the last": {"rows": '<row r="1"><c r="ZZZZZZZZZZ1"><v>1</v></c></row>'},
        "a cell without a place": {"rows": '<row r="1"><c r="9"><v>1</v></c></row>'},
        "a cell in small letters": {"rows": '<row r="1"><c r="aé1"><v>1</v></c></row>'},
        "a string that is not there": {"rows": '<row><c t="s"><v>4000000000</v></c></row>'},
        "a string before the first": {"rows": '<row><c t="s"><v>-1</v></c></row>'},
        "a string that is a word": {"rows": '<row><c t="s"><v>one</v></c></row>'},
        "numbers that are none": {"rows": "<row><c><v>NaN</v></c><c><v>-inf</v></c></row>"},
        "a number of 9,000 digits": {"rows": f"<row><c><v>{'9' * 9_000}</v></c></row>"},
        "a style that is not there": {"rows": '<row><c s="-99"><v>1</v></c></row>'},
        "a kind that does not exist": {"rows": '<row><c t="evil"><v>1</v></c></row>'},
        "a day that is none": {"rows": '<row><c t="d"><v>9999-99-99</v></c></row>'},
        "escaped halves of a pair": {"rows": f"<row>{_CELL.format('_xD800__x0000_')}</row>"},
        "a merge of everything": {
            "after": '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        },
        "a merge that is upside down": {
            "after": '<mergeCells><mergeCell ref="C9:A1"/></mergeCells>'
        },
        "a merge of row 0": {"after": '<mergeCells><mergeCell ref="A0:B0"/></mergeCells>'},
        "a merge of columns that are none": {
            "after": '<mergeCells><mergeCell ref="ZZZ1:ZZZ9999999"/></mergeCells>'
        },
        "30,000 merges": {
            "after": "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 30_000))
        },
        "a format of 1 MB": {
            "styles": f'<styleSheet><numFmts><numFmt numFmtId="99" formatCode="{"[" * 999_999}"/>'
            '</numFmts><cellXfs><xf numFmtId="99"/></cellXfs></styleSheet>'
        },
        "5,000 sheets": {"sheets": '<sheet name="x" sheetId="1" r:id="rId1"/>' * 5_000},
        "the same sheet 400 times": {"sheets": '<sheet name="x" sheetId="1" r:id="rId1"/>' * 400},
        "a sheet without a part": {"sheets": '<sheet name="x" sheetId="1" r:id="none"/>'},
        "no sheet": {"sheets": ""},
        "a title of markup": {"sheets": '<sheet name="&lt;script&gt;" sheetId="1" r:id="rId1"/>'},
        "300 columns": {"rows": f"<row>{'<c><v>1</v></c>' * 300}</row>"},
        "days before time": {"about": 'date1904="evil"'},
    }.items():
        yield _file(why, partial(changed, {}, **parts))


def _heavy() -> Iterator[HostileFile]:
    yield _file(
        "a million rows", lambda: changed({}, rows="<row><c><v>1</v></c></row>" * 1_000_000)
    )
    yield _file("a million empty rows", lambda: changed({}, rows='<row spans="1:9"/>' * 1_000_000))
    yield _file(
        "five million cells",
        lambda: changed({}, rows=f"<row>{'<c><v>1</v></c>' * 250}</row>" * 20_000),
    )
    yield _file(
        "a million strings",
        lambda: changed({}, strings=f"<sst>{'<si><t>x</t></si>' * 1_000_000}</sst>"),
    )


def _links(traps: Traps) -> Iterator[HostileFile]:
    url, office = traps.url, "xl/_rels/workbook.xml.rels"
    external = 'TargetMode="External"'
    for why, target, more in (
        ("a sheet elsewhere", f"{url}sheet.xml", external),
        ("a sheet elsewhere that says it is here", f"{url}sheet.xml", ""),
        ("a sheet outside", "../../../../etc/passwd", ""),
        ("a sheet of a file", "file:///etc/passwd", external),
        ("a sheet that is the workbook", "workbook.xml", ""),
        ("a sheet with a NUL", "worksheets/sheet1.xml&#x1;", ""),
    ):
        text = relations(relation("rId1", "worksheet", target, more))
        yield _file(why, partial(changed, {office: text}))
    for member, content in {
        "xl/externalLinks/externalLink1.xml": f'<externalLink><x href="{url}"/></externalLink>',
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(999),
        "xl/connections.xml": f'<connections><webPr url="{url}"/></connections>',
        "xl/queryTables/queryTable1.xml": f'<queryTable><x url="{url}"/></queryTable>',
        "xl/embeddings/oleObject1.bin": bytes(999),
        "customXml/item1.xml": f'<!DOCTYPE x SYSTEM "{url}"><x/>',
        "xl/drawings/drawing1.xml": f'<a:blip r:link="{url}"/>',
        "xl/macrosheets/sheet1.xml": "<xm:macrosheet/>",
    }.items():
        yield _file(f"with {member}", partial(changed, {member: content}), "m.xlsm")
    for formula in (f'WEBSERVICE("{url}")', "cmd|'/C calc'!A0", f'HYPERLINK("{url}")'):
        rows = f"<row><c><f>{formula}</f></c><c t='str'><f>{formula}</f><v>={formula}</v></c></row>"
        yield _file(f"the formula {formula[:9]}", partial(changed, {}, rows=rows))


def _broken() -> Iterator[HostileFile]:
    for member in ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"):
        yield _file(f"without {member}", partial(changed, {member: None}))
        yield _file(
            f"with half of {member}", partial(changed, {member: workbook_parts()[member][:40]})
        )
        yield _file(f"with bytes as {member}", partial(changed, {member: bytes(range(256))}))
    yield _file("a binary workbook", partial(changed, {
        _RELS: relations(relation("r", "officeDocument", "xl/workbook.bin"))}))  # fmt: skip
    yield _file("a text document", partial(changed, {
        _RELS: relations(relation("r", "officeDocument", "word/document.xml"))}))  # fmt: skip
    yield _file("half a workbook", lambda: changed({})[:-200])
    yield _file("a workbook behind 1 MB of zeros", lambda: bytes(1_000_000) + changed({}))
    yield _file("a workbook that is a web page too", lambda: b"<html>" + changed({}))
    yield _file("a workbook with a tail", lambda: changed({}) + bytes(70_000))
