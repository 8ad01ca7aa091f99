"""Games that bear a name: what coalitions cost, or gain, in situations that are often met.

Object: a situation described by few numbers, such as claims on an endowment or what each member
needs of one facility, turned into a `Game` of all coalitions, for up to `LARGEST_GAME` members.
`claims`, `airport`, `trees`, `spanning_trees`, `voting` and `assignment` solve such situations
without listing coalitions; here are the games themselves, to hold solutions and axioms to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import as_array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError
from burdenshare.sharing.claims_problem import as_claims_problem
from burdenshare.sharing.coalitions import check_count, coalition_sums, membership
from burdenshare.sharing.games import Game, Kind


def bankruptcy_game(
    endowment: ArrayLike, claims: ArrayLike, members: Sequence[str] | None = None
) -> Game:
    """Give each coalition what is left of the endowment once all others are paid in full.

    The Talmud rule is its nucleolus, random arrival its Shapley value, and adjusted proportional
    awards its tau value. It is convex.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]
    members : sequence of str, optional
        Names of the members.

    Returns
    -------
    Game
        A value game, or many. [unit of `claims`]

    Raises
    ------
    ProblemError
        If it is no claims problem, or there are too many members to list coalitions.

    References
    ----------
    B. O'Neill (1982), A problem of rights arbitration from the Talmud, Math. Soc. Sci. 2.

    Examples
    --------
    >>> bankruptcy_game(200, [100, 200, 300]).to_vector()
    array([  0.,   0.,   0.,   0.,   0., 100., 200.])
    """
    problem = as_claims_problem(endowment, claims)
    check_count(problem.claims.shape[-1])
    sums = coalition_sums(problem.claims)
    left = problem.endowment - sums[..., ::-1]
    values = np.maximum(left, 0.0)
    values[..., 0] = 0.0
    values[..., -1] = problem.endowment[..., 0]
    return Game(values, "value", tuple(members or ()))


def airport_game(costs: ArrayLike, members: Sequence[str] | None = None) -> Game:
    """Charge each coalition the dearest need of its members.

    Its Shapley value is `airport.sequential_equal_contributions`, its nucleolus
    `airport.slack_maximizer`. It is concave.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    members : sequence of str, optional
        Names of the members.

    Returns
    -------
    Game
        A cost game, or many. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, or there are too many members to list coalitions.

    References
    ----------
    S. C. Littlechild and G. Owen (1973), A simple expression for the Shapley value in a special
    case, Management Science 20, 370-372.

    Examples
    --------
    >>> airport_game([8, 11, 13]).to_vector()
    array([ 8., 11., 13., 11., 13., 13., 13.])
    """
    each = as_nonnegative(costs, "costs")
    check_count(each.shape[-1])
    values = np.zeros((*each.shape[:-1], 1))
    for member in range(each.shape[-1]):
        values = np.concatenate([values, np.maximum(values, each[..., member, None])], axis=-1)
    return Game(values, "cost", tuple(members or ()))


def unanimity_game(
    members: int | Sequence[str],
    coalition: Iterable[str | int],
    amount: float = 1.0,
    kind: Kind = "value",
) -> Game:
    """Give an amount to every coalition that holds a certain one; all games are sums of these.

    Parameters
    ----------
    members : int or sequence of str
        How many members, or their names.
    coalition : iterable of str or int
        Who must be there, by name or by position from 0; at least one.
    amount : float
        What arises when they are. [any unit]
    kind : {"value", "cost"}
        How the amount is read.

    Returns
    -------
    Game
        The game; its Shapley value shares the amount equally among the coalition.

    Raises
    ------
    ProblemError
        If the coalition is empty, or names nobody there.

    Examples
    --------
    >>> unanimity_game(3, [0, 2], 6).to_vector()
    array([0., 0., 0., 0., 6., 0., 6.])
    """
    blank = Game.from_function(members, lambda _: 0.0, kind)
    places = {blank.position(member) for member in coalition}
    if not places:
        raise ProblemError("coalition: there is nobody in it, and nothing arises for nobody")
    needed = sum(1 << place for place in places)
    masks = np.arange(blank.values.size)
    worth = float(as_array(amount, "amount"))
    return Game(np.where(masks & needed == needed, worth, 0.0), kind, blank.members)


def weighted_majority_game(
    weights: ArrayLike, quota: float, members: Sequence[str] | None = None
) -> Game:
    """Give 1 to each coalition whose votes reach the quota.

    Its Shapley value is `voting.shapley_shubik`, which takes hundreds of members and exact votes;
    here votes are floats, so fractions that should add up to the quota may miss it.

    Parameters
    ----------
    weights : array_like, shape (n,)
        Votes of each member, not negative.
    quota : float
        Votes needed, above 0 and at most the sum.
    members : sequence of str, optional
        Names of the members.

    Returns
    -------
    Game
        A value game of zeros and ones.

    Raises
    ------
    ProblemError
        If a weight is negative, the quota cannot be reached or needs nobody, or there are too many
        members to list coalitions.

    Examples
    --------
    >>> weighted_majority_game([2, 1, 1], 3).to_vector()
    array([0., 0., 0., 1., 1., 0., 1.])
    """
    votes = as_nonnegative(weights, "weights")
    if votes.ndim != 1:
        raise ProblemError(f"weights: expected one vote a member, got shape {votes.shape}")
    needed = float(as_array(quota, "quota"))
    if not 0 < needed <= votes.sum():
        raise ProblemError(
            f"quota: {needed:g} is not above 0 and at most the {votes.sum():g} votes"
        )
    check_count(len(votes))
    values = (coalition_sums(votes) >= needed).astype(np.float64)
    return Game(values, "value", tuple(members or ()))


def glove_game(left: int, right: int) -> Game:
    """Give each coalition the number of pairs that its gloves make.

    Parameters
    ----------
    left, right : int
        How many members hold one left glove, listed first, and how many one right glove.

    Returns
    -------
    Game
        A value game; in its core the side in short supply takes all. [pairs]

    Raises
    ------
    ProblemError
        If a number is negative, or there is nobody.

    References
    ----------
    L. S. Shapley and M. Shubik (1969), Pure competition, coalitional power, and fair division,
    International Economic Review 10.

    Examples
    --------
    >>> glove_game(1, 2).to_vector()
    array([0., 0., 0., 1., 1., 0., 1.])
    """
    if min(left, right) < 0 or left + right < 1:
        raise ProblemError(f"left, right: {left} and {right} are no numbers of members")
    check_count(left + right)
    bits = as_vectors(membership(left + right), "members")
    pairs = np.minimum(bits[:, :left].sum(axis=1), bits[:, left:].sum(axis=1))
    return Game(pairs, "value")
