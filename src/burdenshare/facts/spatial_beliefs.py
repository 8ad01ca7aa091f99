"""The density for issues decided by many, as fitted on past decisions and shipped.

The file holds weights and widths alone, none of the decisions that they were learnt from. It is
written by ``burdenshare backtest --dataset deu3 --write-density``, never by hand.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from burdenshare.bargaining.spatial_density import COMPONENTS, SpatialDensity
from burdenshare.errors import FactError

DATA = Path(__file__).parent / "data" / "spatial_density.json"
VERSION = 1

LEARNT_UNTIL = 2017
"""Last year of the decisions that the shipped density was fitted on."""


@cache
def shipped_density() -> SpatialDensity:
    """Give the density that ships."""
    return read_density(DATA.read_text(encoding="utf-8"))


def read_density(text: str) -> SpatialDensity:
    """Read the file of a fitted density.

    Raises
    ------
    FactError
        If it is not such a file, or of another version.
    """
    try:
        written = json.loads(text)
        if written["version"] != VERSION:
            raise FactError(
                f"the density is of version {written['version']}, not {VERSION}; write it again "
                "with `burdenshare backtest --dataset deu3 --write-density`"
            )
        low, middle, high = (float(share) for share in written["climatology"])
        return SpatialDensity(
            weights=tuple(float(written["weights"][name]) for name in COMPONENTS),
            width=float(written["width"]),
            climatology=(low, middle, high),
            power_exponent=float(written["power_exponent"]),
            fitted_on=int(written["fitted_on"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise FactError(f"this is not the file of a fitted density: {error!r}") from None


def density_text(density: SpatialDensity) -> str:
    """Write a density as the text of a file, to six significant digits."""

    def short(number: float) -> float:
        return float(f"{number:.6g}")

    named = zip(COMPONENTS, density.weights, strict=True)
    written = {
        "version": VERSION,
        "weights": {name: short(weight) for name, weight in named},
        "width": short(density.width),
        "climatology": [short(share) for share in density.climatology],
        "power_exponent": density.power_exponent,
        "fitted_on": density.fitted_on,
    }
    return json.dumps(written, indent=1) + "\n"
