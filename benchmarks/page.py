"""From a moved slider to redrawn charts in Chromium, with 100,000 draws a move.

The page of the flagship case is opened in a real browser and sliders of every group are moved, one
after another. The time runs from the event of the slider until verdict, key numbers and charts of
the fair shares and of the zone have been drawn anew; where it goes is shown beside it. Needs
Playwright and /usr/bin/chromium.
"""

import json
import os
import re
import statistics
import subprocess
import sys

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SLIDERS = {
    "the payment that is judged": "figure",
    "a reservation value, put directly": "reservation.KOR",
    "a loss in a lapse": "disagreement.lapse.losses.KOR",
    "a probability of withdrawal": "disagreement.withdrawal.beliefs.KOR",
    "bargaining power": "bargaining.power",
    "patience": "bargaining.discount_rates.KOR",
    "what the ratifier accepts": "ratification.national-assembly.ceiling",
    "a chance of change at an election": "calendar.us-election.type_change",
    "precedent": "linked.japan.pass_through",
    "a benefit": "benefits.kor-deterrence.amount",
    "a cost item": "costs.us-rotations.amount",
    "for whose sake a cost arises": "costs.us-om.caused_by_payer",
    "a GDP": "parties.KOR.gdp",
}
MOVES = 6

MOVE = """
async ([path, place]) => {
  const slider = document.getElementById("in-" + path.replace(/[^\\w-]/g, "-"));
  const low = Number(slider.min), high = Number(slider.max);
  const settled = () => document.body.dataset.settled === (document.body.dataset.moved || "0");
  while (!settled()) await new Promise((done) => setTimeout(done, 20));
  const before = performance.now();
  slider.value = low + place * (high - low);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const wanted = document.body.dataset.moved;
  await new Promise((done) => {
    const look = () => (document.body.dataset.drawn === wanted ? done() : setTimeout(look, 0));
    look();
  });
  const after = performance.now();
  const asked = performance.getEntriesByType("resource").filter((one) => one.startTime >= before);
  const wait = asked.filter((one) => one.name.endsWith("/api/run")).map((one) => one.duration)[0];
  performance.clearResourceTimings();
  const reset = slider.closest(".control").querySelector(".undo");
  reset.click();
  return { whole: after - before, server: wait };
}
"""


def main() -> None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.exit("page.py needs Playwright: ./dev browser installs it")
    if not os.path.exists(CHROMIUM):
        sys.exit(f"page.py needs a browser at {CHROMIUM}")
    command = [sys.executable, "-m", "burdenshare", "serve", "--port", "0", "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+", server.stdout.readline())[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1360, "height": 900})
            page.goto(address)
            page.wait_for_selector("body[data-settled]")
            page.evaluate(
                "for (const one of document.querySelectorAll('#groups > details')) one.fill()"
            )
            report(page)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


def report(page) -> None:
    whole, waits = [], []
    print(f"{'slider':<36}{'median ms':>10}{'of it server':>14}")
    for name, path in SLIDERS.items():
        page.evaluate(MOVE, [path, 0.31])  # the first move of a slider also starts it
        found = [page.evaluate(MOVE, [path, 0.2 + 0.06 * move]) for move in range(MOVES)]
        times = [one["whole"] for one in found]
        server = [one["server"] for one in found]
        print(f"{name:<36}{statistics.median(times):>10.0f}{statistics.median(server):>14.0f}")
        whole += times
        waits += server
    whole.sort()
    summary = {
        "moves": len(whole),
        "median_ms": round(statistics.median(whole), 1),
        "p95_ms": round(whole[int(0.95 * (len(whole) - 1))], 1),
        "server_median_ms": round(statistics.median(waits), 1),
    }
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
