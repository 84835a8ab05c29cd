"""Telling others at once what changed: WebSub hubs of the feeds, search engines (IndexNow) of the stories.

What began or ended since the last run is put down first, in the transaction that moves the mark; what is put
down is sent, and tried again every minute for a day. Nothing readers or machines find depends on it: feeds
and sitemaps are true without it.

https://www.w3.org/TR/websub/ leaves open how a hub is told; `hub.mode=publish` with `hub.url` is what hubs
take. https://www.indexnow.org/documentation is the other protocol.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.urls import reverse

from articles.freshness import turned
from articles.models import Edition, Genre, Section, Topic
from articles.models.edition import EditionQuerySet
from articles.site.addresses import absolute, feed_formats
from authors.models import Author
from newsroom.hearing import note
from newsroom.models import Heartbeat, Ping

MARK = "announced"
# An edition begins when somebody presses the button, and is there when its transaction ends.
SETTLED = timedelta(seconds=10)
# News of yesterday is found by then.
WORTH_TELLING = timedelta(days=1)
# A claim that was never made good: its process died while it was telling.
CLAIM_HOLDS = timedelta(minutes=10)
TIMEOUT = 5
"""Seconds a service may take to answer."""
AT_ONCE = 10_000
"""Addresses: as many as IndexNow takes in one request."""

log = structlog.get_logger(__name__)


class _Stay(HTTPRedirectHandler):
    """Follows nobody elsewhere: the operator named whom to tell."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """No other request; the redirect is an error then."""


_opener = build_opener(_Stay)


def announce(now: datetime) -> int:
    """Tell hubs and search engines what changed; how many addresses they took."""
    if not settings.WEBSUB_HUBS and not settings.INDEXNOW_KEY:
        return 0
    put_down(now)
    return tell_what_waits(now)


def put_down(now: datetime) -> None:
    """Put down what began or ended since the last time, for everybody who is to hear of it."""
    until = now - SETTLED
    known, _made = Heartbeat.objects.get_or_create(name=MARK, defaults={"finished_at": until})
    since = max(known.finished_at or until, now - WORTH_TELLING)
    if since >= until:
        return
    # Whoever moves the mark puts down what lies before it; the two stand or fall together.
    with transaction.atomic():
        mark = Heartbeat.objects.filter(pk=known.pk, finished_at=known.finished_at)
        if not mark.update(finished_at=until):
            return
        changed = turned(since, until)
        rows = [Ping(to=to, address=address, at=until) for to, address in _owed(changed)]
        Ping.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["to", "address"], update_fields=["at"], batch_size=500
        )


def _owed(changed: EditionQuerySet) -> Iterator[tuple[str, str]]:
    """Who is to hear of which address."""
    if settings.WEBSUB_HUBS:
        for feed in _feeds(changed.exclude(genre=Genre.SPONSORED)):
            for _kind, path in feed_formats(feed):
                yield from ((hub, absolute(path)) for hub in settings.WEBSUB_HUBS)
    if settings.INDEXNOW_KEY:
        newest = changed.order_by("-starts_at").only("url_date", "slug")[:AT_ONCE]
        for path in dict.fromkeys(edition.get_absolute_url() for edition in newest):
            yield settings.INDEXNOW_URL, absolute(path)


def _feeds(changed: EditionQuerySet) -> Iterator[str]:
    """The feeds, by their RSS paths, that show or showed one of these editions."""
    if not changed.exists():
        return
    yield reverse("feed")
    stories = Edition.objects.filter(article__in=changed.values("article"))
    if stories.on_record().exists():
        yield reverse("corrections_feed")
    keys = changed.values("pk")
    topics = Topic.objects.filter(edition_lines__edition__in=keys)
    people = Author.objects.filter(credits__edition__in=keys)
    for name, rows in (
        ("section_feed", Section.objects.filter(pk__in=changed.values("section"))),
        ("topic_feed", topics),
        ("author_feed", people),
    ):
        slugs = rows.order_by("slug").values_list("slug", flat=True).distinct()
        yield from (reverse(name, args=[slug]) for slug in slugs)


def tell_what_waits(now: datetime) -> int:
    """Send what is put down; how many addresses were taken."""
    given_up = _give_up(now)
    told, said = 0, {}
    for to, rows in groupby(claimed(now), key=lambda ping: ping.to):
        taken, said[to] = _tell(to, list(rows))
        told += taken
    note(said, given_up, now)
    return told


def _give_up(now: datetime) -> dict[str, int]:
    """Forget what nobody took for a day; how many addresses, by service."""
    old = Ping.objects.filter(at__lt=now - WORTH_TELLING)
    given_up = dict(old.order_by("to").values_list("to").annotate(count=Count("pk")))
    if given_up:
        old.delete()
        log.error("nobody took these pings for a day; they are given up", to=given_up)
    return given_up


def claimed(now: datetime) -> list[Ping]:
    """What this run may send: claimed by it, and by no other."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    waiting = Ping.objects.filter(free).order_by("at", "pk").values("pk")[:AT_ONCE]
    claim = uuid.uuid4()
    # Asked again in the update: what another run took meanwhile is not free any more.
    Ping.objects.filter(free, pk__in=list(waiting.values_list("pk", flat=True))).update(
        claim=claim, claimed_at=now
    )
    return list(Ping.objects.filter(claim=claim).order_by("to", "at", "pk"))


def _tell(to: str, pings: list[Ping]) -> tuple[int, str]:
    """Tell one service; how many addresses it took, and what it said instead of taking the others. What it
    did not take is free for the next minute."""
    told: list[Ping] = []
    said = ""
    try:
        for request, about in _requests(to, pings):
            if refusal := _refusal(request):
                said = refusal
            else:
                told += about
    except OSError as error:
        said = str(error) or type(error).__name__
        log.warning("a service does not answer; it is told in the next minute", to=to, error=said)
    settle(pings, told)
    return len(told), said


def _requests(to: str, pings: list[Ping]) -> Iterator[tuple[Request, list[Ping]]]:
    """What has to be sent, and what each request tells of."""
    if to == settings.INDEXNOW_URL:
        yield _indexnow([ping.address for ping in pings]), pings
        return
    for ping in pings:
        data = urlencode({"hub.mode": "publish", "hub.url": ping.address}).encode()
        yield _request(to, data, "application/x-www-form-urlencoded"), [ping]


def _indexnow(addresses: list[str]) -> Request:
    key = settings.INDEXNOW_KEY
    told = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": key,
        "keyLocation": absolute(reverse("indexnow_key", args=[key])),
        "urlList": addresses,
    }
    return _request(settings.INDEXNOW_URL, json.dumps(told).encode(), "application/json; charset=utf-8")


def _request(to: str, data: bytes, content_type: str) -> Request:
    headers = {"Content-Type": content_type, "User-Agent": f"Newsroom (+{settings.SITE_URL})"}
    return Request(to, method="POST", data=data, headers=headers)  # noqa: S310 - the operator's own address


def _refusal(request: Request) -> str:
    """Why the service did not take it; empty when it did. Raises OSError when it does not answer at all."""
    try:
        with _opener.open(request, timeout=TIMEOUT):
            return ""
    except HTTPError as error:
        with error:
            log.warning("a service did not take a ping", to=request.full_url, status=error.code)
        return f"HTTP {error.code}"


def settle(pings: Iterable[Ping], told: list[Ping]) -> None:
    """Forget what was told, unless it changed again meanwhile; free the rest."""
    taken = {ping.pk for ping in told}
    for ping in pings:
        row = Ping.objects.filter(pk=ping.pk, claim=ping.claim)
        if ping.pk in taken and row.filter(at=ping.at).delete()[0]:
            continue
        row.update(claim=None, claimed_at=None, tries=F("tries") + int(ping.pk not in taken))
