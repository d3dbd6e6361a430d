"""Small good files of every format, to be damaged."""

import zipfile
from pathlib import Path

from apps.common.text.legacy import encode_tcvn3
from tests.imports.office import HUE
from tests.imports.workbook import packed, workbook

_PLACE = (
    "<Placemark><name>{}</name><ExtendedData><Data name='Mã hộ'><value>A0{}</value></Data>"
    "</ExtendedData><Point><coordinates>107.4{},16.31</coordinates></Point></Placemark>"
)
_KML = "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><name>Thôn</name>{}</Document></kml>"
_RING = (
    "<Placemark><name>Thôn Suối Trong</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    "107.40,16.30 107.42,16.30 107.42,16.32 107.40,16.30</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon></Placemark>"
)
_TABLE = "Mã hộ;Chủ hộ;Số khẩu;Kinh độ;Vĩ độ\nA01;Lò Thị Mai;4;107,41;16,31\nA02;Lò Thị Ún;3;;\n"
_STRINGS = "<sst>" + "".join(
    f"<si><t>{text}</t></si>" for text in ("Mã hộ", "Chủ hộ", "Số khẩu", "A01", "Lò Thị Mai")
) + "</sst>"  # fmt: skip
_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    '<c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="s"><v>3</v></c>'
    '<c r="B2" t="s"><v>4</v></c><c r="C2" s="1"><v>46085</v></c></row>'
)
_STYLES = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


def good_files(folder: Path) -> dict[str, bytes]:
    """Name → content. `folder` is empty and used for making them."""
    HUE.write_folder(folder)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    old = folder / "old"
    old.mkdir()
    HUE.write_old_villages(old)
    with zipfile.ZipFile(folder / "thon.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(old.iterdir()):
            archive.write(path, path.name)
    files["thon.zip"] = (folder / "thon.zip").read_bytes()
    kml = _KML.format(_PLACE.format("Lò Thị Mai", 1, 1) + _PLACE.format("Ún", 2, 2) + _RING)
    gpx = '<gpx version="1.1"><wpt lat="16.31" lon="107.41"><name>Lò Thị Mai</name></wpt></gpx>'
    return files | {
        "ho.kml": kml.encode(),
        "ho.kmz": packed({"doc.kml": kml}),
        "ho.gpx": gpx.encode(),
        "ho.csv": _TABLE.encode(),
        "ho16.csv": _TABLE.encode("utf-16"),
        "hocu.txt": encode_tcvn3(_TABLE).encode("latin-1"),
        "ho.xlsx": workbook(rows=_ROWS, strings=_STRINGS, styles=_STYLES),
        "ho.zip": packed({"ho.csv": _TABLE.encode()}),
    }
