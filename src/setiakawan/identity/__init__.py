"""Names, numbers and births, prepared for comparison. Plain Python: the phone does the same.

What somebody says is never changed here; only what is compared is. Everything explains and nothing
refuses: an odd number or date is a reason to ask, not to send somebody away. Who keeps prepared values
keeps ``PREP_VERSION`` with them, and makes them anew when it has grown. ``vectors/`` holds examples as
JSON, so that another language can show that it prepares alike. Keys, rows and who may see them are left
to others.
"""

PREP_VERSION = 1
"""Counts the ways of preparing. It grows with every change of ``names.words`` or ``names.search_key``."""
