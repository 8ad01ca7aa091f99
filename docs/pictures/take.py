"""Take the pictures of the page that stand in these pages: wide, dark, side by side, phone.

Run it with ``python docs/pictures/take.py`` where Playwright and Chromium are.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE = {"viewport": {"width": 1360, "height": 1500}}
PHONE = {"viewport": {"width": 390, "height": 1500}, "device_scale_factor": 1.5}
MOVED = "#case=us-rok-2019&figure=3000&reservation.KOR=1100..1700&bargaining.power=0.3..0.84"
PICTURES = {
    "page-wide": (MOVED, WIDE, ""),
    "page-dark": (MOVED, {**WIDE, "color_scheme": "dark"}, ""),
    "page-side-by-side": (f"{MOVED}&A=case%3Dus-rok-2019", WIDE, "#against"),
    "page-phone": (MOVED, PHONE, ""),
    "page-phone-charts": (MOVED, PHONE, "#part-zone"),
}


def main() -> None:
    """Serve the page, and take each picture."""
    command = [sys.executable, "-m", "burdenshare", "serve", "--port", "0", "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for name, (words, options, place) in PICTURES.items():
                context = browser.new_context(reduced_motion="reduce", **options)
                page = context.new_page()
                page.goto(found[0] + words)
                page.wait_for_selector("body[data-settled]")
                if place:
                    page.evaluate("place => document.querySelector(place).scrollIntoView()", place)
                page.wait_for_timeout(300)
                page.screenshot(path=HERE / f"{name}.png")
                context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
