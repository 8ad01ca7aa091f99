"""Charts drawn without a browser: once for all formats, safely from several threads."""

import subprocess
import sys

from burdenshare.report import render

SPEC = {
    "data": {"values": [{"x": 1.0625, "name": "USD 1.0625 billion"}]},
    "mark": "text",
    "encoding": {
        "x": {"field": "x", "type": "quantitative"},
        "text": {"field": "name", "type": "nominal"},
    },
}

RACE = """
import threading
from burdenshare.report import render
specs = [{"data": {"values": [{"x": n}]}, "mark": "point"} for n in range(4)]
render.warm_up()
render.draw_ahead(specs)
print(len({render.drawing(spec) for spec in reversed(specs)}))
"""


def test_drawing_ahead_waits_for_nobody_forever():
    done = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1


def test_words_in_a_picture_stay_as_they_are():
    drawn = render.svg(SPEC, label='A "chart" & <more>', prefix="a")
    assert ">USD 1.0625 billion<" in drawn
    assert 'aria-label="A &quot;chart&quot; &amp; &lt;more>"' in drawn
    assert "font-family" not in drawn


def test_a_png_is_twice_the_size_of_the_drawing():
    width = int.from_bytes(render.png(SPEC)[16:20], "big")
    assert abs(width - 2 * render.width_of(render.drawing(SPEC))) <= 2
