"""Taking embeds in: a page of somebody else's is asked about once, and what it said is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from articles.embedding.answers import Told, ask
from articles.embedding.asking import Unanswered
from articles.embedding.providers import known
from articles.figures import embedded
from articles.models import Embed, PublicEmbed

AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
"""When the minute job asks about a page nobody answered about, counted from when it was put in."""
TRIES = len(AGAIN_AFTER)
AT_ONCE = 5
"""How many are asked about in one go: somebody waits for it."""


def take_in(addresses: Iterable[str], *, at: datetime | None = None) -> list[Embed]:
    """Ask about the pages nobody has answered about yet, a few at a time; those asked about.

    Not for a transaction: somebody else's server may take its seconds.
    """
    rows = [_noted(address) for address in dict.fromkeys(addresses)]
    owed = [row for row in rows if row is not None and row.fetched_at is None and row.tries < TRIES]
    return [_asked(row, at or timezone.now()) for row in owed[:AT_ONCE]]


def note(html: str) -> None:
    """Remember what a body embeds, to be asked about by the minute job."""
    for address in embedded(html):
        _noted(address)


def catch_up(now: datetime) -> int:
    """Ask about what is still owed; how many pages answered. For the minute job."""
    owed = Embed.objects.owed(now, AGAIN_AFTER).order_by("tries", "added_at")
    return sum(_asked(row, now).fetched_at is not None for row in owed[:AT_ONCE])


def public_embeds(html: str) -> list[PublicEmbed]:
    """What readers are told of everything a body embeds, in order; of what nobody told us, whose it is."""
    addresses = embedded(html)
    if not addresses:
        return []
    rows = {row.address: row.public() for row in Embed.objects.at(addresses)}
    pages = {address: page for address in addresses if (page := known(address))}
    return [rows.get(address) or PublicEmbed(address, page.provider.name) for address, page in pages.items()]


def _noted(address: str) -> Embed | None:
    page = known(address)
    if page is None:
        return None
    row, _made = Embed.objects.get_or_create(address=page.address, defaults={"provider": page.provider.name})
    return row


def _asked(row: Embed, at: datetime) -> Embed:
    """Ask about one page and store what was said; the error where nothing was."""
    page = known(row.address)
    row.tries += 1
    if page is None:
        return row
    try:
        told, row.error = ask(page), ""
        row.fetched_at = at
    except Unanswered as error:
        told, row.error = Told(player=page.player({})), str(error)[:300]
    for name, value in told.as_dict().items():
        setattr(row, name, value)
    row.save()
    return row
