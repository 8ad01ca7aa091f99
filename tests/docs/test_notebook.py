"""The example notebook runs from top to bottom, and what it shows is there."""

import json
import os
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "tutorial" / "flagship.ipynb"


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The notebook after a kernel of this Python has run it."""
    folder = tmp_path_factory.mktemp("jupyter")
    spec = folder / "kernels" / "burdenshare-test"
    spec.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    said = {"argv": command, "display_name": "burdenshare", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(said), encoding="utf-8")
    before = dict(os.environ)
    os.environ |= {"JUPYTER_PATH": str(folder), "IPYTHONDIR": str(folder / "ipython"),
                   "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}  # fmt: skip
    try:
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        nbclient.NotebookClient(
            notebook,
            timeout=120,
            kernel_name="burdenshare-test",
            resources={"metadata": {"path": str(folder)}},
        ).execute()
    finally:
        os.environ.clear()
        os.environ |= before
    return notebook


def outputs(notebook):
    return [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]


def test_every_cell_runs(ran):
    assert [o for o in outputs(ran) if o.output_type == "error"] == []
    assert [o.text for o in outputs(ran) if o.get("name") == "stderr"] == []


def test_cases_and_answers_show_themselves(ran):
    shown = [o.data["text/html"] for o in outputs(ran) if "text/html" in o.get("data", {})]
    assert len(shown) >= 6
    assert sum("<svg" in html for html in shown) >= 4
    assert not any("<script" in html for html in shown)


def test_the_reports_were_written(ran):
    printed = "".join(output.text for output in ran.cells[-1].outputs)
    assert printed.split() == [
        "memo.html", "True", "memo.pdf", "True", "memo.docx", "True", "memo.xlsx", "True",
    ]  # fmt: skip


def test_the_notebook_is_kept_without_outputs():
    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert all(not cell.get("outputs") for cell in kept["cells"])
    assert "execution_count" in kept["cells"][1]
