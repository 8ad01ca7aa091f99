"""A server and a browser for all tests here; no test may reach anything but that server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


def absent(reason: str) -> None:
    """Skip where there is no browser, but never where the whole project is checked."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; in CI the page must be tried in a browser")
    pytest.skip(reason)


class Server:
    """The page served by the command, which can be ended and started again on its port."""

    def __init__(self, folder: Path | None = None):
        self.folder, self.port = folder, 0
        self.start()

    def start(self):
        command = [sys.executable, "-m", "burdenshare", "serve", "--no-browser"]
        command += ["--port", str(self.port)] + ([str(self.folder)] if self.folder else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def stop(self):
        self.process.kill()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("Playwright is not installed; ./dev browser installs it")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    if not os.path.exists(chromium):
        absent("there is no Chromium; set CHROMIUM to where it is")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    from burdenshare.cases.catalog import case_path

    folder = tmp_path_factory.mktemp("cases")
    text = case_path("us-rok-2018").read_text("utf-8")
    text = text.replace("slug: us-rok-2018", "slug: mine").replace("title: ", "title: Mine, ", 1)
    (folder / "mine.yaml").write_text(text, "utf-8")
    served = Server(folder)
    yield served
    served.stop()


class Page:
    """The page as somebody uses it, with what must hold of every visit."""

    def __init__(self, browser, server, **options):
        self.server = server
        self.context = browser.new_context(
            **{"viewport": {"width": 1360, "height": 900}, **options}
        )
        self.context.set_default_timeout(15_000)
        self.foreign: list[str] = []
        self.said: list[str] = []
        self.context.route("**/*", self._route)
        self.page = self.new_tab()

    def _route(self, route):
        address = route.request.url
        if address.startswith((self.server.address, "blob:", "data:")):
            route.continue_()
        else:
            self.foreign.append(address)
            route.abort()

    def new_tab(self):
        page = self.context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def _note(self, kind, text):
        # The browser itself writes a line for each answer that is a refusal.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.said.append(text)

    def open(self, words: str = "", page=None):
        page = page or self.page
        page.goto(f"{self.server.address}{words}")
        self.settle(page)
        return page

    def settle(self, page=None):
        (page or self.page).wait_for_selector("body[data-state=settled]")

    def move(self, path: str, value: float):
        """Put a slider at a value, as a hand does, and wait until everything has followed."""
        name = self.slider(path)
        self.page.evaluate(
            """([name, value]) => {
                const slider = document.getElementById(name);
                slider.value = value;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }""",
            [name, value],
        )
        self.settle()

    def slider(self, path: str) -> str:
        """Open the group of a slider and give its id."""
        self.page.evaluate(
            "for (const one of document.querySelectorAll('#groups > details')) one.fill()"
        )
        return "in-" + re.sub(r"[^\w-]", "-", path)

    def key(self, name: str) -> str:
        return self.page.locator(f"[data-key={name}] dd").inner_text()

    def close(self):
        self.context.close()


@pytest.fixture
def visit(browser, server):
    """Open the page; afterwards nothing foreign was asked for and nothing was complained of."""
    opened = []

    def begin(at=server, **options):
        opened.append(Page(browser, at, **options))
        return opened[-1]

    yield begin
    for page in opened:
        page.close()
    assert [page.foreign for page in opened] == [[] for _ in opened]
    assert [page.said for page in opened] == [[] for _ in opened]
