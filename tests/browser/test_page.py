"""The page in a real browser: what is moved is answered, kept, shared and saved."""

import json
import re

import pytest

from burdenshare.analysis.any_case import run
from burdenshare.cases import load_case
from burdenshare.cases.overlay import assumptions, load_overlay

FLAGSHIP = "#case=us-rok-2019"
SMALL = "#case=us-rok-2018&draws=2000"


def answer_of(visited, body):
    """What the interface gives for the same question."""
    response = visited.context.request.post(f"{visited.server.address}api/run", data=body)
    assert response.ok
    return response.json()


# --- a first visit, and the new user's way --------------------------------------------------------


def test_the_flagship_is_answered_at_once_and_offline(visit):
    visited = visit()
    page = visited.open()
    assert page.locator("#case").input_value() == "us-rok-2019"
    assert "2019" in page.locator("h1").inner_text()
    assert visited.key("figure") == "USD 5 billion"
    assert page.locator("#sections .picture svg").count() >= 4
    expected = run(load_case("us-rok-2019"))
    assert [text.strip() for text in page.locator("#sentences .verdict").all_inner_texts()] == [
        sentence.text for sentence in expected.verdict.sentences
    ]


def test_two_beliefs_are_changed_saved_and_run(visit, tmp_path):
    visited = visit()
    page = visited.open()
    before = page.locator("#headline").inner_text()
    page.get_by_label("Find a number to change").fill("most south korea pays")
    page.get_by_label("Most South Korea pays, put directly", exact=True).focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    visited.settle()
    page.get_by_label("The payment that is judged", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    visited.settle()
    assert page.locator("#headline").inner_text() != before
    assert page.locator("#changed-title").inner_text() == "Changed by you: 2"
    assert "The case derives it" in page.locator("#changes").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save assumptions").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "us-rok-2019-overlay.yaml"
    assumed = load_overlay(path)
    answer = run(load_case("us-rok-2019"), draws=assumed.overlay.draws, assumed=assumed)
    assert visited.key("figure") == answer.fair_shares.figure.full_text
    assert visited.key("most") == answer.zone.most.full_text
    assert visited.key("exists") == answer.zone.exists.full_text
    assert page.locator("#sentences .verdict").all_inner_texts() == [
        sentence.text for sentence in answer.verdict.sentences
    ]

    other = visit()
    second = other.open(SMALL)
    second.locator("#load").set_input_files(path)
    second.wait_for_selector("#changed-title:has-text('2')")
    other.settle(second)
    assert second.locator("#case").input_value() == "us-rok-2019"
    assert other.key("most") == answer.zone.most.full_text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("burdenshare-overlay: 1\ncase: us-rok-2018\nfigur: 3\n", "line 3, column 1: figur"),
        ("burdenshare-overlay: 1\ncase: us-rok-2018\nchanges:\n  costs.none.amount: 3\n",
         "has no number there"),
        ("burdenshare-overlay: 1\ncase: nowhere\n", "is not here"),
        ("%PDF-1.7", "line 1, column 7"),
    ],
)  # fmt: skip
def test_a_bad_overlay_is_a_message(visit, tmp_path, text, message):
    visited = visit()
    page = visited.open(SMALL)
    before = page.locator("#sentences").inner_text()
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    page.locator("#load").set_input_files(path)
    page.wait_for_selector("#alert .alert")
    assert message in page.locator("#alert").inner_text()
    assert page.locator("#sentences").inner_text() == before


# --- every control --------------------------------------------------------------------------------


def test_every_slider_moves_the_answer_and_comes_back(visit):
    visited = visit()
    page = visited.open(SMALL)
    visited.slider("")
    names = page.locator("#groups input[type=range]:not([id$=-width])").evaluate_all(
        "all => all.map(one => one.id)"
    )
    assert len(names) >= 8
    for name in names:
        result = page.evaluate(
            """(name) => {
                const slider = document.getElementById(name), row = slider.closest(".control");
                const before = row.querySelector("output").textContent;
                slider.value = Number(slider.min) + 0.7 * (Number(slider.max) - Number(slider.min));
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                return [row.dataset.path, before, row.querySelector("output").textContent];
            }""",
            name,
        )
        visited.settle()
        path, before, after = result
        assert before != after, path
        assert page.locator("#changes li").count() == 1, path
        assert path in page.url
        page.locator("#changes .undo").click()
        visited.settle()
        assert page.locator("#changed").is_hidden(), path
        assert path not in page.url


def test_exact_numbers_widths_and_reasons(visit):
    visited = visit()
    page = visited.open(FLAGSHIP + "&draws=2000")
    page.get_by_label("Find a number to change").fill("rotate to Korea cost of")
    row = page.locator("[data-path='costs.us-rotations.amount']")
    row.get_by_role("spinbutton").fill("700")
    row.get_by_role("spinbutton").press("Enter")
    visited.settle()
    assert "USD 700 million" in row.locator("output").first.inner_text()
    row.get_by_text("Source, width and reason").click()
    row.get_by_label("Width of the interval").fill("0")
    visited.settle()
    row.get_by_label("Your reason, once changed").fill("A newer estimate.")
    row.get_by_label("Your reason, once changed").press("Enter")
    visited.settle()
    assert "Reason: A newer estimate." in page.locator("#changes").inner_text()
    assert "costs.us-rotations.amount=700&" in page.url + "&"
    page.get_by_role("button", name="Reset all").click()
    visited.settle()
    assert "most likely USD 450 million" in row.locator("output").first.text_content()


def test_the_forecast_moves_with_events(visit):
    visited = visit()
    page = visited.open(FLAGSHIP + "&draws=2000")
    before = page.locator("#sentences .verdict").all_inner_texts()
    slider = page.get_by_label("As known on")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    visited.settle()
    day = page.locator("#as-of-day").inner_text()
    assert day > "2019-11-19"
    assert f"as-of={day}" in page.url
    assert page.locator("#sentences .verdict").all_inner_texts() != before
    assert slider.evaluate("one => one === document.activeElement")


def test_two_sets_side_by_side(visit):
    visited = visit()
    page = visited.open(SMALL)
    page.get_by_role("button", name="Pin as A").click()
    visited.settle()
    assert "no change" in page.locator("#against-table").inner_text()
    visited.move("reservation.KOR", 1300)
    cells = page.locator("#against-table tr", has_text="Most the payer pays").locator("td")
    first, second, difference = cells.all_inner_texts()
    assert first != second
    assert difference not in ("", "no change")
    assert page.locator("#pictures-a svg").count() == page.locator("#pictures-b svg").count() > 0
    page.reload()
    visited.settle()
    assert cells.all_inner_texts() == [first, second, difference]
    page.get_by_role("button", name="Unpin A").click()
    visited.settle()
    assert page.locator("#against").is_hidden()


@pytest.mark.parametrize("name", ["HTML report", "JSON", "CSV table"])
def test_downloads(visit, tmp_path, name):
    visited = visit()
    page = visited.open(SMALL)
    page.get_by_text("Download", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    path = tmp_path / "file"
    download.value.save_as(path)
    assert path.stat().st_size > 1000
    if name == "JSON":
        assert json.loads(path.read_text("utf-8"))["made"]["draws"] == 2000


def test_another_case_and_one_of_the_folder(visit):
    visited = visit()
    page = visited.open(SMALL)
    page.get_by_label("Case", exact=True).select_option("mine.yaml")
    visited.settle()
    assert page.locator("h1").inner_text().startswith("Mine")
    for slug in ("tva-1938", "un-regular-2000"):
        page.get_by_label("Case", exact=True).select_option(slug)
        visited.settle()
        assert page.locator("#sentences").inner_text()
        assert page.locator("#alert").inner_text() == ""


def test_a_more_obstinate_side_moves_the_forecast(visit):
    visited = visit()
    page = visited.open(SMALL)
    words = page.locator("#sentences .verdict")
    before = words.all_inner_texts()
    page.get_by_label("Find a number to change").fill("never gives in")
    row = page.locator("[data-path='bargaining.obstinacy.USA']")
    assert "says nothing of it itself" in row.inner_text()
    row.get_by_text("Source, width and reason").click()
    assert "Past rounds. Fitted on" in row.inner_text()
    row.get_by_role("spinbutton").fill("95")
    row.get_by_role("spinbutton").press("Enter")
    row.get_by_label("Width of the interval").fill("0")
    visited.settle()
    assert page.locator("#changed-title").inner_text() == "Changed by you: 1"
    changes = {"bargaining.obstinacy.USA": {"value": 0.95}}
    assumed = assumptions({"case": "us-rok-2018", "changes": changes})
    expected = run(load_case("us-rok-2018"), draws=2000, assumed=assumed)
    after = [sentence.text for sentence in expected.verdict.sentences]
    assert words.all_inner_texts() == after != before
    row.get_by_role("button", name="Reset").click()
    visited.settle()
    assert words.all_inner_texts() == before


# --- it goes on -----------------------------------------------------------------------------------


def test_a_reload_and_a_link_keep_everything(visit):
    visited = visit()
    page = visited.open(SMALL)
    visited.move("figure", 1500)
    visited.move("payment.current", 1000)
    keys = page.locator("#keys").inner_text()
    page.reload()
    visited.settle()
    assert page.locator("#keys").inner_text() == keys
    elsewhere = visit()
    elsewhere.open(page.url[len(visited.server.address) :])
    assert elsewhere.page.locator("#keys").inner_text() == keys


def test_two_tabs_do_not_disturb_one_another(visit):
    visited = visit()
    first = visited.open(SMALL)
    second = visited.open(SMALL, page=visited.new_tab())
    before = second.locator("#keys").inner_text()
    visited.move("payment.current", 1200)
    assert second.locator("#keys").inner_text() == before != first.locator("#keys").inner_text()


def test_the_server_is_killed_and_started_again(visit, browser):
    from tests.browser.conftest import Server

    own = Server()
    try:
        visited = visit(own)
        page = visited.open(SMALL)
        own.stop()
        page.evaluate(
            """() => {
                const slider = document.getElementById("in-figure");
                slider.value = slider.max;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }"""
        )
        page.wait_for_selector("#alert:has-text('does not answer')")
        own.start()
        visited.settle()
        assert page.locator("#alert").inner_text() == ""
        assert "figure=" in page.url
    finally:
        own.stop()


# --- what is drawn is what was computed -----------------------------------------------------------


def test_charts_show_the_numbers_of_the_interface(visit):
    visited = visit()
    page = visited.open(FLAGSHIP + "&draws=2000")
    visited.move("payment.current", 1100)
    changes = {"payment.current": {"value": 1100}}
    given = answer_of(visited, {"case": "us-rok-2019", "draws": 2000, "changes": changes})
    pictures = {p["id"]: p for section in given["sections"] for p in section["pictures"]}
    picture = pictures["fair-shares"]
    rows = next(rows for rows in picture["data"].values() if len(rows) > 2)
    points = page.locator("#chart-fair-shares .mark-symbol path").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => box.x + box.width / 2)"
    )
    assert len(points) == len(rows)
    values = [row["value"] for row in rows]
    low, high = min(values), max(values)
    left, right = points[values.index(low)], points[values.index(high)]
    for value, point in zip(values, points, strict=True):
        assert point == pytest.approx(left + (value - low) / (high - low) * (right - left), abs=1)


def test_a_slider_that_is_dragged_ends_on_its_last_value(visit):
    visited = visit()
    page = visited.open(FLAGSHIP)
    name = visited.slider("reservation.KOR")
    page.evaluate(
        """async (name) => {
            const slider = document.getElementById(name);
            for (let step = 0; step < 60; step += 1) {
                slider.value = 900 + 10 * step;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise((done) => setTimeout(done, 10));
            }
        }""",
        name,
    )
    visited.settle()
    middle = page.locator("[data-path='reservation.KOR'] output").first.text_content()
    assert middle.startswith("USD 1.49 billion")
    assert visited.key("most").startswith("USD 1.49 billion")


DRAGGED = """async ([name, seconds]) => {
    const slider = document.getElementById(name), done = document.body.dataset, seen = new Set();
    const told = [], lead = document.querySelector("#part-forecast .words");
    const status = document.getElementById("progress").textContent;
    const from = performance.now(), low = Number(slider.min), high = Number(slider.max);
    while (performance.now() < from + 1000 * seconds) {
        slider.value = low + (high - low) * (performance.now() - from) / (1000 * seconds);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((over) => setTimeout(over, 20));
        seen.add(done.ahead);
        told.push(document.querySelector("#part-forecast .words").textContent);
    }
    return {
        ahead: seen.size, forecasts: new Set(told).size, settled: done.settled === done.moved,
        same: lead === document.querySelector("#part-forecast .words"),
        status: [status, document.getElementById("progress").textContent],
    };
}"""


def test_the_forecast_follows_a_slider_that_does_not_rest(visit):
    visited = visit()
    page = visited.open(FLAGSHIP + "&draws=2000")
    name = visited.slider("reservation.KOR")
    seen = page.evaluate(DRAGGED, [name, 3])
    assert seen["ahead"] >= 3
    assert seen["forecasts"] >= 3
    assert seen["same"]
    assert not seen["settled"]
    assert seen["status"] == ["Every answer is up to date.", "Updating"]
    visited.settle()
    assert page.get_by_role("status").filter(has_text="Every answer is up to date.").count() == 1
    assert page.locator("#sections .pending, #sections [aria-busy=true]").count() == 0
    value = float(page.locator(f"#{name}").input_value())
    number = re.search(rf"reservation\.KOR={value:g}(?:&|$)", page.url)
    assert number, page.url
    changes = {"reservation.KOR": {"value": value}}
    given = answer_of(visited, {"case": "us-rok-2019", "draws": 2000, "changes": changes})
    for section in given["sections"]:
        lead = page.locator(f"#part-{section['id']} > p.words").all_text_contents()
        assert [" ".join(text.split()) for text in lead] == [
            " ".join("".join(w if isinstance(w, str) else w["text"] for w in words).split())
            for words in section["lead"]
        ], section["id"]


def test_what_does_not_hang_on_a_slider_is_not_computed_again(visit):
    visited = visit()
    page = visited.open(FLAGSHIP + "&draws=2000")
    asked = []
    page.on("request", lambda request: asked.append(request.post_data_json or {}))
    visited.move("costs.us-om.amount", 900)
    assert [body["part"] for body in asked if "part" in body] == ["glance", "all"]
    asked.clear()
    visited.move("bargaining.power", 0.3)
    assert [body["part"] for body in asked if "part" in body] == ["glance", "ahead", "all"]


def test_a_table_that_is_open_stays_and_follows(visit):
    visited = visit()
    page = visited.open(SMALL)
    twin = page.locator("#chart-zone details")
    twin.locator("summary").click()
    table = twin.locator("table")
    table.wait_for(state="visible")
    before = table.inner_text()
    table.evaluate("one => { one.marked = true; }")
    visited.move("reservation.KOR", 800)
    assert table.inner_text() != before
    assert table.evaluate("one => one.marked")
    picture = next(
        picture
        for section in answer_of(
            visited,
            {"case": "us-rok-2018", "draws": 2000, "changes": {"reservation.KOR": {"value": 800}}},
        )["sections"]
        for picture in section["pictures"]
        if picture["id"] == "zone"
    )
    shown = table.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert shown == [
        "".join(w if isinstance(w, str) else w["text"] for w in words)
        for words in picture["rows"][0]
    ]


def test_a_chart_out_of_sight_is_drawn_when_it_is_scrolled_to(visit):
    visited = visit()
    page = visited.open(FLAGSHIP + "&draws=2000")
    name = visited.slider("reservation.KOR")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)
    drawn = """() => document.querySelector("#chart-zone svg").outerHTML"""
    before = page.evaluate(drawn)
    page.evaluate(
        """(name) => {
            const slider = document.getElementById(name);
            let step = 0;
            window.moving = setInterval(() => {
                slider.value = 1500 + (step += 1) % 7;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }, 30);
        }""",
        name,
    )
    page.wait_for_function("() => Number(document.body.dataset.drawn) > 3")
    assert page.evaluate(drawn) == before
    page.locator("#chart-zone").scroll_into_view_if_needed()
    page.wait_for_function(
        "before => document.querySelector('#chart-zone svg').outerHTML !== before", arg=before
    )
    page.evaluate("clearInterval(window.moving)")
    visited.settle()


# --- for everyone ---------------------------------------------------------------------------------


PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (FLAGSHIP + "&draws=2000", {"color_scheme": "light"}),
        (SMALL, {"color_scheme": "dark"}),
        (SMALL, {"color_scheme": "light", "viewport": PHONE}),
        (SMALL, {"color_scheme": "dark", "viewport": PHONE}),
    ],
    ids=["light", "dark", "phone", "phone, dark"],
)
def test_axe_finds_nothing(visit, words, options):
    from axe_playwright_python.sync_playwright import Axe

    visited = visit(bypass_csp=True, **options)
    page = visited.open(words)
    page.get_by_role("button", name="Pin as A").click()
    visited.settle()
    page.evaluate("document.getElementById('panel').open = true")
    visited.move("reservation.KOR", 1200)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    found = Axe().run(page).response["violations"]
    told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
    assert told == []


@pytest.mark.parametrize("width", [390, 320, 768, 1024])
def test_nothing_sticks_out_of_a_narrow_screen(visit, width):
    visited = visit(viewport={"width": width, "height": 844})
    page = visited.open(FLAGSHIP + "&draws=2000")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#headline").is_visible()


def test_everything_is_reached_by_the_keyboard(visit):
    visited = visit()
    page = visited.open(SMALL)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    page.reload()
    visited.settle()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(
            "(e => [e.id, e.tagName, getComputedStyle(e).outlineStyle])(document.activeElement)"
        ))  # fmt: skip
    names = [name for name, _, _ in reached]
    for wanted in ("case", "save", "load", "link", "pin", "as-of", "in-figure", "find"):
        assert wanted in names, wanted
    assert [tag for _, tag, _ in reached].count("SUMMARY") >= 8
    plain = [one for one in reached if one[2] == "none" and one[0] not in ("load", "")]
    assert plain == []


def test_what_changes_is_said_to_a_screen_reader(visit):
    visited = visit()
    page = visited.open(SMALL)
    headline = page.get_by_role("status").filter(has_text="probability")
    before = headline.inner_text()
    visited.move("reservation.KOR", 800)
    assert headline.inner_text() != before
    for picture in page.locator(".picture").all():
        assert len(picture.get_attribute("aria-label")) > 30
    summaries = page.get_by_text("The same numbers as a table")
    assert summaries.count() >= 2
    summaries.first.click()
    # A table is filled when the browser tells that its fold was opened, which is after the click.
    page.locator("figure table").first.wait_for(state="visible")
    assert page.locator("figure table").first.is_visible()
    named = page.locator("input:not([type=file]), select").evaluate_all(
        "all => all.filter(one => !one.labels.length && !one.ariaLabel).map(one => one.id)"
    )
    assert named == []


def test_print_shows_the_answer_without_its_sliders(visit):
    visited = visit()
    page = visited.open(SMALL)
    page.emulate_media(media="print")
    assert page.locator("#sentences").is_visible()
    assert page.locator("#sections svg").first.is_visible()
    assert page.locator("#in-figure").is_hidden()
    assert page.locator("#save").is_hidden()


def test_motion_is_spared_those_who_ask(visit):
    visited = visit(reduced_motion="reduce")
    page = visited.open(SMALL)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_page_runs_no_text_as_a_program(visit):
    visited = visit()
    page = visited.open(SMALL)
    refused = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI));
            setTimeout("document.title = 'run'", 0);
        })"""
    )
    assert refused == "eval"
    assert page.title() != "run"
    visited.said.clear()  # the browser complains of it, as it should
