"""A request with its actor."""

from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from setiakawan.access.actors import Actor
from setiakawan.audit.acts import Act
from setiakawan.foundation.ids import uuid7


class OfficeRequest(HttpRequest):
    """A request as our views see it: with the actor, and the act its form carries.

    The class only tells the types; ``accounts.web.middleware`` puts these on each request.
    """

    actor: Actor

    def act(self) -> Act:
        """The act this request asks for; see ``act_of``."""
        raise NotImplementedError


def act_of(request: HttpRequest) -> Act:
    """Make the act of a posted form. Its id is the form's hidden field ``act``, made with the page.

    So a double click, a reload and a second try after a cut line are one act. A form without an id
    (or with something that isn't one) is an act of its own.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    try:
        act_id = UUID(request.POST.get("act", ""))
    except ValueError:
        act_id = uuid7()
    return Act(id=act_id, actor=actor, address=address_of(request))


def address_of(request: HttpRequest) -> str:
    """The network address a request came from: that of the browser, as far as our own proxies say.

    Behind ``settings.TRUSTED_PROXIES`` proxies the last that many entries of X-Forwarded-For were
    written by them; what stands before could be written by anybody. Without proxies, or where the
    header doesn't fit, it is whoever is connected.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    hops = settings.TRUSTED_PROXIES
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if hops < 1 or len(told) < hops:
        return connected
    try:
        return str(ip_address(told[-hops].strip()))
    except ValueError:
        return connected
