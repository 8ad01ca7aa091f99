"""Fair shares, forecasts and threats in negotiations where allies share a cost.

A case file holds what is known of a negotiation: every number with its source, the date on which
it became known and its uncertainty. ``load`` reads one, ``run`` answers it::

    import burdenshare as bs

    case = bs.load("us-rok-2019")
    answer = bs.run(case, draws=100_000, seed=0)
    print(answer.verdict.text)

The theory is importable by itself: ``from burdenshare.sharing import shapley``.
"""

from typing import TYPE_CHECKING, Any

from burdenshare._version import __version__

if TYPE_CHECKING:
    from burdenshare.analysis import (
        compare,
        fair_shares,
        forecast,
        inquire,
        precedent,
        requirements,
        sensitivity,
        threat,
        why,
        zone,
    )
    from burdenshare.analysis.any_case import run
    from burdenshare.analysis.members_table import share
    from burdenshare.analysis.shared_cost import shared_cost
    from burdenshare.cases.catalog import case_slugs
    from burdenshare.cases.load import load_case as load
    from burdenshare.report.formats import save_report

__all__ = [
    "__version__",
    "case_slugs",
    "compare",
    "decisions",
    "fair_shares",
    "forecast",
    "inquire",
    "load",
    "precedent",
    "requirements",
    "run",
    "save_report",
    "sensitivity",
    "share",
    "shared_cost",
    "threat",
    "why",
    "zone",
]

#: Where each name lives; modules are imported when a name is first used.
_HOMES = {
    "load": ("burdenshare.cases.load", "load_case"),
    "case_slugs": ("burdenshare.cases.catalog", "case_slugs"),
    "compare": ("burdenshare.analysis", "compare"),
    "decisions": ("burdenshare.analysis.decisions", "decisions"),
    "forecast": ("burdenshare.analysis", "forecast"),
    "fair_shares": ("burdenshare.analysis", "fair_shares"),
    "inquire": ("burdenshare.analysis", "inquire"),
    "precedent": ("burdenshare.analysis", "precedent"),
    "requirements": ("burdenshare.analysis", "requirements"),
    "run": ("burdenshare.analysis.any_case", "run"),
    "save_report": ("burdenshare.report.formats", "save_report"),
    "sensitivity": ("burdenshare.analysis", "sensitivity"),
    "share": ("burdenshare.analysis.members_table", "share"),
    "shared_cost": ("burdenshare.analysis.shared_cost", "shared_cost"),
    "threat": ("burdenshare.analysis", "threat"),
    "why": ("burdenshare.analysis", "why"),
    "zone": ("burdenshare.analysis", "zone"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
