"""The parts of an answer: each question put to the same model and draws, when it is asked for.

Parts rest on one another: reservation values serve the zone, the forecast and precedent, and the
histories serve the forecast and what it is sensitive to. Each is computed once. With a `Ledger` a
part that was computed for earlier assumptions, and has been read from none that has changed, is
taken from there.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, cast

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import fair_shares, headline_base
from burdenshare.analysis.forecast import forecast
from burdenshare.analysis.histories import Simulated, simulated
from burdenshare.analysis.ledger import Entry, Ledger, Moved
from burdenshare.analysis.precedent import precedent
from burdenshare.analysis.promises import promises
from burdenshare.analysis.recalled import Memory
from burdenshare.analysis.requirements import requirements
from burdenshare.analysis.sensitivity import sensitivity
from burdenshare.analysis.threat import threat
from burdenshare.analysis.zone import judged, zone
from burdenshare.cases.schema import CostBase
from burdenshare.model import Draws, Model
from burdenshare.results import (
    FairShares,
    Figure,
    Finding,
    Forecast,
    Made,
    Precedent,
    Promises,
    Requirements,
    Sensitivity,
    Threat,
    Zone,
)
from burdenshare.uncertainty.sampling import Executor, Plan, Threads

T = TypeVar("T")

ONE_THREAD = Threads(1)
"""For a question that is asked beside others."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A model with its draws, and the figure that it is asked about."""

    model: Model
    draws: Draws
    plan: Plan
    executor: Executor
    figure: Figure
    present: Figure
    made: Made
    findings: tuple[Finding, ...]


class _Made(Protocol):
    """A result that says how it was made."""

    @property
    def made(self) -> Made: ...


R = TypeVar("R", bound=_Made)


class Parts:
    """Answers to the questions of an inquiry, each computed when it is first asked for.

    Parameters
    ----------
    inquiry : Inquiry
        What is asked.
    memory : Memory, optional
        What was computed of earlier draws of the fair shares.
    ledger : Ledger, optional
        Parts that were computed under earlier assumptions.
    moved : mapping, optional
        What is assumed now, by path.
    """

    def __init__(
        self,
        inquiry: Inquiry,
        memory: Memory | None = None,
        ledger: Ledger | None = None,
        moved: Moved | None = None,
    ) -> None:
        """Compute nothing yet."""
        self.inquiry, self._memory = inquiry, memory
        self._ledger, self._moved = ledger, moved or {}
        self._done: dict[str, Any] = {}
        self._entries: dict[str, Entry] = {}

    # --- the questions ----------------------------------------------------------------------------

    def limits(self) -> amounts.Reservation:
        """Give what each side would rather have than disagree, draw by draw."""
        return self._once("limits", amounts.reservation)

    def fair_shares(self) -> FairShares:
        """Say who should pay what."""
        asked, memory = self.inquiry, self._memory
        return self._part(
            "fair_shares",
            lambda model, draws: fair_shares(
                model, draws, asked.figure, asked.present, asked.made, asked.executor, memory
            ),
        )

    def zone(self) -> Zone:
        """Say what could be agreed."""
        asked, limits = self.inquiry, self.limits()
        found = self._part(
            "zone",
            lambda model, draws: zone(
                model, draws, asked.figure, asked.present, asked.made, limits
            ),
            "limits",
        )
        return found if found.figure == asked.figure else judged(found, limits, asked.figure)

    def histories(self) -> Simulated | None:
        """Draw histories of the talks, unless their outcome is known."""
        asked = self.inquiry
        if asked.model.case.outcome is not None:
            return None
        limits = self.limits()
        return self._once(
            "histories",
            lambda model, draws: simulated(model, draws, asked.plan, asked.executor, limits),
            "limits",
        )

    def forecast(self) -> Forecast:
        """Say what will be agreed, and when."""
        asked, limits, drawn = self.inquiry, self.limits(), self.histories()
        return self._part(
            "forecast",
            lambda model, draws: forecast(
                model,
                draws,
                asked.figure,
                asked.present,
                asked.made,
                asked.plan,
                asked.executor,
                limits,
                drawn=drawn,
            ),
            "limits",
            "histories",
        )

    def threat(self) -> Threat:
        """Judge the threat to leave."""
        asked = self.inquiry
        return self._part(
            "threat",
            lambda model, draws: threat(
                model, draws, asked.figure, asked.present, asked.made, asked.plan, ONE_THREAD
            ),
        )

    def precedent(self) -> Precedent:
        """Say what the settlement does to the talks that follow."""
        asked, limits = self.inquiry, self.limits()
        return self._part(
            "precedent",
            lambda model, draws: precedent(
                model, draws, asked.figure, asked.present, asked.made, limits
            ),
            "limits",
        )

    def requirements(self) -> Requirements:
        """Say what would have to be true for the figure."""
        asked = self.inquiry
        return self._part(
            "requirements",
            lambda model, draws: requirements(
                model, draws, asked.figure, asked.made, _headline(model)
            ),
        )

    def promises(self) -> Promises:
        """Say what the principles promise."""
        return self._part("promises", lambda model, draws: promises(model, self.inquiry.made))

    def sensitivity(self) -> Sensitivity:
        """Say which inputs matter."""
        asked, drawn = self.inquiry, self.histories()
        return self._part(
            "sensitivity",
            lambda model, draws: sensitivity(model, draws, asked.figure, asked.made, drawn),
            "histories",
        )

    # --- computed once, or before -----------------------------------------------------------------

    def holds(self, name: str) -> bool:
        """Tell whether a part is there without computing it anew."""
        return name in self._done or self._recall(name) is not None

    def versions(self) -> Mapping[str, str]:
        """Give the parts that are there, each with a version that is the same while the part is."""
        asked = zlib.crc32(repr((self.inquiry.figure, self.inquiry.present)).encode())
        return {name: f"{entry.version}-{asked:08x}" for name, entry in self._entries.items()}

    def _beside(self, name: str) -> tuple[object, ...]:
        """What a part hangs on beside the inputs; a zone is judged anew for another figure."""
        figure, present = self.inquiry.figure, self.inquiry.present
        return {"limits": (), "histories": (), "zone": (present,)}.get(name, (figure, present))

    def _part(self, name: str, work: Callable[[Model, Draws], R], *after: str) -> R:
        found = self._once(name, work, *after)
        if found.made != self.inquiry.made:
            found = self._done[name] = cast(R, replace(cast(Any, found), made=self.inquiry.made))
        return found

    def _once(self, name: str, work: Callable[[Model, Draws], T], *after: str) -> T:
        """Give a part, which reads inputs by itself and through those that it comes after."""
        if name not in self._done:
            asked = self.inquiry
            if self._ledger is None:
                self._done[name] = work(asked.model, asked.draws)
            else:
                entry = self._recall(name) or self._ledger.compute(
                    name,
                    work,
                    asked.model,
                    asked.draws,
                    self._moved,
                    self._beside(name),
                    [self._entries[other] for other in after if other in self._entries],
                )
                self._entries[name] = entry
                self._done[name] = entry.found
        return cast(T, self._done[name])

    def _recall(self, name: str) -> Entry | None:
        asked = self.inquiry
        if self._ledger is None:
            return None
        return self._ledger.recall(name, asked.model, asked.draws, self._moved, self._beside(name))


def _headline(model: Model) -> list[CostBase]:
    base = headline_base(model)
    return [] if base is None else [base]
