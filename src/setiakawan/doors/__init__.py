"""How a page or a form comes in and how the answer goes out, the same for every package.

A door loads, makes one call and answers. It opens a reading or calls an operation, never both at
once, and turns a refusal into a page, a fragment or JSON in one place.
"""
