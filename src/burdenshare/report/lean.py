"""Drawings made small for a page: nothing left out that a reader sees, nothing said twice.

The engine writes a mark at a time, each with all of its looks, in groups in groups. A page has a
dozen drawings, so the words of a drawing are its size. Here a drawing is read as a tree, and is
written again with places to tenths of a pixel, a look that all of a group share said once by the
group, lines of one look as one path, and without groups that say nothing.
"""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

Element = ElementTree.Element

_USELESS = {
    "class", "pointer-events", "aria-hidden", "role", "aria-roledescription", "font-family",
    "version",
}  # fmt: skip
"""Attributes that a picture in a document has no use for, or that stand at its head."""

_USUAL = {
    "opacity": "1", "stroke-width": "1", "x2": "0", "y2": "0", "x": "0", "y": "0",
    "font-size": "12px", "transform": "translate(0,0)", "text-anchor": "start",
    "font-weight": "normal",
}  # fmt: skip
"""Attributes that say what holds without them; the size of type stands at the head."""

_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "font-size",
    "font-weight", "fill-opacity", "stroke-opacity",
)  # fmt: skip
"""Looks that a group gives to what is in it."""

_PLACES = ("transform", "d", "x", "y", "x2", "y2", "width", "height")
_LONG = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_POINT = re.compile(r"([ML])(-?[\d.]+),(-?[\d.]+)")
_LINES = re.compile(rf"(?:{_POINT.pattern.replace('([', '(?:[').replace('(-', '(?:-')})+Z?")
_DISC = re.compile(r"M(?P<r>[\d.]+),0A(?P=r),(?P=r),0,1,1,-(?P=r),0A(?P=r),(?P=r),0,1,1,(?P=r),0Z")


def lean(drawn: str) -> str:
    """Write a drawing with fewer letters.

    Parameters
    ----------
    drawn : str
        An SVG file as the engine writes it.

    Returns
    -------
    str
        The same picture, an SVG element for a page whose type is 12 pixels of a font of its own.

    Examples
    --------
    >>> lean('<svg xmlns="http://www.w3.org/2000/svg"><g><line transform="translate(1,2)" x2="4" '
    ... 'stroke="red"/><line transform="translate(1,9.04)" x2="4" stroke="red"/></g></svg>')
    '<svg font-size="12px"><path d="M1,2h4M1,9h4" stroke="red"/></svg>'
    """
    root = ElementTree.fromstring(re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", drawn))
    _clean(root)
    root.attrib = {"font-size": "12px", **root.attrib}
    return _written(root)


def _clean(element: Element) -> None:
    """Make an element and all in it small, from the innermost outwards."""
    _tidy(element)
    if element.tag == "defs":
        return
    kept: list[Element] = []
    for child in element:
        _clean(child)
        if child.tag == "g" and not child.attrib:
            kept += list(child)
        elif not _is_nothing(child):
            kept.append(child)
    element[:] = _joined(kept)
    if element.tag == "g":
        _take_over(element)


def _tidy(element: Element) -> None:
    """Leave out what nobody needs, and round places."""
    kept = {}
    for name, value in element.attrib.items():
        short = _LONG.sub(_rounded, value) if name in _PLACES else value
        # A line of a text begins at the place that it names, else where the one before it ended.
        is_usual = _USUAL.get(name) == short and element.tag != "tspan"
        if name not in _USELESS and not is_usual:
            kept[name] = short
    if element.tag == "path" and (disc := _DISC.fullmatch(element.get("d", ""))):
        element.tag = "circle"
        kept["r"] = _rounded(disc, "r")
        del kept["d"]
    elif "d" in kept:
        kept["d"] = _straight(kept["d"])
    is_line = element.tag == "text" and not len(element)
    if is_line and (moved := _MOVED.fullmatch(kept.get("transform", ""))):
        kept |= {"x": moved[1], "y": moved[2]}
        del kept["transform"]
    element.attrib = kept


def _straight(path: str) -> str:
    """Write the level and the upright lines of a path by the one place that changes."""
    if not _LINES.fullmatch(path):
        return path
    made, x, y = [], "", ""
    for command, new_x, new_y in _POINT.findall(path):
        if command == "M":
            made.append(f"M{new_x},{new_y}")
        elif new_y == y:
            made += [f"H{new_x}"] if new_x != x else []
        else:
            made.append(f"V{new_y}" if new_x == x else f"L{new_x},{new_y}")
        x, y = new_x, new_y
    return "".join([*made, "Z" if path.endswith("Z") else ""])


def _rounded(number: re.Match[str], group: str | int = 0) -> str:
    return _tenths(float(number[group]))


def _tenths(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _is_nothing(element: Element) -> bool:
    """Tell whether nothing of an element is seen."""
    if element.get("display") == "none":
        return True
    if element.tag == "text":
        return not (element.text or len(element))
    if element.tag == "path":
        # The engine puts the areas of groups behind them, without a colour.
        return not ({"fill", "stroke"} & element.attrib.keys()) or not element.get("d")
    return element.tag == "g" and not len(element)


def _joined(elements: list[Element]) -> list[Element]:
    """Put lines of one look that follow one another into one path."""
    made: list[Element] = []
    looks: dict[str, str] | None = None
    for element in elements:
        drawn = _as_path(element)
        if drawn is None:
            made.append(element)
            looks = None
            continue
        path, look = drawn
        # Where lines let through what is behind them, two that cross are darker there.
        if look == looks and not {"opacity", "stroke-opacity"} & look.keys():
            made[-1].set("d", made[-1].get("d", "") + path)
        else:
            made.append(Element("path", {"d": path, **look}))
            looks = look
    return made


def _as_path(element: Element) -> tuple[str, dict[str, str]] | None:
    """Give a line as a path and its look."""
    if element.tag != "line":
        return None
    look = dict(element.attrib)
    moved = _MOVED.fullmatch(look.pop("transform", "translate(0,0)"))
    if moved is None or {"x1", "y1"} & look.keys():
        return None
    x, y = look.pop("x2", "0"), look.pop("y2", "0")
    step = f"h{x}" if y == "0" else f"v{y}" if x == "0" else f"l{x},{y}"
    return f"M{moved[1]},{moved[2]}{step}", look


def _take_over(group: Element) -> None:
    """Give a group the looks that all of its members have alike, and the place of its only one."""
    members = list(group)
    for name in _INHERITED:
        values = {member.get(name) for member in members}
        value = values.pop() if len(values) == 1 else None
        if value is not None and (len(members) > 1 or members[0].tag == "g"):
            group.set(name, value)
            for member in members:
                del member.attrib[name]
    if len(members) == 1 and members[0].tag == "g" and _can_merge(group, members[0]):
        inner = members[0]
        x, y = (a + b for a, b in zip(_move_of(group), _move_of(inner), strict=True))
        look = {**group.attrib, **inner.attrib}
        look.pop("transform", None)
        if not math.isclose(x, 0.0) or not math.isclose(y, 0.0):
            look["transform"] = f"translate({_tenths(x)},{_tenths(y)})"
        group.attrib = look
        group[:] = list(inner)


def _can_merge(outer: Element, inner: Element) -> bool:
    """Tell whether a group in a group is one: moved alone, and nothing that acts on the whole."""
    whole = {"opacity", "clip-path", "mask", "filter"}
    if whole & {*outer.attrib, *inner.attrib}:
        return False
    moves = (element.get("transform", "translate(0,0)") for element in (outer, inner))
    return all(_MOVED.fullmatch(move) for move in moves)


def _move_of(element: Element) -> tuple[float, float]:
    moved = _MOVED.fullmatch(element.get("transform", "translate(0,0)"))
    return (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)


def _written(element: Element) -> str:
    looks = "".join(f" {name}={quoteattr(value)}" for name, value in element.attrib.items())
    inside = escape(element.text or "")
    inside += "".join(_written(child) + escape(child.tail or "") for child in element)
    return (
        f"<{element.tag}{looks}>{inside}</{element.tag}>" if inside else f"<{element.tag}{looks}/>"
    )
