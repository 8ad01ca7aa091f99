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


FONTS = """
import os
os.environ["FONTCONFIG_FILE"] = "mine"
from burdenshare.report import render
words = {"mark": "text", "data": {"values": [{"t": "word"}]}, "encoding": {"text": {"field": "t"}}}
one, other = (render.png(words | {"config": {"font": f}}) for f in ("DejaVu Sans Mono", "Nothing"))
assert os.environ["FONTCONFIG_FILE"] == "mine"
print(one == other)
"""


def test_charts_take_no_font_of_the_machine_and_leave_its_settings_alone():
    done = subprocess.run([sys.executable, "-c", FONTS], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True"


def widths(text):
    """The width of a chart of one text. [pixels]"""
    spec = {**SPEC, "data": {"values": [{"x": 1, "name": text}]}}
    return render.width_of(render.drawing(spec | {"width": 10}))


def test_letters_are_measured_one_by_one():
    assert widths("m" * 60) > 1.5 * widths("i" * 60)
