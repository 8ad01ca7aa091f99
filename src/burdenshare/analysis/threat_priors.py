"""What is put in where a case is silent about threats: the record, and the cost of backing down.

Two records bear on whether a refused threat is carried out. Threats of economic sanctions have
been counted by the hundred, but a sanction is cheap next to the end of an alliance's presence, so
their rate is an upper bound and counts for no more than the uniform prior that it replaces. Talks
over bases and shares in which an end was threatened are few but of the same kind, and each of them
counts in full once its end was known. The payoffs of the case count as `PAYOFF_CASES` cases.

Nobody has measured in money what backing down costs. It is put as a part of the rise asked for, as
`burdenshare.cases.unsaid` says: a louder demand makes a more visible retreat.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class SanctionThreats(NamedTuple):
    """How resisted threats of sanctions ended, 1970 to 2000."""

    carried_out: int
    backed_down: int

    @property
    def rate(self) -> float:
        """Share carried out among those that were resisted."""
        return self.carried_out / (self.carried_out + self.backed_down)


class ThreatenedEnd(NamedTuple):
    """Talks over a presence or a share in which one side threatened to end it."""

    case: str
    known_on: date
    ended: bool


SANCTIONS_BY_THE_US = SanctionThreats(132, 69)
SANCTIONS_BY_ALL = SanctionThreats(349, 140)
"""Morgan, Bapat & Kobayashi (2014), Threat and imposition of economic sanctions 1945-2005, Conflict
Management and Peace Science 31; counts as in Crisman-Cox & Gibilisco (2018), American Journal of
Political Science 62."""

THREATENED_ENDS = (
    ThreatenedEnd("UK_EC_1984", date(1984, 6, 30), ended=False),
    ThreatenedEnd("PHL_BASES_1991", date(1991, 7, 31), ended=True),
    ThreatenedEnd("UN_REGULAR_2000", date(2000, 12, 31), ended=False),
    ThreatenedEnd("KGZ_MANAS_2006", date(2006, 7, 31), ended=False),
    ThreatenedEnd("KGZ_MANAS_2009", date(2009, 6, 30), ended=False),
    ThreatenedEnd("KOR_SMA11_2021", date(2021, 3, 31), ended=False),
)
"""From the table of facts `cost_demand_cases`, with the end of the month in which it was known."""

PRIOR_CASES = 2.0
"""Cases that the record of sanctions counts for, as many as the uniform prior it replaces."""

PAYOFF_CASES = 10.0
"""Cases that the payoffs of a case count for."""


def sanction_threats(threatener: str) -> SanctionThreats:
    """Give the record of sanctions for who threatens: that of the US, or that of all."""
    return SANCTIONS_BY_THE_US if threatener == "USA" else SANCTIONS_BY_ALL


def threatened_ends(as_of: date) -> tuple[ThreatenedEnd, ...]:
    """Give the talks with a threat to leave of which the end was known on a day."""
    return tuple(entry for entry in THREATENED_ENDS if entry.known_on <= as_of)
