"""How fast the system is, measured on a copy of the test city and printed as a table.

Nothing here is asserted: a machine that is busy isn't broken. Each later package adds its rows to
``measures.py``; design.md section 6 has the budgets.
"""
