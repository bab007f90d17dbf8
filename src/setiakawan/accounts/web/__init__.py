"""The doors of accounts: signing in, one's own account, accounts of an area, offices, invitations."""
