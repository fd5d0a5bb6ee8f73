"""Parts that WeasyPrint leaves out of a tagged PDF/A-3a, added so that it is PDF/UA-1 too."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_PDFA = "http://www.aiim.org/pdfa/ns"
HEADINGS = [f"/H{level}" for level in range(1, 7)]
PRINT = 4  # the annotation flag "Print", ISO 32000-1 table 165

# PDF/A wants every foreign XMP property described: the identifier of PDF/UA is one.
IDENTIFIER = f"""
<rdf:Description xmlns:pdfaExtension="{_PDFA}/extension/" xmlns:pdfaSchema="{_PDFA}/schema#"
  xmlns:pdfaProperty="{_PDFA}/property#" rdf:about=""><pdfaExtension:schemas><rdf:Bag>
  <rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Which part of ISO 14289 is followed</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
  <pdfuaid:part>1</pdfuaid:part></rdf:Description>
"""


def finish(content: bytes) -> bytes:
    """Return the document with all that PDF/UA wants and WeasyPrint leaves out."""
    with pikepdf.open(BytesIO(content)) as pdf:
        _identify(pdf)
        _mark_headers(pdf)
        _close_gaps(pdf.Root.StructTreeRoot)
        _fill_list_bodies(pdf)
        _print_annotations(pdf)
        finished = BytesIO()
        pdf.save(
            finished,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return finished.getvalue()


def elements(node: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, ...]]:
    """Yield every structure element below the node with its ancestors, nearest first."""
    pending: list[tuple[pikepdf.Object, tuple[pikepdf.Object, ...]]] = [(node, ())]
    while pending:
        current, above = pending.pop()
        children = list(_children(current))
        for child in children:
            yield (child, current, *above)
        pending += [(child, (current, *above)) for child in reversed(children)]


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield from (kid for kid in _kids(element) if isinstance(kid, Dictionary) and "/S" in kid)


def _kids(element: pikepdf.Object) -> list[Any]:
    """Return the elements and the marked content right below an element."""
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _identify(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    packet = packet.replace("</rdf:RDF>", f"{IDENTIFIER}</rdf:RDF>")
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _mark_headers(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    named: list[tuple[bytes, pikepdf.Object]] = []
    for element, *above in elements(root):
        if element.S == Name.TH:
            if "/A" not in element:
                element.A = Dictionary(O=Name.Table)
            element.A["/Scope"] = _scope(above)
        if "/ID" in element:
            named.append((bytes(element.ID), element))
    if named:
        root.IDTree = _name_tree(pdf, named)


def _close_gaps(root: pikepdf.Object) -> None:
    """Close gaps in heading levels: an H3 right below an H1 becomes an H2 (ISO 14289-1, 7.4.2)."""
    last = 0
    for element, *_ in elements(root):
        name = str(element.S)
        if name in HEADINGS:
            last = min(HEADINGS.index(name), last) + 1
            element.S = Name(HEADINGS[last - 1])


def _fill_list_bodies(pdf: pikepdf.Pdf) -> None:
    """Move what stands in a list item beside its label and body into the body."""
    items = [element for element, *_ in elements(pdf.Root.StructTreeRoot) if element.S == Name.LI]
    for item in items:
        parts = list(_children(item))
        others = [part for part in parts if part.S not in ("/Lbl", "/LBody")]
        if others:
            labels = [part for part in parts if part.S == "/Lbl"]
            bodies = [part for part in parts if part.S == "/LBody"] or [_empty_body(pdf, item)]
            bodies[0].K = Array([*_kids(bodies[0]), *others])
            item.K = Array([*labels, *bodies])
            for other in others:
                other.P = bodies[0]


def _empty_body(pdf: pikepdf.Pdf, item: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item))


def _scope(above: list[pikepdf.Object]) -> Name:
    """Return Column for a header in a table's head or in a row of headers, else Row."""
    if any(ancestor.get("/S") == Name.THead for ancestor in above[:2]):
        return Name.Column
    is_mixed = any(cell.S == Name.TD for cell in _children(above[0]))
    return Name.Row if is_mixed else Name.Column


def _name_tree(pdf: pikepdf.Pdf, named: list[tuple[bytes, pikepdf.Object]]) -> Dictionary:
    named.sort(key=lambda pair: pair[0])
    names = Array()
    for key, element in named:
        names.append(String(key))
        names.append(element)
    limits = Array([String(named[0][0]), String(named[-1][0])])
    leaf = pdf.make_indirect(Dictionary(Limits=limits, Names=names))
    return pdf.make_indirect(Dictionary(Kids=Array([leaf])))


def _print_annotations(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            annotation.F = int(annotation.get("/F", 0)) | PRINT
