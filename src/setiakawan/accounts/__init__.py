"""People who sign in, and the appointments that make them actors.

Accounts are made by invitation, face to face; a lost key is replaced face to face. What somebody
may do comes from appointments alone: a role, a reach, a period. Ending one hands over, never
deletes.
"""
