"""Telling the cache in front of ours what is old: Varnish, Fastly or Cloudflare, by the same tags.

Rows of the record that nobody has told yet are claimed by one process, told, and given back when the other
side does not take them. A process that dies in between leaves its claim to run out. What was told at once is
told again two seconds later: meanwhile another process, still a moment behind, may have handed out the old
page, and the cache outside would keep that for a day.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from urllib.request import Request, urlopen

import structlog
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from articles.ledger import LATEST
from articles.models import Outdated

TIMEOUT = 5
"""Seconds a cache may take to answer."""
AT_ONCE = 200
# A claim that was never made good: its process died while it was telling.
CLAIM_HOLDS = timedelta(seconds=30)

# By then every process knows of a change that one of them knew of.
SETTLED = timedelta(seconds=2 * LATEST)

log = structlog.get_logger(__name__)
type Send = Callable[[Request], None]


@dataclass(frozen=True, slots=True)
class Outside:
    """A cache outside: how many tags it takes in one request, and what that request is."""

    most_tags: int
    request: Callable[[list[str]], Request]

    def requests(self, names: Iterable[str]) -> Iterator[Request]:
        """What has to be sent to make it forget the pages with these tags."""
        for some in batched(sorted(set(names)), self.most_tags):
            yield self.request(list(some))


def varnish(address: str) -> Outside:
    """Varnish with its xkey module, as deploy/varnish.vcl sets it up.

    https://github.com/varnish/varnish-modules/blob/master/src/vmod_xkey.vcc
    """
    return Outside(100, lambda names: Request(address, method="PURGE", headers={"xkey": " ".join(names)}))  # noqa: S310 - the operator's own address


def fastly(service: str, token: str, api: str = "https://api.fastly.com") -> Outside:
    """Fastly, by surrogate keys: https://www.fastly.com/documentation/reference/api/purging/."""
    address = f"{api}/service/{service}/purge"
    return Outside(
        256,
        lambda names: Request(  # noqa: S310 - a fixed https address
            address, method="POST", headers={"Fastly-Key": token, "Surrogate-Key": " ".join(names)}
        ),
    )


def cloudflare(zone: str, token: str, api: str = "https://api.cloudflare.com") -> Outside:
    """Cloudflare, by cache tags: https://developers.cloudflare.com/api/resources/cache/methods/purge/."""
    address = f"{api}/client/v4/zones/{zone}/purge_cache"
    return Outside(
        30,
        lambda names: Request(  # noqa: S310 - a fixed https address
            address,
            method="POST",
            data=json.dumps({"tags": names}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        ),
    )


def configured() -> Outside | None:
    """The cache the settings name; None for none."""
    match settings.OUTSIDE_CACHE:
        case "varnish":
            return varnish(settings.OUTSIDE_CACHE_URL)
        case "fastly":
            return fastly(settings.OUTSIDE_CACHE_ZONE, settings.OUTSIDE_CACHE_TOKEN)
        case "cloudflare":
            return cloudflare(settings.OUTSIDE_CACHE_ZONE, settings.OUTSIDE_CACHE_TOKEN)
    return None


def send(request: Request) -> None:
    """Send it. Raises OSError when the other side does not take it."""
    with urlopen(request, timeout=TIMEOUT):  # noqa: S310 - the addresses above
        pass


def tell(outside: Outside, names: Iterable[str], *, by: Send = send) -> bool:
    """Make it forget the pages with these tags; False when it did not take it."""
    try:
        for request in outside.requests(names):
            by(request)
    except OSError as error:
        log.warning("the cache outside did not take a purge; it is tried again", error=str(error))
        return False
    return True


def tell_what_waits(outside: Outside, *, by: Send = send) -> int:
    """Tell it every change nobody has told it yet; how many."""
    now = timezone.now()
    _tell_again(outside, now, by)
    waiting = Outdated.objects.filter(told_at__isnull=True).filter(
        Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    )
    mine = [row for row in waiting.order_by("number")[:AT_ONCE] if _claim(row)]
    if not mine:
        return 0
    keys = [row.number for row in mine]
    if tell(outside, (name for row in mine for name in row.tags), by=by):
        return Outdated.objects.filter(number__in=keys).update(told_at=timezone.now())
    Outdated.objects.filter(number__in=keys).update(claimed_at=None)
    return 0


def _tell_again(outside: Outside, now: datetime, by: Send) -> None:
    """Repeat what was told while another process may not have known it; two that do so do no harm."""
    early = Outdated.objects.filter(told_at__lt=now - SETTLED, claimed_at__isnull=False)
    rows = list(early.order_by("number")[:AT_ONCE])
    if rows and tell(outside, (name for row in rows for name in row.tags), by=by):
        Outdated.objects.filter(number__in=[row.number for row in rows]).update(claimed_at=None)


def _claim(row: Outdated) -> bool:
    """Whether this process may tell of it: nobody else took it meanwhile."""
    free = Outdated.objects.filter(number=row.number, told_at__isnull=True, claimed_at=row.claimed_at)
    if row.claimed_at is None:
        free = Outdated.objects.filter(number=row.number, told_at__isnull=True, claimed_at__isnull=True)
    return bool(free.update(claimed_at=timezone.now()))
