"""Past forecasts, made blind and scored."""
