"""Vega-Lite specifications drawn to SVG without a browser.

The engine behind it takes about half a second to start, so it can be started in the background
while draws are made: call `warm_up` first, and `svg` later.
"""

from __future__ import annotations

import re
import threading
from typing import Any

_started: threading.Thread | None = None


def warm_up() -> None:
    """Start the drawing engine in the background; calling it again does nothing."""
    global _started
    if _started is None:
        _started = threading.Thread(target=_draw, args=(_SMALLEST,), daemon=True)
        _started.start()


_SMALLEST = {
    "data": {"values": [{"x": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "x", "type": "quantitative"}},
}


def _draw(spec: dict[str, Any]) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn


_USELESS = re.compile(
    r'\s(?:class|pointer-events|aria-hidden|role|aria-roledescription)="[^"]*"|\sopacity="1"'
)
"""Attributes that a picture in a document has no use for."""


def svg(spec: dict[str, Any], *, label: str, prefix: str) -> str:
    """Draw a specification.

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
        An SVG element that scales to the width it is given.
    """
    if _started is not None:
        _started.join()
    drawn = _draw(spec)
    body = drawn[drawn.index("<svg") :]
    for name in set(re.findall(r'\bid="([^"]+)"', body)):
        body = body.replace(f'id="{name}"', f'id="{prefix}-{name}"')
        body = body.replace(f"url(#{name})", f"url(#{prefix}-{name})")
    body = re.sub(_USELESS, "", body)
    size = re.match(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', body)
    assert size is not None, "the engine names width and height"
    head, rest = body.split(">", 1)
    head = re.sub(r'\s(?:width|height)="[^"]*"', "", head)
    escaped = label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    style = f"max-width:{float(size[1]):.0f}px"
    return f'{head} role="img" aria-label="{escaped}" style="{style}">{rest}'
