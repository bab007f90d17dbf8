"""Who may see whom and do what: declared once here, enforced twice (in Python and by PostgreSQL).

The packages that tell of areas, people and cases come later in the story; they declare which
columns of a row say where it belongs, and ask here. Nothing declared means nothing allowed.
"""
