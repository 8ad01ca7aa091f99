"""The density for issues decided by many, as fitted on past decisions and shipped.

The file holds weights and widths alone, none of the decisions that they were learnt from. It is
written by ``burdenshare backtest --dataset deu3 --write-density``, never by hand.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.bargaining.spatial_density import COMPONENTS, SpatialDensity
from burdenshare.facts.fitted_files import FittedFile

DATA = Path(__file__).parent / "data" / "spatial_density.json"
FILE = FittedFile("a fitted density", 1, "burdenshare backtest --dataset deu3 --write-density")

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
    return FILE.read(text, _density)


def density_text(density: SpatialDensity) -> str:
    """Write a density as the text of a file, to six significant digits."""
    return FILE.text(
        weights=dict(zip(COMPONENTS, density.weights, strict=True)),
        width=density.width,
        climatology=density.climatology,
        power_exponent=density.power_exponent,
        fitted_on=density.fitted_on,
    )


def _density(written: dict[str, Any]) -> SpatialDensity:
    low, middle, high = (float(share) for share in written["climatology"])
    return SpatialDensity(
        weights=tuple(float(written["weights"][name]) for name in COMPONENTS),
        width=float(written["width"]),
        climatology=(low, middle, high),
        power_exponent=float(written["power_exponent"]),
        fitted_on=int(written["fitted_on"]),
    )
