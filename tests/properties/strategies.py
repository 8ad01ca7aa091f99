"""Hypothesis strategies that draw the problems the theory is about."""
