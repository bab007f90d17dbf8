"""Puts the packages together into one running site: settings, addresses, the WSGI door."""
