"""Where one city's copy of the system lives: its folder, its keys, its database server and roles.

Knows nothing of the field. The command line and the settings stand on it.
"""
