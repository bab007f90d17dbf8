"""Numbers are sealed and indexed anew when the keys are replaced.

Run by ``setiakawan keys rotate`` under the owner's login, batch by batch; killed in the middle, it goes
on where it stopped. The only change a fact ever sees, and none to what it says.
"""

from collections.abc import Iterator, Mapping

from django.db import connection, transaction

from setiakawan.foundation.keyring import Keyring
from setiakawan.people.numbers import context_of

BATCH = 1000


def reseal(ring: Keyring) -> Iterator[int]:
    """Seal every number with the current key and index it with the current index key; tell how many."""
    last = "00000000-0000-0000-0000-000000000000"
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, slot_id, kind, sealed, index FROM people_identifier WHERE id > %s"
                " ORDER BY id LIMIT %s FOR UPDATE",
                [last, BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            changed = 0
            for row_id, slot_id, kind, sealed, index in rows:
                context = context_of(kind, slot_id)
                plain = ring.unseal(bytes(sealed), context)
                now_index = ring.index(f"number-{kind}", plain.decode())
                is_current = bytes(sealed).startswith(ring.current_head)
                if is_current and now_index == index:
                    continue
                cursor.execute(
                    "UPDATE people_identifier SET sealed = %s, index = %s WHERE id = %s",
                    [ring.seal(plain, context), now_index, row_id],
                )
                cursor.execute(
                    "UPDATE people_sharednumber SET index = %s WHERE index = %s",
                    [now_index, index],
                )
                changed += 1
            last = str(rows[-1][0])
        yield changed


def keys_in_use() -> Mapping[str, int]:
    """How many numbers are sealed with each key."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substring(sealed FROM 1 FOR 5), count(*) FROM people_identifier GROUP BY 1"
        )
        for head, count in cursor.fetchall():
            key = bytes(head)[1:].hex()
            found[key] = found.get(key, 0) + count
    return found
