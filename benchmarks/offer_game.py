"""Time the finite game of offers: medians of repeated solves, one thread.

Run as ``python benchmarks/offer_game.py``.
"""

import statistics
import time

import numpy as np

from burdenshare.bargaining.offer_game import pie_offers, solve_offer_game
from burdenshare.bargaining.zone import alternating_offers_payment


def median_seconds(call, repeats=15):
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def game(offers, rounds, draws=None):
    """Solve a divide-the-pie game; with draws, each has discount factors of its own."""
    payoffs = pie_offers(offers - 1)
    proposers = [round_ % 2 for round_ in range(rounds)]
    discounts = [0.95, 0.9]
    if draws is not None:
        discounts = np.random.default_rng(0).uniform(0.8, 1.0, (draws, 1, 2))
    return solve_offer_game(payoffs, proposers, discounts)


def main():
    draws = 1_000_000
    low = np.linspace(800, 1000, draws)
    cases = {
        "5 offers, 11 rounds": lambda: game(5, 11),
        "1,000 offers, 50 rounds": lambda: game(1_000, 50),
        "10,000 offers, 200 rounds": lambda: game(10_000, 200),
        "101 offers, 12 rounds, 1,000 draws": lambda: game(101, 12, 1_000),
        "closed form, 1,000,000 draws": lambda: alternating_offers_payment(
            low, 1100, 0.05, 0.1, 0.2, low - 50, 1150
        ),
    }
    for name, call in cases.items():
        print(f"{name:40s} {1e3 * median_seconds(call, 5 if 'draws' in name else 15):10.2f} ms")


if __name__ == "__main__":
    main()
