"""Time the theory of bargaining: histories of a negotiation, and finite games of offers.

Run it as ``python benchmarks/bargaining.py``; it prints medians of repeated runs. Histories are
drawn in blocks on two threads, as an answer does it; the games run on one.
"""

import numpy as np
from _harness import median_seconds

from burdenshare.analysis import inquire
from burdenshare.analysis.forecast import forecast
from burdenshare.bargaining.history import simulate
from burdenshare.bargaining.history_premises import (
    PAYEE,
    Beliefs,
    CaseLimits,
    Departure,
    Figures,
    Talks,
    TypeChange,
)
from burdenshare.bargaining.offer_game import pie_offers, solve_offer_game
from burdenshare.bargaining.zone import alternating_offers_payment
from burdenshare.cases import load_case
from burdenshare.uncertainty.sampling import Plan, Threads, stream

HISTORIES = 1_000_000


def game(offers, rounds, draws=None):
    """Solve a divide-the-pie game; with draws, each has discount factors of its own."""
    payoffs = pie_offers(offers - 1)
    proposers = [round_ % 2 for round_ in range(rounds)]
    discounts = [0.95, 0.9]
    if draws is not None:
        discounts = np.random.default_rng(0).uniform(0.8, 1.0, (draws, 1, 2))
    return solve_offer_game(payoffs, proposers, discounts)


def believed(rng, size):
    """Draw all that nobody observes of a negotiation."""
    one, gamma = np.ones(1), rng.standard_gamma
    shares = [rng.random(size) for _ in range(8)]
    return Beliefs(
        present=891 * one,
        growth=0.05 + 0.1 * rng.standard_normal(size),
        later_growth=0.05 + 0.1 * rng.standard_normal(size),
        friction=(gamma(2, size) * 0.075, gamma(2, size) * 0.075),
        typical_friction=0.15,
        impatience=(0.08 * one, 0.06 * one),
        obstinacy=(0.3 * shares[0], 0.3 * shares[1]),
        power=shares[2],
        by_expiry=shares[3],
        early_pace=0.3 * shares[4],
        pace=0.6 * shares[5],
        gap_conceded=shares[6],
        anchor=0.1 * shares[7],
        noise=0.04 * one,
        positions_weight=0.5,
        bounded=0.9,
        case_weight=0.5,
        walkouts=0.1 * one,
        limits=CaseLimits(rng.normal(760, 150, size), rng.normal(1160, 110, size)),
        ceiling=rng.normal(1000, 60, size),
        ceiling_bias=rng.normal(0.03, 0.03, size),
        room=-0.02,
        relenting=0.08 * one,
    )


def talks(as_of):
    """Give talks with a demand, an expiry, a deadline, an election and a threat."""
    one = np.ones(1)
    return Talks(
        as_of=as_of,
        horizon=36.0,
        expiry=3.3,
        deadlines=(6.3,),
        changes=(TypeChange(16.0, PAYEE, 0.45 * one, 975 * one),),
        figures=(Figures(1.0, 5000 * one, None),),
        departures=(Departure(0.05 * one, False), Departure(0.01 * one, True)),
    )


def histories(as_of, threads=2):
    """Draw a million histories of 36 months in blocks."""
    course = talks(as_of)

    def fill(block):
        rng = stream(0, "benchmark", block.number)
        return simulate(course, believed(rng, block.size), rng, size=block.size).effective

    return Threads(threads).map(fill, Plan(HISTORIES).blocks())


def main():
    draws = 1_000_000
    low = np.linspace(800, 1000, draws)
    inquiry = inquire(load_case("us-rok-2019"), threads=2)
    parts = (inquiry.model, inquiry.draws, inquiry.figure, inquiry.present, inquiry.made)
    cases = {
        "1,000,000 histories from the opening": (lambda: histories(0.0), 5),
        "1,000,000 histories, a lapse known": (lambda: histories(8.0), 5),
        "the same on one thread": (lambda: histories(8.0, threads=1), 3),
        "forecast of the flagship, 100,000": (
            lambda: forecast(*parts, inquiry.plan, inquiry.executor),
            9,
        ),
        "5 offers, 11 rounds": (lambda: game(5, 11), 15),
        "1,000 offers, 50 rounds": (lambda: game(1_000, 50), 15),
        "10,000 offers, 200 rounds": (lambda: game(10_000, 200), 15),
        "101 offers, 12 rounds, 1,000 draws": (lambda: game(101, 12, 1_000), 5),
        "closed form, 1,000,000 draws": (
            lambda: alternating_offers_payment(low, 1100, 0.05, 0.1, 0.2, low - 50, 1150),
            5,
        ),
    }
    for name, (call, repeats) in cases.items():
        print(f"{name:40s} {1e3 * median_seconds(call, repeats):10.2f} ms")


if __name__ == "__main__":
    main()
