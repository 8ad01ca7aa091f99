"""How sure we are: distributions, draws in blocks, sensitivity and scores of forecasts."""
