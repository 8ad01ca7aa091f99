"""Partial pooling: what few values of many groups say of each group, and of one not yet seen.

Object and notation. Value y_i belongs to group d(i), and each group d to a family k(d). With

    y_i ~ Normal(mu_d, s_d^2)          mu_d ~ Normal(m_k, t^2)          m_k ~ Normal(m_0, M^2)
    s_d^2 ~ InverseGamma(a, a S^2)     S^2 ~ Gamma(c, c / S_0^2)        t^2 ~ InverseGamma(b, b T^2)

a group with many values keeps its own mean and spread, one with few borrows from its family, and
one without any is drawn from it. All conditional distributions are of standard form, so the
posterior is drawn by Gibbs sampling, many chains side by side.

References
----------
Gelman, Carlin, Stern, Dunson, Vehtari & Rubin (2013), Bayesian Data Analysis, ch. 5 and 11.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_vectors
from burdenshare.errors import ProblemError

Labels = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PoolingPrior:
    """What is believed before any value is seen. [unit of the values]"""

    centre: float = 0.0
    """m_0: where the means of families lie."""
    between_families: float = 0.1
    """M: how far the means of families lie from it."""
    between_groups: float = 0.05
    """T: how far means of groups lie from their family's, as a first guess."""
    within: float = 0.08
    """S_0: spread of values of one group, as a first guess."""
    weight: float = 2.0
    """How many values the first guesses of spread are worth, halved: a = b = c."""
    resolution: float = 0.0
    """Values are known no better than this; equal values are then not taken for certainty."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Draws of the posterior."""

    group_means: Array
    """mu_d, shape (draws, groups)."""
    group_sds: Array
    """s_d, shape (draws, groups)."""
    family_means: Array
    """m_k, shape (draws, families)."""
    between_groups: Array
    """t, shape (draws,)."""
    within: Array
    """S, shape (draws,)."""
    prior: PoolingPrior

    def predict(self, group: int | None, family: int | None, rng: np.random.Generator) -> Array:
        """Draw the next value of a group, of a new group of a family, or of a new family.

        Parameters
        ----------
        group : int or None
            Label of the group; None for one not yet seen.
        family : int or None
            Label of the family of a new group; None for one not yet seen.
        rng : Generator
            Draws the values.

        Returns
        -------
        ndarray, shape (draws,)
            One value a draw of the posterior. [unit of the values]
        """
        size = self.within.size
        if group is not None:
            mean, sd = self.group_means[:, group], self.group_sds[:, group]
        else:
            if family is not None:
                centre = self.family_means[:, family]
            else:
                centre = rng.normal(self.prior.centre, self.prior.between_families, size)
            mean = centre + self.between_groups * rng.standard_normal(size)
            shape = self.prior.weight
            sd = np.sqrt(shape * self.within**2 / rng.gamma(shape, 1.0, size))
        values: Array = mean + sd * rng.standard_normal(size)
        return values


def pool(
    values: ArrayLike,
    groups: ArrayLike,
    families: ArrayLike,
    rng: np.random.Generator,
    *,
    prior: PoolingPrior | None = None,
    draws: int = 4000,
    sweeps: int = 200,
) -> Pooled:
    """Draw the posterior of partially pooled means and spreads.

    Parameters
    ----------
    values : array_like, shape (n,)
        What was seen. [any unit]
    groups : array_like of int, shape (n,)
        Group of each value, numbered from 0.
    families : array_like of int, shape (groups,)
        Family of each group, numbered from 0.
    rng : Generator
        Drives the chains; the same state gives the same draws.
    prior : PoolingPrior, optional
        What is believed before; weak by default, for growth rates.
    draws : int
        Number of chains; the last state of each is one draw, so draws are independent.
    sweeps : int
        Steps of each chain from a draw of the prior.

    Returns
    -------
    Pooled
        With `draws` draws of every mean and spread.

    Raises
    ------
    ProblemError
        If labels are missing, negative or do not match the values.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> seen = pool([0.05, 0.06, 0.07, 0.0], [0, 0, 0, 1], [0, 0], rng, draws=500)
    >>> bool(seen.group_means[:, 0].mean() > seen.group_means[:, 1].mean())
    True
    """
    belief = prior or PoolingPrior()
    seen = as_vectors(values, "values", least=0)
    member, family = _labels(groups, "groups"), _labels(families, "families")
    if seen.ndim != 1 or member.shape != seen.shape:
        raise ProblemError("groups: expected one label for each value")
    if member.size and member.max() >= family.size:
        raise ProblemError(f"families: expected one label for each of {member.max() + 1} groups")
    chain = _Chains(seen, member, family, belief, rng, draws)
    for _ in range(sweeps):
        chain.sweep()
    return Pooled(
        chain.mu, np.sqrt(chain.s2), chain.m, np.sqrt(chain.t2), np.sqrt(chain.S2), belief
    )


def _labels(given: ArrayLike, name: str) -> Labels:
    labels = np.asarray(given)
    if labels.size and not np.issubdtype(labels.dtype, np.integer):
        raise ProblemError(f"{name}: expected whole numbers from 0")
    labels = labels.astype(np.intp)
    if labels.size and labels.min() < 0:
        raise ProblemError(f"{name}: {labels.min()} is negative; labels are numbered from 0")
    return labels


class _Chains:
    """Many chains of the Gibbs sampler side by side; draws on the first axis."""

    def __init__(
        self,
        values: Array,
        groups: Labels,
        families: Labels,
        prior: PoolingPrior,
        rng: np.random.Generator,
        draws: int,
    ) -> None:
        self.prior, self.rng, self.draws = prior, rng, draws
        self.families = families
        self.family_count = int(families.max()) + 1 if families.size else 0
        self.of_family = np.eye(self.family_count)[families]
        self.count = np.bincount(groups, minlength=families.size).astype(np.float64)
        self.sum = np.bincount(groups, weights=values, minlength=families.size)
        self.squares = np.bincount(groups, weights=values**2, minlength=families.size)
        self._start()

    def _start(self) -> None:
        """Begin at a draw of the prior."""
        prior, size = self.prior, (self.draws, self.families.size)
        self.S2 = self.rng.gamma(prior.weight, prior.within**2 / prior.weight, self.draws)
        self.t2 = self._inverse_gamma(
            prior.weight, prior.weight * prior.between_groups**2, self.draws
        )
        self.m = self.rng.normal(
            prior.centre, prior.between_families, (self.draws, self.family_count)
        )
        self.s2 = self._inverse_gamma(prior.weight, prior.weight * self.S2[:, None], size)
        self.mu = self.m[:, self.families] + np.sqrt(self.t2)[:, None] * self.rng.standard_normal(
            size
        )

    def _inverse_gamma(
        self, shape: float | Array, scale: float | Array, size: int | tuple[int, int]
    ) -> Array:
        values: Array = scale / self.rng.gamma(shape, 1.0, size)
        return values

    def sweep(self) -> None:
        """Draw each unknown given all others, once."""
        prior, rng = self.prior, self.rng
        size = (self.draws, self.families.size)
        # Means of groups.
        precision = self.count / self.s2 + 1 / self.t2[:, None]
        mean = (self.sum / self.s2 + self.m[:, self.families] / self.t2[:, None]) / precision
        self.mu = mean + rng.standard_normal(size) / np.sqrt(precision)
        # Spreads of groups.
        errors = self.squares - 2 * self.mu * self.sum + self.count * self.mu**2
        errors = np.maximum(errors, 0.0) + self.count * prior.resolution**2
        scale = prior.weight * self.S2[:, None] + errors / 2
        self.s2 = self._inverse_gamma(prior.weight + self.count / 2, scale, size)
        # Common first guess of spread: gamma prior times inverse-gamma likelihoods is a gamma.
        shape = prior.weight * (1 + self.families.size)
        rate = prior.weight / prior.within**2 + prior.weight * (1 / self.s2).sum(axis=1)
        self.S2 = rng.gamma(shape, 1.0, self.draws) / rate
        # Means of families.
        members = self.of_family.sum(axis=0)
        precision = members / self.t2[:, None] + 1 / prior.between_families**2
        mean = self.mu @ self.of_family / self.t2[:, None]
        mean = (mean + prior.centre / prior.between_families**2) / precision
        self.m = mean + rng.standard_normal(self.m.shape) / np.sqrt(precision)
        # Spread between groups.
        away = ((self.mu - self.m[:, self.families]) ** 2).sum(axis=1)
        scale = prior.weight * prior.between_groups**2 + away / 2
        self.t2 = self._inverse_gamma(prior.weight + self.families.size / 2, scale, self.draws)
