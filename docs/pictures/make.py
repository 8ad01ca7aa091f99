"""Make the pictures of the report that the documentation shows.

Run it from a checkout: ``python docs/pictures/make.py``. It needs the extra ``report``, pypdf,
Chromium, poppler's ``pdftoppm`` and ImageMagick; look at what it made before it is committed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdf

import burdenshare as bs

HERE = Path(__file__).parent
PAGES = {
    "first-page": "Contents",
    "fair-shares": "Figure 1.",
    "forecast": "How long nothing is agreed.",
}
"""Pages of the PDF that are shown, by words that stand on them first."""


def main() -> None:
    """Write the report on the flagship case and take its pictures."""
    answer = bs.run(bs.load("us-rok-2019"), draws=100_000, seed=0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = bs.save_report(answer, folder / "report.html")
        for scheme, size in (("light", "900,1300"), ("dark", "900,1300")):
            photograph(page, HERE / f"report-html-{scheme}.png", size, dark=scheme == "dark")
        paper = bs.save_report(answer, folder / "report.pdf")
        texts = [page.extract_text() for page in pypdf.PdfReader(paper).pages]
        for picture, words in PAGES.items():
            number = next(n for n, text in enumerate(texts, 1) if words in text)
            page_picture(paper, number, HERE / f"report-pdf-{picture}")
    for picture in HERE.glob("report-*.png"):
        subprocess.run(
            ["convert", picture, "-strip", "-colors", "96", f"PNG8:{picture}"], check=True
        )


def photograph(page: Path, picture: Path, size: str, *, dark: bool) -> None:
    """Take a picture of the top of a page in Chromium."""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    words += ["--blink-settings=preferredColorScheme=0"] if dark else []
    words += [f"--window-size={size}", f"--screenshot={picture}", page.as_uri()]
    subprocess.run(words, check=True, capture_output=True)


def page_picture(paper: Path, number: int, picture: Path) -> None:
    """Take a picture of one page of a PDF."""
    words = ["pdftoppm", "-png", "-r", "80", "-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run([*words, str(paper), str(picture)], check=True)


if __name__ == "__main__":
    main()
