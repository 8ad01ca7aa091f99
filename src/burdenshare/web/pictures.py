"""A chart made ready to be moved: its specification apart from its data and its scales.

A page draws a specification once. When only numbers have changed since, it puts in the new data and
the new ends of the axes, which takes a fraction of the time. So the specification of a chart is
taken apart: its data get names, and numbers and words that move with them become signals.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from burdenshare.report.charts import Spec


@dataclass
class Parts:
    """A specification taken apart."""

    spec: Spec
    data: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    signals: dict[str, float | str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Digest of the specification: equal for charts that differ in data and signals alone."""
        text = json.dumps(self.spec, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def take_apart(spec: Spec) -> Parts:
    """Take the data, the ends of axes and the words of marks out of a specification.

    Examples
    --------
    >>> parts = take_apart({"data": {"values": [{"x": 1}]}, "mark": "point"})
    >>> parts.spec["data"], parts.data
    ({'name': 'd0'}, {'d0': [{'x': 1}]})
    """
    parts = Parts({})
    plain = _apart(spec, parts)
    assert isinstance(plain, dict)
    if parts.signals:
        named = [{"name": name, "value": value} for name, value in parts.signals.items()]
        plain["params"] = [*plain.get("params", []), *({**p, "value": None} for p in named)]
    parts.spec = plain
    return parts


def _apart(value: Any, parts: Parts) -> Any:
    if isinstance(value, list | tuple):
        return [_apart(item, parts) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Any] = {}
    for key, item in value.items():
        if key == "data" and isinstance(item, dict) and isinstance(item.get("values"), list):
            name = f"d{len(parts.data)}"
            parts.data[name] = item["values"]
            result[key] = {"name": name}
        elif key == "scale" and _is_range(item):
            low, high = _ends(parts, *item["domain"])
            rest = {name: v for name, v in item.items() if name != "domain"}
            result[key] = {**rest, "domainMin": low, "domainMax": high}
        elif key == "text" and isinstance(item, dict) and isinstance(item.get("value"), str):
            result[key] = {**item, "value": _signal(parts, item["value"])}
        else:
            result[key] = _apart(item, parts)
    return result


def _is_range(scale: Any) -> bool:
    domain = scale.get("domain") if isinstance(scale, dict) else None
    return (
        isinstance(domain, list | tuple)
        and len(domain) == 2
        and all(isinstance(end, int | float) for end in domain)
    )


def _ends(parts: Parts, low: float, high: float) -> tuple[dict[str, str], dict[str, str]]:
    """Name the ends of an axis; layers that have the same ends share them, as one scale must."""
    names = list(parts.signals)
    for first, second in itertools.pairwise(names):
        if (parts.signals[first], parts.signals[second]) == (low, high):
            return {"expr": first}, {"expr": second}
    return _signal(parts, low), _signal(parts, high)


def _signal(parts: Parts, value: float | str) -> dict[str, str]:
    """Give a value a name of its own."""
    name = f"s{len(parts.signals)}"
    parts.signals[name] = value
    return {"expr": name}
