"""A slow history of a negotiation: time goes in small steps, and each step may bring the end.

It covers sessions, the expiry, a war of attrition and one change of government in draws that follow
the record of past rounds, with no figure on the table. Nothing is inverted and no threshold drawn:
in each step a side gives in with the chance that its own hazard gives, which for a side known not
to be obstinate is the hazard of its population over the share of those who still may give in.
"""

from __future__ import annotations

import numpy as np

SETTLING = 3.0
CLAIM, PACED = 0.6, 0.75


def stepped_dates(
    rng, size, *, step, end, expiry, early, share_by_expiry, pace, impatience, obstinacy, friction,
    typical_friction, most, change_at, change_chance,
):  # fmt: skip
    """Give the month of each agreement; infinite for none by the end."""
    stubborn = [rng.random(size) < z for z in obstinacy]
    believed = [np.full(size, z) for z in obstinacy]
    worn = [np.zeros(size), np.zeros(size)]
    boost = [np.zeros(size), np.zeros(size)]
    since = np.full(size, -np.inf)
    date = np.full(size, np.inf)
    low, high = np.quantile(most[0], [0.05, 0.95])
    last = np.maximum(low, (high + most[1]) / 2)
    passes = np.clip((high - most[0]) / (high - last), 0, 1) * expiry
    session = early / (1 - (passes / expiry).mean())
    for number in range(round(end / step)):
        now = number * step
        if abs(now - change_at) < step / 2:
            changed = rng.random(size) < change_chance
            other = np.minimum(believed[1] * np.exp(worn[1]), 1)
            believed[1] = np.where(changed, other, believed[1])
            stubborn[0] = np.where(changed, rng.random(size) < obstinacy[0], stubborn[0])
            worn = [np.where(changed, 0.0, w) for w in worn]
            since = np.where(changed, now, since)
            rates = hazards(pace, impatience, friction, typical_friction, now >= expiry)
            boost = at_once(rates, believed)
        rates = hazards(pace, impatience, friction, typical_friction, now >= expiry)
        settling = (since >= 0) & (now < since + SETTLING)
        for side in (0, 1):
            rate = rates[side] + np.where(settling, boost[side], 0.0)
            left = np.exp(-worn[side]) - believed[side]
            own = np.where(left > 0, rate * np.exp(-worn[side]) / np.maximum(left, 1e-12), np.inf)
            gives = ~stubborn[side] & (rng.random(size) < 1 - np.exp(-own * step))
            date = np.where(gives & np.isinf(date), now + step / 2, date)
            # The population wears down whether or not this member of it gives in.
            worn[side] = worn[side] + rate * step
        both = stubborn[0] & stubborn[1]
        if now < expiry:
            meets = (now >= passes) & ~both & (rng.random(size) < 1 - np.exp(-session * step))
            date = np.where(meets & np.isinf(date), now + step / 2, date)
        if now < expiry <= now + step + 1e-9:
            meets = ~both & (rng.random(size) < share_by_expiry)
            date = np.where(meets & np.isinf(date), expiry, date)
    return date


def hazards(pace, impatience, friction, typical_friction, costs):
    """Rates at which payee and payer give in, both claiming the usual share.

    If both claimed the share that the pace is taken at, the rates would add up to it.
    """
    stake = 2 * CLAIM - 1
    usual = (sum(impatience) * (1 - PACED) + 1.0) / (2 * PACED - 1)
    cost = [r * (1 - CLAIM) + (f / (2 * typical_friction) if costs else 0.0)
            for r, f in zip(impatience, friction, strict=True)]  # fmt: skip
    return [pace * cost[1] / stake / usual, pace * cost[0] / stake / usual]


def at_once(rates, believed):
    """Rates that spread what the weaker side gives in at once over the months of settling."""
    own = [-np.log(z) / rate for z, rate in zip(believed, rates, strict=True)]
    horizon = np.minimum(*own)
    left = [
        np.where(o > horizon, z * np.exp(rate * horizon), 1.0)
        for o, z, rate in zip(own, believed, rates, strict=True)
    ]
    return [-np.log(each) / SETTLING for each in left]
