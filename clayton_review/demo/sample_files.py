"""Small files for the demonstration: PDFs of a few lines, a scan without text, a ZIP of them."""

import io
import zipfile
from collections.abc import Mapping


def pdf_of(*pages: str) -> bytes:
    """Return a small PDF with a line of text for each line of a page; empty pages have no text."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for text in pages:
        stream = _page_stream(text)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
            b"/Encoding/WinAnsiEncoding>>>>>>>>" % len(objects)
        )
    listed = b" ".join(b"%d 0 R" % number for number in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    content, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(content)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files in this order, the same bytes at every load."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2019, 1, 9, 9, 0, 0)), content)
    return packed.getvalue()


def _page_stream(text: str) -> bytes:
    if not text:
        return b"0.8 g 60 60 480 660 re f"  # a gray box: what a scanner leaves
    lines = []
    for line in text.split("\n"):
        plain = line.encode("cp1252", "replace").replace(b"\\", rb"\\")
        lines.append(b"(" + plain.replace(b"(", rb"\(").replace(b")", rb"\)") + b") Tj T*")
    return b"BT /F1 11 Tf 15 TL 60 730 Td " + b"\n".join(lines) + b" ET"
