"""What helps a person write a case: a commented case to begin with, and the schema for editors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("template.yaml")

#: Name of the schema file that the template points its editor to.
SCHEMA_FILE = "burdenshare.schema.json"


def blank_case(slug: str) -> str:
    """Give the text of a small case of one's own, with comments on every part.

    Parameters
    ----------
    slug : str
        Name of the case: small letters, digits, ``-``, ``_`` and ``.``.

    Returns
    -------
    str
        YAML that loads and runs as it is, with invented names and numbers to be replaced.

    Raises
    ------
    ValueError
        If the slug has another form.

    Examples
    --------
    >>> blank_case("own").splitlines()[0]
    '# yaml-language-server: $schema=./burdenshare.schema.json'
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,79}", slug):
        raise ValueError(
            f"{slug!r} cannot be the name of a case: use small letters, digits, '-', '_' and '.'"
        )
    # Quoted, since a slug such as 2024 or 1e5 would be read as a number.
    quoted = f'"{slug}"' if re.match(r"[0-9.]|null$|true$|false$", slug) else slug
    text = TEMPLATE.read_text(encoding="utf-8").replace("slug: @slug@", f"slug: {quoted}")
    return text.replace("@slug@", slug)


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a case, by which editors complete and check it.

    Numbers may be written in short, as in a file: a bare number, or a list of versions.

    Returns
    -------
    dict
        A schema in the draft of 2020-12.

    Examples
    --------
    >>> json_schema()["title"]
    'burdenshare case'
    """
    from burdenshare.cases.schema import Case

    schema = Case.model_json_schema()
    definitions: dict[str, Any] = schema["$defs"]
    for name in ("Amount", "Share", "Count", "Ratio", "Rate", "Point"):
        full = definitions[name]
        del full["properties"]["versions"]
        definitions[f"{name}InFull"] = full
        definitions[name] = _with_shorthands(name, full["description"])
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "burdenshare case",
        "description": "One negotiation in which allies share a cost, version 1 of the format.",
    }
    return {**schema, **head}


def _with_shorthands(name: str, description: str) -> dict[str, Any]:
    one = [{"type": "number", **_RANGES.get(name, {})}, {"$ref": f"#/$defs/{name}InFull"}]
    versions = {
        "description": "the number as it became known at several dates",
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": one},
    }
    return {"description": description, "anyOf": [*one, versions]}


_RANGES = {"Share": {"minimum": 0, "maximum": 1}, "Count": {"minimum": 0}, "Ratio": {"minimum": 0}}
