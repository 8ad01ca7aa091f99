"""The page: a case on screen, answered anew while somebody moves what they believe.

``app`` makes the application and ``launch`` serves it on this machine; ``guard`` says which
requests are let in; ``shelf`` has the cases that may be opened; ``desk`` answers, one question at a
time for each client; ``controls`` makes sliders of a model's inputs; ``views`` and ``pictures``
turn an answer into what the page shows; ``forms`` and ``openapi`` say what the interface takes and
gives. The page itself is hand-written under ``static``; what draws its charts is under ``vendor``.
"""
