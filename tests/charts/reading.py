"""Reads a drawn chart back: its texts, its shapes, and whatever leaves its frame."""

from xml.etree import ElementTree as ET

from clayton_review.charts.drawing import CHART_WIDTH, text_width

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawn: str) -> ET.Element:
    """Return the drawing as an XML tree; fails when it is not well-formed."""
    return ET.fromstring(drawn)  # noqa: S314 - our own output


def texts(drawn: str) -> list[str]:
    """Return all visible lines of text."""
    return [element.text or "" for element in parse(drawn).iter(f"{SVG}text")]


def attributes(drawn: str) -> list[tuple[str, str]]:
    """Name and value of every attribute."""
    return [pair for element in parse(drawn).iter() for pair in element.attrib.items()]


def n_shapes(drawn: str, layer: str) -> int:
    """Count the elements of a layer."""
    return sum(len(group) for group in parse(drawn) if group.get("class") == layer)


def outside(drawn: str) -> list[str]:
    """Elements that leave the frame at the narrowest width the charts are made for."""
    root = parse(drawn)
    height = float(root.attrib["height"])
    outliers = []
    for group in root:
        size = float(group.get("font-size", "15"))
        for element in group:
            left, right, top, bottom = _box(element, group, size)
            if left < -0.6 or right > CHART_WIDTH + 0.6 or top < -0.6 or bottom > height + 0.6:
                outliers.append(ET.tostring(element, "unicode"))
    return outliers


def _px(length: str) -> float:
    return float(length[:-1]) / 100 * CHART_WIDTH if length.endswith("%") else float(length)


def _box(element: ET.Element, group: ET.Element, size: float) -> tuple[float, float, float, float]:
    def at(name: str) -> float:
        return _px(element.get(name, "0"))

    kind = element.tag.removeprefix(SVG)
    if kind == "rect":
        return at("x"), at("x") + at("width"), at("y"), at("y") + at("height")
    if kind == "line":
        across, down = sorted((at("x1"), at("x2"))), sorted((at("y1"), at("y2")))
        return across[0], across[1], down[0], down[1]
    if kind == "circle":
        radius = at("r")
        return at("cx") - radius, at("cx") + radius, at("cy") - radius, at("cy") + radius
    if kind == "text":
        wide = text_width(element.text or "", size)
        anchor = element.get("text-anchor") or group.get("text-anchor") or "start"
        left = at("x") - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        return left, left + wide, at("y") - size * 0.8, at("y") + size * 0.25
    if kind == "svg":
        return at("x") - 9, at("x") + 9, at("y") - 7, at("y") + 7
    return 0, 0, 0, 0  # the fixed marks of a key
