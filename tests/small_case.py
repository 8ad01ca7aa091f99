"""A case small enough to compute by hand, as plain data that a test may change.

Provider AAA keeps forces in host BBB. AAA spends 100 (60 of it printed as operations, 40 as pay)
and BBB 20 from its payment and 10 beside it, all in USD million of 2020.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from burdenshare.cases import Case, parse_case

PLAIN: dict[str, Any] = {
    "burdenshare": 1,
    "slug": "small",
    "title": "A small case",
    "description": "Invented for tests.",
    "as_of": "2020-06-30",
    "money": {"currency": "USD", "unit": "million", "price_year": 2020},
    "parties": {
        "AAA": {"name": "Aland", "population": 30, "gdp": 300, "stand_alone_cost": 90,
                "source": "s"},
        "BBB": {"name": "Bland", "population": 10, "gdp": 100, "stand_alone_cost": 80,
                "source": "s"},
    },
    "payment": {"payer": "BBB", "payee": "AAA", "current": 20, "term": 4, "source": "s"},
    "costs": [
        {"id": "local", "name": "Local items", "payer": "BBB", "amount": 20, "from_payment": True,
         "caused_by_payer": 0.5, "source": "s"},
        {"id": "operations", "name": "Operations", "payer": "AAA", "amount": 60,
         "caused_by_payer": 0.5, "source": "s"},
        {"id": "pay", "name": "Pay", "payer": "AAA", "amount": 40, "caused_by_payer": 0.25,
         "source": "s"},
        {"id": "land", "name": "Land", "payer": "BBB", "amount": 10, "caused_by_payer": 1,
         "source": "s"},
    ],
    "cost_bases": [
        {"id": "narrow", "name": "the narrow base", "items": ["local", "operations"]},
        {"id": "wide", "name": "the wide base", "includes": "narrow", "items": ["pay", "land"],
         "whole": True},
    ],
    "benefits": [
        {"id": "b-a", "name": "Reach", "party": "AAA", "amount": 60, "source": "s"},
        {"id": "b-b", "name": "Safety", "party": "BBB", "amount": 120, "source": "s"},
    ],
    "disagreement": [
        {"id": "lapse", "name": "Lapse", "payment": 20, "losses": {"AAA": 4, "BBB": 6},
         "source": "s"},
        {"id": "leave", "name": "Leave", "probability": 0.25, "withdrawn": 1,
         "saves": ["operations", "pay"], "source": "s"},
    ],
    "bargaining": {"power": 0.75, "discount_rates": {"AAA": 0.1, "BBB": 0.1}, "source": "s"},
    "positions": [
        {"id": "ask", "date": "2020-05-01", "party": "AAA", "kind": "demand", "amount": 55,
         "text": "Asks 55.", "source": "s"},
    ],
    "sources": {"s": {"title": "A source", "publisher": "A press", "date": "2020-01-01"}},
}  # fmt: skip


def plain() -> dict[str, Any]:
    """Give a copy of the small case that a test may change."""
    return copy.deepcopy(PLAIN)


def read(data: dict[str, Any]) -> Case:
    """Read plain data as a case file."""
    return parse_case(json.dumps(data), "small.json", "json")
