"""Assessment scales written out member by member: slow, obvious versions to compare with.

They follow the order of work of the Committee on Contributions for one machine scale, and the texts
of the other rules, with no array in them.
"""


def machine_scale(
    gni, population, debt, is_ldc, members, *, gradient=0.8, rate=0.125, ceiling=0.22,
    floor=0.00001, ldc_ceiling=0.0001, ceiling_member="USA",
):  # fmt: skip
    """Give the shares after each step of one machine scale, by step, from averages by member."""
    n = range(len(members))
    steps = {}
    capped_one = [member == ceiling_member for member in members]
    income = [max(gni[i], 0.0) for i in n]
    steps["income"] = [income[i] / sum(income) for i in n]

    assessed = [max(income[i] - rate * debt[i], 0.0) for i in n]
    whole = sum(assessed)
    steps["debt-relief"] = [assessed[i] / whole for i in n]

    threshold = sum(income) / sum(population)
    relieved, released = [], 0.0
    after_relief = []
    for i in n:
        a_head = assessed[i] / population[i]
        if a_head < threshold:
            left = assessed[i] * (1 - gradient * (threshold - a_head) / threshold)
            relieved.append(True)
        else:
            left = assessed[i]
            relieved.append(False)
        released += assessed[i] - left
        after_relief.append(left)
    steps["low-income-relief"] = [after_relief[i] / whole for i in n]

    paying = sum(assessed[i] for i in n if not relieved[i] and not capped_one[i])
    shares = []
    for i in n:
        pays = not relieved[i] and not capped_one[i]
        added = released * assessed[i] / paying if pays else 0.0
        shares.append((after_relief[i] + added) / whole)
    steps["reallocation"] = list(shares)

    at_floor = [shares[i] < floor for i in n]
    needed = sum(floor - shares[i] for i in n if at_floor[i])
    payers = [i for i in n if not at_floor[i] and not capped_one[i]]
    together = sum(shares[i] for i in payers)
    shares = [
        floor if at_floor[i] else shares[i] - (needed * shares[i] / together if i in payers else 0)
        for i in n
    ]
    steps["floor"] = list(shares)

    at_cap = [is_ldc[i] and shares[i] > ldc_ceiling for i in n]
    freed = sum(shares[i] - ldc_ceiling for i in n if at_cap[i])
    payers = [i for i in n if not at_floor[i] and not at_cap[i] and not capped_one[i]]
    together = sum(shares[i] for i in payers)
    shares = [
        ldc_ceiling
        if at_cap[i]
        else shares[i] + (freed * shares[i] / together if i in payers else 0)
        for i in n
    ]
    steps["ldc-ceiling"] = list(shares)

    over = [i for i in n if capped_one[i] and shares[i] > ceiling]
    freed = sum(shares[i] - ceiling for i in over)
    payers = [i for i in payers if i not in over]
    together = sum(shares[i] for i in payers)
    shares = [
        ceiling if i in over else shares[i] + (freed * shares[i] / together if i in payers else 0)
        for i in n
    ]
    steps["ceiling"] = list(shares)
    return steps


def largest_remainder(shares, decimals):
    """Round shares in percent so that they sum to 100."""
    unit = 10**decimals
    exact = [share * 100 * unit for share in shares]
    units = [int(value + 1e-7) for value in exact]
    left = 100 * unit - sum(units)
    for i in sorted(range(len(shares)), key=lambda i: (-(exact[i] - units[i]), i))[:left]:
        units[i] += 1
    return [value / (100 * unit) for value in units]


def smallest_first(shares, decimals):
    """Round shares in percent to the nearest; settle the rest on the smallest or the largest."""
    unit = 10**decimals
    units = [int(share * 100 * unit + 0.5) for share in shares]
    left = 100 * unit - sum(units)
    if left > 0:
        for i in sorted(range(len(shares)), key=lambda i: (shares[i], i))[:left]:
            units[i] += 1
    if left < 0:
        for i in sorted(range(len(shares)), key=lambda i: (-shares[i], i))[:-left]:
            units[i] -= 1
    return [value / (100 * unit) for value in units]


def peacekeeping(shares, discounts, payers):
    """Take discounts off, and let payers pay for them in proportion to their shares."""
    lost = sum(share * d for share, d in zip(shares, discounts, strict=True))
    k = lost / sum(share for share, pays in zip(shares, payers, strict=True) if pays)
    return [
        share * (1 + k) if pays else share * (1 - d)
        for share, d, pays in zip(shares, discounts, payers, strict=True)
    ]


def correction(contributions, gni, members, member, amount, reduced, part):
    """Finance a correction of one member by the others, some at a part of their share."""
    others = [i for i, name in enumerate(members) if name != member]
    key = {i: gni[i] / sum(gni[j] for j in others) for i in others}
    paid = {i: part * key[i] * amount for i in others if members[i] in reduced}
    rest = amount - sum(paid.values())
    full = [i for i in others if members[i] not in reduced]
    for i in full:
        paid[i] = rest * key[i] / sum(key[j] for j in full)
    after = list(contributions)
    for i in others:
        after[i] += paid[i]
    after[members.index(member)] -= amount
    return after
