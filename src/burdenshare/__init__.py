"""Fair shares, forecasts and threats in negotiations where allies share a cost."""
