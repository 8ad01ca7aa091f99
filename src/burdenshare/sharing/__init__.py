"""Who should pay: rules, games, values and structured games, as pure functions over arrays.

``claims`` divides a bill by what each can bear; ``games`` describes a cost by its coalitions,
``values``, ``compromises`` and ``nuclei`` solve it, ``solutions`` lists how, and ``stability`` says
who would leave; ``claims_axioms``, ``game_axioms`` and ``principle_axioms`` say what each promises;
``airport``, ``trees``, ``spanning_trees``, ``voting`` and ``assignment`` are games with a structure
of their own and thousands of members; ``scales`` are assessment formulas, step by step;
``principles`` is the table that cases are judged by.

The common names can be imported from here; a module is loaded when one of its names is first used.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "claims": (
        "proportional", "constrained_equal_awards", "constrained_equal_losses",
        "constrained_egalitarian", "talmud", "reverse_talmud", "piniles", "adjusted_proportional",
        "minimal_overlap", "random_arrival", "average_of_awards", "dominguez_thomson", "alpha_min",
        "contested_garment",
    ),
    "games": ("Game",),
    "named_games": (
        "airport_game", "bankruptcy_game", "glove_game", "unanimity_game",
        "weighted_majority_game",
    ),
    "scales": ("Scale", "assess", "payments"),
    "scale_inputs": ("Period", "ScaleInputs"),
    "values": (
        "shapley", "weighted_shapley", "banzhaf_value", "solidarity", "myerson", "owen",
    ),
    "compromises": (
        "equal_nonseparable_cost", "separable_costs_remaining_benefits", "alternate_costs_avoided",
        "gately_point", "tau", "dutta_ray_egalitarian",
    ),
    "nuclei": (
        "nucleolus", "prenucleolus", "per_capita_nucleolus", "proportional_nucleolus", "modiclus",
    ),
    "stability": ("core", "in_core", "least_core", "core_bounds", "core_vertices", "core_centre"),
    "sampling": ("sampled_shapley",),
    "solutions": ("SOLUTIONS",),
    "principles": ("PRINCIPLES", "CostProblem"),
}  # fmt: skip

_MODULES = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_MODULES)


def __getattr__(name: str) -> Any:
    """Load the module of a name when it is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
