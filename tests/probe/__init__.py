"""A package that exists only in tests: one table for every way in which access can be declared.

The rules of later packages (persons, cases, addresses) stand on the same declarations. Here they are
tried before there is anybody whom a mistake could harm.
"""
