"""Who will pay: models of bargaining as pure functions over arrays of draws.

``zone`` has the two-party problem of one payment; ``axiomatic``, ``sets``, ``finite``, ``division``
and ``raiffa`` solve bargaining sets; ``alternating``, ``offer_game`` and ``multilateral`` are games
of offers; ``screening``, ``skimming`` and ``bilateral_trade`` have private reservation values;
``attrition`` and ``reputation`` obstinate sides; ``ratification`` bodies at home; ``threats``,
``signalling``, ``escalation`` and ``commitment`` threats; ``precedent`` other tables; ``packages``
many issues. Import what is needed from its module.
"""
