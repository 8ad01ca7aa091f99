"""From a moved slider to redrawn charts in Chromium, with 100,000 draws a move.

The page of the flagship case is opened in a real browser and sliders of every group are moved, one
after another, with the charts of the fair shares, of the zone or of the forecast on the screen in
turn. The time runs from the event of the slider until verdict, key numbers and the charts of fair
shares and zone that are on the screen have been drawn anew; where it goes is shown beside it, and
when the frame that shows it was made, when forecast, threat and precedent had followed, and when
everything had. Then one slider is dragged without rest, and last the same is measured on a screen
so tall that every chart is on it. Needs Playwright and /usr/bin/chromium.
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

CHARTS = ("fair-shares", "zone", "survival")
"""Charts that are scrolled to, one after another."""

MOVE = """
async ([path, place, chart]) => {
  const slider = document.getElementById("in-" + path.replace(/[^\\w-]/g, "-"));
  const low = Number(slider.min), high = Number(slider.max), done = document.body.dataset;
  const pause = (milliseconds) => new Promise((over) => setTimeout(over, milliseconds));
  while (done.settled !== (done.moved || "0")) await pause(20);
  document.getElementById("chart-" + chart).scrollIntoView({ behavior: "instant" });
  await pause(100);
  performance.clearResourceTimings();
  const before = performance.now(), at = {};
  slider.value = low + place * (high - low);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const wanted = done.moved;
  const reached = (name) => new Promise((over) => {
    const look = () => {
      if (done[name] !== wanted) { setTimeout(look, 0); return; }
      at[name] = performance.now() - before;
      over();
    };
    look();
  });
  await reached("drawn");
  await new Promise((over) => requestAnimationFrame(() => setTimeout(over, 0)));
  at.painted = performance.now() - before;
  await reached("ahead");
  await reached("settled");
  const asked = performance.getEntriesByType("resource").filter((one) => one.startTime >= before);
  at.server = asked.filter((one) => one.name.endsWith("/api/run")).map((one) => one.duration)[0];
  slider.closest(".control").querySelector(".undo").click();
  return at;
}
"""

DRAG = """
async ([path, seconds]) => {
  const slider = document.getElementById("in-" + path.replace(/[^\\w-]/g, "-"));
  const low = Number(slider.min), high = Number(slider.max), done = document.body.dataset;
  const seen = { drawn: new Set(), ahead: new Set() };
  const before = performance.now();
  let now = before;
  while ((now = performance.now()) < before + 1000 * seconds) {
    slider.value = low + (high - low) * (0.3 + 0.4 * ((now - before) / 1000 / seconds));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((over) => setTimeout(over, 16));
    for (const name of Object.keys(seen)) seen[name].add(done[name]);
  }
  return [seen.drawn.size / seconds, seen.ahead.size / seconds];
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
            page = opened(browser, address, 900)
            summary = report(page, SLIDERS)
            for path in ("reservation.KOR", "costs.us-om.amount"):
                often = page.evaluate(DRAG, [path, 4])
                print(f"dragged, {path}: charts {often[0]:.1f}, forecast {often[1]:.1f} a second")
            page.close()
            print("every chart on the screen:")
            few = dict(list(SLIDERS.items())[::4])
            tall = report(opened(browser, address, 9000), few)
            summary |= {f"tall_{name}": tall[name] for name in ("median_ms", "p95_ms")}
            print(json.dumps(summary))
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


def opened(browser, address: str, height: int):
    page = browser.new_page(viewport={"width": 1360, "height": height})
    page.goto(address)
    page.wait_for_selector("body[data-settled]")
    page.evaluate("for (const one of document.querySelectorAll('#groups > details')) one.fill()")
    return page


def report(page, sliders) -> dict[str, float]:
    every = []
    print(f"{'slider':<36}{'drawn ms':>10}{'server':>8}{'painted':>9}{'forecast':>10}{'all':>8}")
    for name, path in sliders.items():
        page.evaluate(MOVE, [path, 0.31, CHARTS[0]])  # the first move of a slider also starts it
        found = [
            page.evaluate(MOVE, [path, 0.2 + 0.06 * move, CHARTS[move % len(CHARTS)]])
            for move in range(MOVES)
        ]
        middle = [statistics.median(one[part] for one in found) for part in PARTS]
        widths = (10, 8, 9, 10, 8)
        numbers = "".join(f"{v:>{w}.0f}" for v, w in zip(middle, widths, strict=True))
        print(f"{name:<36}{numbers}", flush=True)
        every += found
    times = {part: sorted(one[part] for one in every) for part in PARTS}
    return {
        "moves": len(every),
        "median_ms": round(statistics.median(times["drawn"]), 1),
        "p95_ms": round(times["drawn"][int(0.95 * (len(every) - 1))], 1),
        "server_median_ms": round(statistics.median(times["server"]), 1),
        **{
            f"{part}_{name}_ms": round(number, 1)
            for part in ("painted", "ahead", "settled")
            for name, number in (
                ("median", statistics.median(times[part])),
                ("p95", times[part][int(0.95 * (len(every) - 1))]),
            )
        },
    }


PARTS = ("drawn", "server", "painted", "ahead", "settled")


if __name__ == "__main__":
    main()
