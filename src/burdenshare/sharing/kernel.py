"""The kernel: payments at which no two members have unequal complaints against one another.

Object and notation. In a value game v with payments x, the surplus of i against j is the most that
a coalition with i and without j could gain over its payments,

    s_ij(x) = max over S with i in S, j not in S of v(S) - x(S)

Payments are in the kernel if for every pair s_ij > s_ji only where j stands at its own worth
v({j}). A cost game is read through what its coalitions gain.

References
----------
M. Davis and M. Maschler (1965), The kernel of a cooperative game, Naval Research Logistics
Quarterly 12, 223-259.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Matrix
from burdenshare.sharing.games import Game, as_allocation, coalition_sums, membership, one_game


class KernelMembership(NamedTuple):
    """Whether charges are in the kernel, and if not, which pair is out of balance."""

    inside: bool
    """Whether all pairs are in balance."""
    pair: tuple[str, ...]
    """The member that outweighs and the member that is outweighed most; empty if none is."""
    gap: float
    """By how much. [unit of the game]"""

    def __bool__(self) -> bool:
        """Whether the charges are in the kernel."""
        return self.inside


def surpluses(game: Game, charges: ArrayLike) -> Matrix:
    """Give the surplus of every member against every other.

    Parameters
    ----------
    game : Game
        A single cost or value game. [any unit]
    charges : array_like, shape (n,)
        Charges (payments in a value game). [unit of the game]

    Returns
    -------
    ndarray, shape (n, n)
        s_ij in row i, column j; 0 on the diagonal. [unit of the game]

    Examples
    --------
    >>> surpluses(Game.from_vector([0, 0, 10], kind="value"), [7, 3])
    array([[ 0., -7.],
           [-3.,  0.]])
    """
    single = one_game(game)
    paid = as_allocation(charges, single, "charges")
    excess = single.gains - single.sign * coalition_sums(paid)
    inside = membership(single.size).astype(bool)
    found = np.zeros((single.size, single.size))
    for i in range(single.size):
        for j in range(single.size):
            if i != j:
                found[i, j] = excess[inside[:, i] & ~inside[:, j]].max()
    return found


def in_kernel(game: Game, charges: ArrayLike, *, tolerance: float = 1e-9) -> KernelMembership:
    """Say whether charges are in the kernel, and name the pair most out of balance.

    Parameters
    ----------
    game : Game
        A single cost or value game. [any unit]
    charges : array_like, shape (n,)
        Charges (payments in a value game) that add up to the whole. [unit of the game]
    tolerance : float
        How far a pair may be out of balance, relative to the largest value.

    Examples
    --------
    >>> in_kernel(Game.from_vector([0, 0, 10], kind="value"), [5, 5]).inside
    True
    """
    single = one_game(game)
    paid = as_allocation(charges, single, "charges")
    slack = tolerance * max(1.0, float(np.abs(single.values).max()))
    against = surpluses(single, paid)
    gap = against - against.T
    # Nobody can be pressed below its own worth.
    room = (
        single.sign * (paid - single.singles) if single.kind == "value" else single.singles - paid
    )
    gap[:, room <= slack] = np.minimum(gap[:, room <= slack], 0.0)
    i, j = np.unravel_index(int(gap.argmax()), gap.shape)
    if gap[i, j] <= slack:
        return KernelMembership(True, (), 0.0)
    return KernelMembership(False, (single.members[i], single.members[j]), float(gap[i, j]))
