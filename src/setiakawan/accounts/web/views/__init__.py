"""Pages of accounts, one file a subject."""
