"""Invented people, as many as wanted: households of a city with names, papers, addresses and slips.

For the demo, for tests and for measuring, with the truth beside it: which records are one person. The
same seed gives the same people everywhere. It makes plain objects and writes them to files; who registers
them is told by ``demo`` and ``bench``. Nobody in it lives: serials of numbers begin at 9001, where the
state begins at 0001, and telephones are 0812-0000-xxxx, which nobody has.
"""
