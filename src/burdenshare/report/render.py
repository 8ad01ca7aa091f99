"""Vega-Lite specifications drawn to SVG and PNG without a browser.

The engine behind it takes about half a second to start, so it can be started in the background
while draws are made: call `warm_up` first, and `svg` or `png` later.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from burdenshare.report.lean import lean
from burdenshare.report.lettering import engine

_started: threading.Thread | None = None


def warm_up() -> None:
    """Start the drawing engine in the background; calling it again does nothing."""
    global _started
    if _started is None:
        _started = threading.Thread(target=drawing, args=(_SMALLEST,), daemon=True)
        _started.start()


_SMALLEST = {
    "data": {"values": [{"x": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "x", "type": "quantitative"}},
}


def drawing(spec: dict[str, Any]) -> str:
    """Draw a specification as an SVG file of its own, in the colours and font that it names."""
    with _DRAWING:
        return _drawn(json.dumps(spec, ensure_ascii=False))


_DRAWING = threading.Lock()
"""Held while a picture is drawn, so that who needs the same one waits for it and has it."""


def draw_ahead(specs: Sequence[dict[str, Any]]) -> None:
    """Draw pictures in the background that will be asked for soon."""

    def draw() -> None:
        for spec in specs:
            drawing(spec)

    threading.Thread(target=draw, daemon=True).start()


@lru_cache(maxsize=32)
def _drawn(spec: str) -> str:
    """Draw a specification once, though several formats show it."""
    drawn: str = engine(spec).vegalite_to_svg(spec)
    return drawn


def width_of(drawn: str) -> float:
    """Give the width of a drawing. [pixels]"""
    size = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"', drawn)
    assert size is not None, "the engine names the width"
    return float(size[1])


def png(spec: dict[str, Any], *, scale: float = 2) -> bytes:
    """Draw a specification as a PNG picture on white, ``scale`` dots to a point of the drawing."""
    drawn = drawing(spec)
    head, rest = drawn.split(">", 1)
    paper = '<rect width="100%" height="100%" fill="white"/>'
    made: bytes = engine(drawn).svg_to_png(f"{head}>{paper}{rest}", scale=scale)
    return made


def svg(spec: dict[str, Any], *, label: str, prefix: str) -> str:
    """Draw a specification for a web page.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification with its data in it.
    label : str
        What the picture shows, for a screen reader.
    prefix : str
        Put before the ids in the picture, so that several can stand in one document.

    Returns
    -------
    str
        An SVG element that scales to the width it is given, in the font of the page around it.
    """
    drawn = drawing(spec)
    body = drawn[drawn.index("<svg") :]
    for name in set(re.findall(r'\bid="([^"]+)"', body)):
        body = body.replace(f'id="{name}"', f'id="{prefix}-{name}"')
        body = body.replace(f"url(#{name})", f"url(#{prefix}-{name})")
    body = lean(body)
    head, rest = body.split(">", 1)
    head = re.sub(r'\s(?:width|height)="[^"]*"', "", head)
    escaped = label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    style = f"max-width:{width_of(drawn):.0f}px"
    return f'{head} role="img" aria-label="{escaped}" style="{style}">{rest}'
