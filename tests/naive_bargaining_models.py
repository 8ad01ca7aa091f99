"""Slow, obvious versions of the models of incomplete information and threats.

Each takes a different road from the package: grids, quadrature, simulation, best replies checked
one by one, or backward induction over a tree.
"""

import itertools
import math

import numpy as np
from scipy import integrate, optimize, stats


def best_demand(survival, low, high, deal_value=0.0, refusal_value=0.0, points=200_001):
    """Try every demand on a fine grid."""
    demands = np.linspace(low, high, points)
    kept = survival(demands)
    worth = kept * (demands + deal_value) + (1 - kept) * refusal_value
    place = int(np.argmax(worth))
    return demands[place], 1 - kept[place], worth[place]


def two_periods(discount, points=2001):
    """Give the first demand, cutoff and second demand by search: limits uniform on 0 to 1."""
    cutoffs = np.linspace(0, 1, points)
    second = cutoffs / 2
    first = cutoffs - discount * (cutoffs - second)
    gain = (1 - cutoffs) * first + discount * (cutoffs - second) * second
    place = int(np.argmax(gain))
    return first[place], cutoffs[place], second[place]


def demand_gain(periods, own, other, points=400):
    """Give the gain of a provider by backward induction over cutoffs on a grid, limits uniform."""
    cutoffs = np.linspace(0, 1, points + 1)
    worth, price = np.zeros(points + 1), cutoffs.copy()
    for period in range(periods):
        value, asked = np.zeros(points + 1), np.zeros(points + 1)
        for i, top in enumerate(cutoffs):
            pays = (
                cutoffs[: i + 1]
                if period == 0
                else (cutoffs[: i + 1] - other * (cutoffs[: i + 1] - price[: i + 1]))
            )
            total = (top - cutoffs[: i + 1]) * pays + own * worth[: i + 1]
            best = int(np.argmax(total))
            value[i], asked[i] = total[best], pays[best]
        worth, price = value, asked
    return worth[-1]


def two_types(low, high, chance_high, discount):
    """Give the provider's gain over two periods when the limit is one of two: three candidates."""
    apart = high - discount * (high - low)
    choices = [low, chance_high * apart + discount * (1 - chance_high) * low]
    if chance_high * high > low:
        served = (chance_high - low / high) / (1 - low / high)
        choices.append(served * high + discount * (1 - served) * low)
    return max(choices)


def trade(buyer, seller, trades, points=400):
    """Give probability and gains of a rule `trades(v, c)` by the midpoint rule on a grid."""
    steps = (np.arange(points) + 0.5) / points
    v = buyer[0] + (buyer[1] - buyer[0]) * steps[:, None]
    c = seller[0] + (seller[1] - seller[0]) * steps[None, :]
    made = trades(v, c)
    return made.mean(), (made * (v - c)).mean()


def efficiency_deficit(buyer, seller):
    """Integrate (1 - F(t)) G(t) over both supports and take it away over all: rents less gains."""
    law_v = stats.uniform(buyer[0], buyer[1] - buyer[0])
    law_c = stats.uniform(seller[0], seller[1] - seller[0])

    def area(low, high):
        points = sorted(t for t in (*buyer, *seller) if low < t < high)
        return integrate.quad(
            lambda t: law_v.sf(t) * law_c.cdf(t), low, high, points=points or None
        )[0]

    rents = area(*buyer) + area(*seller)
    return rents - area(min(buyer[0], seller[0]), max(buyer[1], seller[1]))


def trade_wedge(buyer, seller):
    """Solve the binding budget constraint, its integral done over the surplus itself."""
    most = buyer[1] - seller[0]

    def density(s):
        overlap = min(buyer[1], seller[1] + s) - max(buyer[0], seller[0] + s)
        return max(overlap, 0.0) / (buyer[1] - buyer[0]) / (seller[1] - seller[0])

    kinks = [buyer[0] - seller[0], buyer[1] - seller[1], buyer[0] - seller[1]]

    def budget(wedge):
        points = sorted(k for k in kinks if wedge < k < most)
        value, _ = integrate.quad(
            lambda s: (2 * s - most) * density(s), wedge, most, points=points or None
        )
        return value

    return optimize.brentq(budget, 0, most / 2, xtol=1e-13) if budget(0) < 0 else 0.0


def bid_payoff(value, bid, asks, weight):
    """Give what a bid earns a buyer on average against a list of asks."""
    made = bid >= asks
    return np.mean(np.where(made, value - weight * bid - (1 - weight) * asks, 0.0))


def ask_payoff(cost, ask, bids, weight):
    """Give what an ask earns a seller on average against a list of bids."""
    made = bids >= ask
    return np.mean(np.where(made, weight * bids + (1 - weight) * ask - cost, 0.0))


def attrition_payoff(stop, side, demands, at_once, hazards, horizon, rates):
    """Integrate what a side gets that gives in at `stop`, the other playing its equilibrium."""
    other = 1 - side
    win, lose, rate = demands[side], 1 - demands[other], rates[side]
    atom, hazard = at_once[other], hazards[other]
    end = min(stop, horizon)
    density = lambda t: (1 - atom) * hazard * math.exp(-hazard * t) * win * math.exp(-rate * t)  # noqa: E731
    value, _ = integrate.quad(density, 0, end)
    still = (1 - atom) * math.exp(-hazard * end)
    return atom * win + value + still * lose * math.exp(-rate * stop)


def shaded_nash(t_min, t_max, power, ratified):
    """Maximise the product on a grid, then in the small."""

    def loss(t):
        chance = ratified(t)
        if not (t_min < t < t_max) or chance <= 0:
            return 1e9
        return -(math.log(chance) + power * math.log(t - t_min) + (1 - power) * math.log(t_max - t))

    grid = np.linspace(t_min, t_max, 4001)[1:-1]
    best = grid[int(np.argmin([loss(t) for t in grid]))]
    step = grid[1] - grid[0]
    return optimize.minimize_scalar(
        loss, bounds=(best - step, best + step), method="bounded", options={"xatol": 1e-12}
    ).x


def constrained_offers(discounts, least, rounds=4000):
    """Iterate what each side keeps as proposer until it no longer moves."""
    mine, theirs = 1.0, 1.0
    for _ in range(rounds):
        mine, theirs = (
            1 - max(discounts[1] * theirs, least[1]),
            1 - max(discounts[0] * mine, least[0]),
        )
    return mine, theirs


def signalling(means, resist, rng, draws=200_000):
    """Simulate the game for a given chance of resistance; give what it leads to."""
    sq, va, wa, back, cb, wb, vb = means
    fight = wa + rng.standard_normal(draws)
    retreat = back + rng.standard_normal(draws)
    best = np.maximum(fight, retreat)
    challenges = resist * best + (1 - resist) * va >= sq
    firm = np.mean((fight >= retreat)[challenges])
    target = wb + rng.standard_normal(draws)
    resists = np.mean(firm * target + (1 - firm) * vb >= cb)
    return challenges.mean(), firm, resists


def crisis(rates, highest, prizes, horizon, quits, rng, draws=200_000):
    """Draw costs of a fight and dates of giving in; give who gave in, and how often a fight."""
    hold = []
    for side in (0, 1):
        growth = rates[1 - side] / prizes[1 - side]
        cost = rng.uniform(0, highest[side], draws)
        locked = cost <= rates[side] * horizon
        # Those not locked in give in at dates that make up the distribution of survivors.
        left = (1 - quits[side]) / (1 + growth * horizon)
        uniform = rng.uniform(left, 1.0, draws)
        date = np.where(uniform > 1 - quits[side], 0.0, ((1 - quits[side]) / uniform - 1) / growth)
        hold.append(np.where(locked, np.inf, date))
    first, second = hold
    fight = np.isinf(first) & np.isinf(second)
    return np.mean(first < second), np.mean(second < first), fight.mean()


def giving_in_payoff(stop, side, rates, prizes, horizon, quits):
    """Give what a side gets that gives in at `stop` in a crisis."""
    other = 1 - side
    growth, start = rates[side] / prizes[side], 1 - quits[other]
    value, _ = integrate.quad(lambda t: start * growth / (1 + growth * t) ** 2, 0, stop)
    still = start / (1 + growth * stop)
    return (quits[other] + value) * prizes[side] - still * rates[side] * stop


def muthoo_utility(demands, costs, side):
    """Bargain in the second stage by Nash over what revocations leave, on a grid."""
    if sum(demands) <= 1:
        shares = [demands[side] + (1 - sum(demands)) / 2 for side in (0, 1)]
        return shares[side]
    x = np.linspace(0, 1, 20_001)
    shares = (x, 1 - x)
    gains = [s - k * np.maximum(d - s, 0) for s, k, d in zip(shares, costs, demands, strict=True)]
    product = np.where((gains[0] > 0) & (gains[1] > 0), gains[0] * gains[1], -1.0)
    return gains[side][int(np.argmax(product))]


def attempt_payoff(own_attempts, other_attempts, side, success, costs, demands, split):
    """Average over which attempts hold."""
    total = 0.0
    for holds in itertools.product((0, 1), repeat=2):
        chance, bound = 1.0, [False, False]
        for who, attempts in ((side, own_attempts), (1 - side, other_attempts)):
            p = success[who] if attempts else 0.0
            chance *= p if holds[who] else 1 - p
            bound[who] = bool(holds[who])
        if all(bound):
            share = 0.0
        elif bound[side]:
            share = demands[side]
        elif bound[1 - side]:
            share = 1 - demands[1 - side]
        else:
            share = split[side]
        total += chance * share
    return total - (costs[side] if own_attempts else 0.0)


def annuity(payment, rate, growth, years):
    """Add the payments up one by one."""
    return sum(payment * (1 + growth) ** (k - 1) / (1 + rate) ** k for k in range(1, years + 1))


class ReputationGame:
    """The queue of talks as a tree: strategies by talks and reputation, values by recursion."""

    def __init__(self, queue, break_even, gains, costs, discount):
        self.queue, self.break_even = queue, break_even
        self.gains, self.costs, self.discount = gains, costs, discount

    def yields(self, talks, reputation, last):
        if last is not None and self.queue.tested_by[last] == talks:
            return float(self.queue.yields_then[last])
        return float(reputation >= self.queue.threshold[talks])

    def fights(self, talks, reputation):
        """How often a provider that is not tough fights: what Bayes' rule asks for."""
        needed = self.queue.needed[talks]
        if needed >= 1:
            return 0.0
        if reputation >= needed:
            return 1.0
        return min(reputation * (1 - needed) / ((1 - reputation) * needed), 1.0)

    def value(self, talks, reputation, last=None):
        """What a provider that is not tough expects from these talks on."""
        if talks == len(self.gains) or reputation == 0:
            return 0.0
        chance = self.yields(talks, reputation, last)
        if_yields = self.gains[talks] + self.discount * self.value(talks + 1, reputation, last)
        mix = self.fights(talks, reputation)
        return chance * if_yields + (1 - chance) * mix * self.fight_value(talks, reputation)

    def fight_value(self, talks, reputation):
        mix = self.fights(talks, reputation)
        after = reputation / (reputation + (1 - reputation) * mix)
        return -self.costs[talks] + self.discount * self.value(talks + 1, after, talks)

    def tough(self, talks, reputation):
        return reputation + (1 - reputation) * self.fights(talks, reputation)
