"""How forecasts of past rounds did, summed up: scores, skill against naive rules, coverage.

Rounds of one pair of sides depend on one another, so every interval comes from resampling pairs of
sides whole. The resampling has a seed of its own: a summary of the same scores is always the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

import numpy as np

from burdenshare.analysis.formulas import by_formula
from burdenshare.facts.track_record import scores_before
from burdenshare.results.figures import COUNT, PROBABILITY, SHARE, Figure, Sentence, Unit
from burdenshare.results.made import Finding
from burdenshare.results.records import (
    FORECAST,
    Coverage,
    KindScore,
    RecordSummary,
    RoundScore,
    RuleScore,
)
from burdenshare.uncertainty.scoring import brier, paired_bootstrap, skill_bootstrap

GROWTH = Unit("share", "log of the first payment over the present one")
MULTIPLE = Unit("number", "times the present payment")
MONTHS = Unit("number", "months")
SQUARED = Unit("number", "squared probability")

NAMES: Mapping[str, str] = {
    FORECAST: "our forecast",
    "no-change": "no change",
    "past-growth": "past growth",
    "midpoint": "midpoint of known figures",
    "climatology": "climatology",
    "climatology-kind": "climatology of the kind",
    "on-time": "always on time",
    "climatology-dyad": "climatology of the sides",
}
"""Names of ways of forecasting by id."""

KINDS: Mapping[str, str] = {
    "support": "support by a host",
    "share": "shares and rebates",
    "rent": "rents asked by a host",
    "offset": "offsets",
    "other": "other disputes",
}
"""Names of kinds of dispute by id."""

_RESAMPLES, _SEED = 1000, 0
ENOUGH, ENOUGH_OF_A_KIND = 5, 3
"""Rounds, and rounds of one kind, from which on a comparison of scores is worth a word."""

Scored = Callable[[RoundScore], Mapping[str, float]]


@cache
def track_record(as_of: date, case: str = "", kind: str = "") -> RecordSummary:
    """Sum up how forecasts of rounds settled before a day did, from the shipped record.

    Parameters
    ----------
    as_of : date
        Rounds settled on this day or later do not count.
    case : str
        Slug of the case that is asked about, which does not count either.
    kind : str
        Its kind of dispute, of which the record says a word by itself.

    Examples
    --------
    >>> from datetime import date
    >>> track_record(date(2019, 11, 19)).rounds.value
    21.0
    """
    return summary(scores_before(as_of, case), as_of, kind)


def summary(scores: Sequence[RoundScore], as_of: date, kind: str = "") -> RecordSummary:
    """Sum up scores, one forecast a round."""
    timed = [score for score in scores if score.is_timed]
    count = Figure(float(len(scores)), COUNT, by_formula("rounds"))
    timed_count = Figure(float(len(timed)), COUNT, by_formula("rounds"))
    if not scores:
        words = "No past round had been settled by then, so no forecast has a record."
        return RecordSummary(
            as_of, count, timed_count, (), (), (), (), None, (), (Finding("no-record", words),)
        )
    terms = _rules(scores, lambda s: s.crps, "crps", GROWTH, _errors)
    timing = _rules(timed, lapse_scores, "brier", SQUARED, _delays) if timed else ()
    coverage = tuple(_coverage(scores, level) for level in ("50", "80", "90"))
    alike = [score for score in scores if score.kind == kind]
    own = group(KINDS[kind], alike) if alike else None
    return RecordSummary(
        as_of=as_of,
        rounds=count,
        timed=timed_count,
        terms=terms,
        timing=timing,
        coverage=coverage,
        kinds=tuple(
            group(KINDS[each], [s for s in scores if s.kind == each])
            for each in KINDS
            if any(s.kind == each for s in scores)
        ),
        own=own,
        sentences=tuple(_sentences(count, timed_count, terms, timing, coverage, own)),
        findings=tuple(_findings(terms, timing, len(scores), len(timed))),
    )


def lapse_scores(score: RoundScore) -> Mapping[str, float]:
    """Give the Brier score of each forecast of a lapse; none if there was no end to lapse at."""
    if score.lapsed is None:
        return {}
    happened = float(score.lapsed)
    return {name: float(brier(said, happened)) for name, said in score.lapse.items()}


def best_rule(scores: Sequence[RoundScore], of: Scored) -> str:
    """Give the id of the naive rule with the least mean score."""
    rules = [name for name in of(scores[0]) if name != FORECAST]
    return min(rules, key=lambda name: sum(of(score)[name] for score in scores))


def group(name: str, scores: Sequence[RoundScore]) -> KindScore:
    """Set our forecasts of terms of some rounds beside the naive rule that did best on them."""
    best = best_rule(scores, lambda s: s.crps)
    ours = _values(scores, lambda s: s.crps, FORECAST)
    return KindScore(
        name=name,
        rounds=Figure(float(len(scores)), COUNT, by_formula("rounds")),
        ours=Figure(_mean(ours), GROWTH, by_formula("crps")),
        best_name=NAMES[best],
        best=Figure(_mean(_values(scores, lambda s: s.crps, best)), GROWTH, by_formula("crps")),
        skill=_skill(scores, lambda s: s.crps, best),
    )


# --- parts ---------------------------------------------------------------------------------------


def _errors(scores: Sequence[RoundScore], rule: str) -> Figure:
    value = _mean(_values(scores, lambda s: s.error, rule))
    return Figure(value, GROWTH, by_formula("absolute-error"))


def _delays(scores: Sequence[RoundScore], rule: str) -> Figure:
    value = _mean(_values(scores, lambda s: s.delay_crps, rule))
    return Figure(value, MONTHS, by_formula("delay-crps"))


def _rules(
    scores: Sequence[RoundScore],
    of: Scored,
    formula: str,
    unit: Unit,
    second: Callable[[Sequence[RoundScore], str], Figure],
) -> tuple[RuleScore, ...]:
    return tuple(
        RuleScore(
            id=rule,
            name=NAMES[rule],
            score=_mean_score(scores, of, rule, formula, unit),
            error=second(scores, rule),
            skill=None if rule == FORECAST else _skill(scores, of, rule),
        )
        for rule in of(scores[0])
    )


def _values(scores: Sequence[RoundScore], of: Scored, rule: str) -> list[float]:
    return [of(score)[rule] for score in scores]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _mean_score(
    scores: Sequence[RoundScore], of: Scored, rule: str, formula: str, unit: Unit
) -> Figure:
    values, dyads = _values(scores, of, rule), [score.dyad for score in scores]
    rng = np.random.default_rng(_SEED)
    zeros = [0.0] * len(values)
    found = paired_bootstrap(values, zeros, rng, clusters=dyads, resamples=_RESAMPLES)
    return Figure(found.mean, unit, by_formula(formula), found.low, found.high)


def _skill(scores: Sequence[RoundScore], of: Scored, rule: str) -> Figure:
    ours, theirs = _values(scores, of, FORECAST), _values(scores, of, rule)
    dyads, rng = [score.dyad for score in scores], np.random.default_rng(_SEED)
    found = skill_bootstrap(ours, theirs, rng, clusters=dyads, resamples=_RESAMPLES)
    if len(set(dyads)) == 1:
        # One pair of sides cannot say how much it differs from others: no interval.
        return Figure(found.mean, SHARE, by_formula("skill"))
    return Figure(found.mean, SHARE, by_formula("skill"), found.low, found.high)


def _coverage(scores: Sequence[RoundScore], level: str) -> Coverage:
    held = [float(score.covered[level]) for score in scores]
    dyads, rng = [score.dyad for score in scores], np.random.default_rng(_SEED)
    found = paired_bootstrap(held, [0.0] * len(held), rng, clusters=dyads, resamples=_RESAMPLES)
    return Coverage(
        Figure(float(level) / 100, PROBABILITY, by_formula("coverage-level")),
        Figure(found.mean, SHARE, by_formula("coverage"), found.low, found.high),
    )


# --- words ---------------------------------------------------------------------------------------


def _sentences(
    count: Figure,
    timed: Figure,
    terms: Sequence[RuleScore],
    timing: Sequence[RuleScore],
    coverage: Sequence[Coverage],
    own: KindScore | None,
) -> Iterator[Sentence]:
    held = coverage[-1]
    yield Sentence(
        "Of past rounds, {rounds} had been settled by then; each was forecast from those settled "
        "before it. {level} intervals of the first payment held in {held} of them.",
        {"rounds": count, "level": held.level, "held": held.held},
    )
    if count.value >= ENOUGH:
        yield _compared(
            "The mean error of its logarithm, spread counted, was {ours}, against {theirs} for the "
            "best naive rule, ",
            _best(terms),
            {"ours": terms[0].score, "theirs": _best(terms).score},
        )
    if own is not None and own.rounds.value >= ENOUGH_OF_A_KIND:
        better = "better" if own.skill.value > 0 else "worse"
        yield Sentence(
            f"On rounds of this kind, {own.name} ({{rounds}}), it was {{ours}}, against {{theirs}} "
            f"for {own.best_name}: {better} by {{skill:full}}.",
            {
                "rounds": own.rounds,
                "ours": own.ours,
                "theirs": own.best,
                "skill": _size(own.skill),
            },
        )
    if timed.value >= ENOUGH:
        yield _compared(
            "Where the old terms had an end ({timed}), the forecast of a lapse is set against the "
            "best naive rule, ",
            _best(timing),
            {"timed": timed},
        )


def _compared(words: str, rule: RuleScore, figures: dict[str, Figure]) -> Sentence:
    assert rule.skill is not None, "naive rules have one"
    better = "better" if rule.skill.value > 0 else "worse"
    return Sentence(
        f"{words}{rule.name}: {better} by {{skill:full}}.",
        {**figures, "skill": _size(rule.skill)},
    )


def _size(skill: Figure) -> Figure:
    """A skill as it stands behind the word better or worse: its size, and ends with their signs."""
    if skill.value >= 0 or skill.low is None or skill.high is None:
        return Figure(abs(skill.value), skill.unit, skill.origin, skill.low, skill.high)
    return Figure(-skill.value, skill.unit, skill.origin, -skill.high, -skill.low)


def _best(rules: Sequence[RuleScore]) -> RuleScore:
    return min(rules[1:], key=lambda rule: rule.score.value)


def _findings(
    terms: Sequence[RuleScore], timing: Sequence[RuleScore], rounds: int, timed: int
) -> list[Finding]:
    findings = []
    if rounds < ENOUGH:
        words = "So few rounds say little about how good such a forecast is."
        findings.append(Finding("few-rounds", words))
    for what, rules, count in (("terms", terms, rounds), ("timing", timing, timed)):
        unsure = [
            rule.name
            for rule in rules[1:]
            if rule.skill is not None and (rule.skill.low is None or rule.skill.low <= 0)
        ]
        if unsure and count >= ENOUGH:
            words = (
                f"On {what}, these rounds do not settle whether the forecast is better than: "
                f"{', '.join(unsure)}."
            )
            findings.append(Finding(f"unsettled-{what}", words))
    if timed >= ENOUGH:
        delays = {rule.name: rule.error.value for rule in timing if rule.error is not None}
        ours = delays.pop(timing[0].name)
        better = [name for name, value in delays.items() if value < ours]
        if better:
            words = f"How long a lapse lasts was foretold better by: {', '.join(better)}."
            findings.append(Finding("delay-worse", words))
    return findings
