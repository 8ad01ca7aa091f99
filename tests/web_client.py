"""The page's server called without a network."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # It asks for the successor of httpx, which no other part of the tests needs.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

__all__ = ["TestClient"]
