"""Files that other programs of game theory and automated negotiation read.

``efg`` writes the extensive form of a game of offers as Gambit reads it, ``genius`` a domain with
two utility profiles as Genius and NegMAS read it; both are pure writers of text. ``from_case``
makes what they write out of a case.
"""
