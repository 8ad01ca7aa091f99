"""Limits unseen on both sides."""

import numpy as np
import pytest
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.bilateral_trade import (
    best_posted_price,
    double_auction,
    efficiency_deficit,
    first_best,
    linear_strategies,
    posted_price,
    second_best,
    trade_wedge,
)
from burdenshare.errors import ProblemError

SUPPORTS = [
    ((0.0, 1.0), (0.0, 1.0)),
    ((0.3, 1.5), (0.0, 1.0)),
    ((0.0, 1.0), (0.0, 0.5)),
    ((0.9, 1.0), (0.0, 1.0)),
    ((0.0, 1.0), (0.4, 2.0)),
    ((-3.0, 2.0), (-1.0, 0.0)),
]


@pytest.mark.parametrize(("buyer", "seller"), SUPPORTS)
def test_rules_against_a_grid(buyer, seller):
    wedge = float(trade_wedge(buyer, seller))
    answers = {
        "first": (first_best(buyer, seller), lambda v, c: v >= c),
        "second": (second_best(buyer, seller), lambda v, c: v - c >= wedge),
        "posted": (posted_price(buyer, seller, 0.45), lambda v, c: (v >= 0.45) & (c <= 0.45)),
    }
    for k in (0.0, 0.5, 0.8):
        rule = linear_strategies(buyer, seller, k)
        answers[k] = (
            double_auction(buyer, seller, k),
            lambda v, c, rule=rule: (
                np.minimum(rule.buyer[0] * v + rule.buyer[1], rule.highest_bid)
                >= np.maximum(rule.seller[0] * c + rule.seller[1], rule.lowest_ask)
            ),
        )
    for answer, trades in answers.values():
        probability, gains = naive.trade(buyer, seller, trades)
        np.testing.assert_allclose(
            [answer.probability, answer.gains], [probability, gains], atol=5e-3
        )


@pytest.mark.parametrize(("buyer", "seller"), SUPPORTS)
def test_wedge_and_deficit_by_quadrature(buyer, seller):
    np.testing.assert_allclose(
        trade_wedge(buyer, seller), naive.trade_wedge(buyer, seller), atol=1e-10
    )
    np.testing.assert_allclose(
        efficiency_deficit(buyer, seller), naive.efficiency_deficit(buyer, seller), atol=1e-8
    )


@pytest.mark.parametrize("k", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize(("buyer", "seller"), SUPPORTS)
def test_linear_strategies_are_best_replies(buyer, seller, k):
    rule = linear_strategies(buyer, seller, k)
    v, c = (np.linspace(*support, 4001) for support in (buyer, seller))
    bids = np.minimum(rule.buyer[0] * v + rule.buyer[1], rule.highest_bid)
    asks = np.maximum(rule.seller[0] * c + rule.seller[1], rule.lowest_ask)
    tried = np.linspace(min(buyer[0], seller[0]) - 0.1, max(buyer[1], seller[1]) + 0.1, 301)
    for share in (0.0, 0.25, 0.6, 1.0):
        at = int(share * 4000)
        kept = naive.bid_payoff(v[at], bids[at] + 1e-9, asks, k)
        best = max(naive.bid_payoff(v[at], bid, asks, k) for bid in tried)
        assert kept >= best - 2e-3
        kept = naive.ask_payoff(c[at], asks[at] - 1e-9, bids, k)
        best = max(naive.ask_payoff(c[at], ask, bids, k) for ask in tried)
        assert kept >= best - 2e-3


def test_supports_far_apart_trade_at_one_price():
    rule = linear_strategies((2.0, 3.0), (0.0, 1.0), 0.25)
    np.testing.assert_allclose(rule.buyer, [0.0, 1.25])
    np.testing.assert_allclose(rule.seller, [0.0, 1.25])
    np.testing.assert_allclose(double_auction((2.0, 3.0), (0.0, 1.0), 0.25), [1.0, 2.0])
    assert efficiency_deficit((2.0, 3.0), (0.0, 1.0)) == pytest.approx(-1.0)


@pytest.mark.parametrize("seller", [(2.0, 3.0), (1.0, 2.0)])
def test_nothing_to_trade(seller):
    for answer in (first_best, second_best, double_auction):
        np.testing.assert_allclose(answer((0.0, 1.0), seller), [0.0, 0.0], atol=1e-15)
    assert trade_wedge((0.0, 1.0), seller) == 0


@pytest.mark.parametrize(
    ("buyer", "seller"),
    [((0.6, 0.6), (0.0, 1.0)), ((0.0, 1.0), (0.4, 0.4)), ((0.6, 0.6), (0.5, 0.5))],
)
def test_one_limit_known_loses_nothing(buyer, seller):
    assert trade_wedge(buyer, seller) == 0
    np.testing.assert_allclose(second_best(buyer, seller), first_best(buyer, seller))
    close = first_best(np.add(buyer, [0, 1e-7]), np.add(seller, [0, 1e-7]))
    np.testing.assert_allclose(first_best(buyer, seller), close, atol=1e-6)


@pytest.mark.parametrize(("buyer", "seller"), SUPPORTS)
def test_best_price_beats_all_others(buyer, seller):
    prices = np.linspace(-3, 2, 1001)
    best = posted_price(buyer, seller, best_posted_price(buyer, seller)).gains
    assert best >= posted_price(buyer, seller, prices).gains.max() - 1e-12


def test_leading_axes_are_draws():
    buyers = np.array([support[0] for support in SUPPORTS])
    sellers = np.array([support[1] for support in SUPPORTS])
    wedges = trade_wedge(buyers, sellers)
    np.testing.assert_allclose(wedges, [trade_wedge(*support) for support in SUPPORTS])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: first_best((1.0, 0.0), (0.0, 1.0)), "buyer: the lower end"),
        (lambda: first_best((0.0, 1.0), (0.0, 1.0, 2.0)), "seller"),
        (lambda: linear_strategies((0.0, 1.0), (0.0, 1.0), 1.5), "price_weight"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
