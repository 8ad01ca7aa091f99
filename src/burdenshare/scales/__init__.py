"""Assessment scales as files: their steps, the data that they read, and the answer.

``definition`` says what a file may hold, ``reading`` and ``load`` turn text into it with every
problem at its line; ``tables`` reads the data from a folder that the user names, ``changes`` are
what-ifs, ``answer`` puts all of it together; ``catalog`` lists the scales that ship. Only methods
ship: the data does not.
"""
