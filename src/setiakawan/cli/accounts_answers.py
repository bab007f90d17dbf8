"""Answers about accounts, as the system, under the worker's login: ``list`` and ``recover NAME``.

What is read and what is done is on record like everything else; whoever types here has the
instance's keys, so nothing more could be asked of them.
"""

import json
import sys
from typing import Any

from setiakawan.cli.setup import setup_django


def list_accounts() -> list[dict[str, Any]]:
    """Accounts with the offices they hold today, without numbers."""
    from setiakawan.access.actors import SYSTEM
    from setiakawan.accounts.models import Account, Appointment
    from setiakawan.audit.readings import note_reading, reading
    from setiakawan.foundation.clock import today

    with reading(SYSTEM):
        offices: dict[Any, list[str]] = {}
        for one in Appointment.objects.live_on(today()).order_by("role", "area_code"):
            offices.setdefault(one.account_id, []).append(f"{one.role} {one.area_code}")
        accounts = list(Account.objects.order_by("username"))
        note_reading(SYSTEM, kind="exported", what="setiakawan user list", count=len(accounts))
    return [
        {
            "username": one.username,
            "name": one.name,
            "is_active": one.is_active,
            "offices": offices.get(one.id, []),
        }
        for one in accounts
    ]


def recover(username: str) -> dict[str, str]:
    """A one-time link for an administrator; for everybody else there is somebody to ask."""
    from django.urls import reverse

    from setiakawan.access.actors import SYSTEM
    from setiakawan.access.roles import Role
    from setiakawan.accounts.keys import invitation_key
    from setiakawan.accounts.models import Account, Appointment
    from setiakawan.accounts.operations import show_recovery
    from setiakawan.audit.acts import system_act
    from setiakawan.audit.readings import reading
    from setiakawan.foundation.clock import today
    from setiakawan.foundation.problems import Problem

    with reading(SYSTEM):
        account = Account.objects.filter(username=username.lower(), is_active=True).first()
        is_administrator = (
            account is not None
            and Appointment.objects.live_on(today())
            .filter(account=account, role=Role.ADMINISTRATOR)
            .exists()
        )
    if account is None or not is_administrator:
        return {
            "problem": f"{username} bukan admin yang masih menjabat. Orang lain dibantu koordinator"
            " atau petugas di halaman Akun."
        }
    try:
        invitation = show_recovery(act=system_act("command"), account_id=account.id)
    except Problem as problem:
        return {"problem": problem.text}
    if invitation.key_digest is None:
        return {"problem": "Kunci ini masih menunggu persetujuan orang kedua di halaman Akun."}
    return {"link": reverse("invitation_link", args=[invitation_key(invitation.id)])}


if __name__ == "__main__":
    setup_django("worker")
    answer = list_accounts() if sys.argv[1] == "list" else recover(sys.argv[2])
    sys.stdout.write(json.dumps(answer))
