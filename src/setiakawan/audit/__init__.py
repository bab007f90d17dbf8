"""The memory: every change is a named operation, and every operation leaves one entry that stays.

The ledger is audit trail, timeline and receipt in one. It is append-only by trigger and by grants;
a chain of digests shows whether somebody with more rights than the app has tampered with it.
"""
