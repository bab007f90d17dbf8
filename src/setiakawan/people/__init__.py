"""People as they are: with papers and without, with one name or several, where they live and with whom.

A person is a row; what can have to stay hidden about them (address, contact, household, relation,
number, consent, document) are facts that are added and never changed (docs/decisions/0004). Whoever
may see the person sees the facts; a protected fact is seen by the person's team and its author.

What became of somebody (a case, a referral, aid) is told by later packages.
"""
