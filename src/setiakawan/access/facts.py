"""Facts about a subject are added and never changed; each reader has the newest that they may see.

So a correction made while somebody is protected leaves an ordinary reader with what they knew
before, and nothing shows that there is more (docs/decisions/0004).
"""

from collections.abc import Sequence

from django.db.models import Model, QuerySet


def newest_seen[M: Model](
    rows: QuerySet[M], *, slot: Sequence[str], order: str = "recorded_at"
) -> QuerySet[M]:
    """Keep the newest row of each slot (subject and kind of fact) among the rows given.

    Give it what a Permission left (``SEE.rows(actor, …)``): who may not see the newest has the one
    before.
    """
    return rows.order_by(*slot, f"-{order}", "-pk").distinct(*slot)
