"""Published results: one entry of a JSON file is one test.

Each file is a list of entries with `id`, `family`, `input`, `solution`, `value`, `tolerance`,
`source`, `value_status` (read, recalled, package-output or closed-form) and `notes`.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def entries(family: str) -> list[dict[str, Any]]:
    """Give the entries of one file, such as `claims`."""
    return json.loads((HERE / f"{family}.json").read_text(encoding="utf-8"))
