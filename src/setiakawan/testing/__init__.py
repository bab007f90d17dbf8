"""What the tests stand on: a server, a furnished template database, and clones of it.

Tests run as the app role. A test that commits gets a clone of its own (about 0.1 s); nothing is
ever emptied, for the ledger refuses it.
"""
