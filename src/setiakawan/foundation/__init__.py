"""What every part of the story stands on: time, identity of things, and how a refusal is said.

No word of the field lives here. Plain Python, no Django models.
"""
