"""What is known: dated tables with sources, and readers of tables that users download."""

from __future__ import annotations

from burdenshare.facts.catalog import all_sources, load_table, table_names
from burdenshare.facts.table import Lookup, Row, Table

__all__ = ["Lookup", "Row", "Table", "all_sources", "load_table", "table_names"]
