"""A slow, small judge of JSON Schema: only the words that the schema of a case uses."""

import re
from datetime import date


def problems(value: object, schema: dict, root: dict, path: str = "$") -> list[str]:
    """Say where a value does not fit a schema."""
    found: list[str] = []
    for word, wanted in schema.items():
        judge = JUDGES.get(word)
        if judge is None:
            raise NotImplementedError(word)
        found += judge(value, wanted, schema, root, path)
    return found


def _reference(value, wanted, schema, root, path):
    target = root
    for step in wanted.removeprefix("#/").split("/"):
        target = target[step]
    return problems(value, target, root, path)


def _any_of(value, wanted, schema, root, path):
    answers = [problems(value, option, root, path) for option in wanted]
    return [] if not all(answers) else [f"{path}: none of {len(wanted)} forms"]


TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "integer": int,
    "number": (int, float),
}


def _type(value, wanted, schema, root, path):
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):
        fits = "boolean" in names
    else:
        fits = any(isinstance(value, TYPES[name]) for name in names)
    return [] if fits else [f"{path}: not {wanted}"]


def _properties(value, wanted, schema, root, path):
    if not isinstance(value, dict):
        return []
    return [
        problem
        for name, inner in wanted.items()
        if name in value
        for problem in problems(value[name], inner, root, f"{path}.{name}")
    ]


def _additional(value, wanted, schema, root, path):
    if not isinstance(value, dict):
        return []
    rest = [name for name in value if name not in schema.get("properties", {})]
    if wanted is False:
        return [f"{path}.{name}: not allowed" for name in rest]
    if wanted is True:
        return []
    return [p for name in rest for p in problems(value[name], wanted, root, f"{path}.{name}")]


def _items(value, wanted, schema, root, path):
    if not isinstance(value, list):
        return []
    return [p for i, item in enumerate(value) for p in problems(item, wanted, root, f"{path}[{i}]")]


def _required(value, wanted, schema, root, path):
    return [f"{path}.{n}: missing" for n in wanted if isinstance(value, dict) and n not in value]


def _when(fails):
    def judge(value, wanted, schema, root, path):
        return [f"{path}: {value!r} against {wanted!r}"] if fails(value, wanted) else []

    return judge


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_no_day(value, wanted):
    if not isinstance(value, str) or wanted != "date":
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return True
    return False


def _nothing(value, wanted, schema, root, path):
    return []


JUDGES = {
    "$ref": _reference,
    "anyOf": _any_of,
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "required": _required,
    "enum": _when(lambda value, wanted: value not in wanted),
    "const": _when(lambda value, wanted: value != wanted),
    "pattern": _when(lambda value, wanted: isinstance(value, str) and not re.search(wanted, value)),
    "format": _when(_is_no_day),
    "minLength": _when(lambda value, wanted: isinstance(value, str) and len(value) < wanted),
    "maxLength": _when(lambda value, wanted: isinstance(value, str) and len(value) > wanted),
    "minItems": _when(lambda value, wanted: isinstance(value, list) and len(value) < wanted),
    "minimum": _when(lambda value, wanted: _is_number(value) and value < wanted),
    "maximum": _when(lambda value, wanted: _is_number(value) and value > wanted),
    "exclusiveMinimum": _when(lambda value, wanted: _is_number(value) and value <= wanted),
    **dict.fromkeys(("$schema", "$defs", "title", "description", "default"), _nothing),
}
