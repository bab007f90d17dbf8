"""The doors of the office: first page, first steps, ledger reader, settings, help."""
