"""Setting plates: the newest once a minute, the whole archive by a command, each only where it is missing.

A page whose plate is missing or old is set when it is asked for; that costs a few milliseconds, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import batched

from django.conf import settings
from django.utils import timezone, translation

from articles.models import Edition, Plate
from articles.site import plates
from newsroom.context import navigation
from newsroom.models import Publication

AT_ONCE = 100
FORGOTTEN_WITHIN = timedelta(days=7)
"""How long ago an edition may have ended for its plate to be looked for."""
NEWEST = 500
"""How many of the newest stories are looked at every minute."""
SET = ("made_of", "version", "title", "head", "start", "rest", "brief")


def plate_newest(now: datetime) -> int:
    """Set the plates that the newest stories lack, and forget those of what has ended; how many were set."""
    ended = Edition.objects.filter(ends_at__lte=now, ends_at__gt=now - FORGOTTEN_WITHIN)
    Plate.objects.filter(edition__in=ended.order_by().values("pk")).delete()
    version = plates.version_of(Publication.current(), navigation())
    rows = Edition.objects.live(now).newest_first().values_list("pk", "plate__version")[:NEWEST]
    return set_plates([pk for pk, known in rows if known != version][:AT_ONCE], now)


def plate_all(now: datetime, *, after: int = 0) -> Iterator[tuple[int, int]]:
    """Set every plate that is missing or old, in the order of the editions' keys.

    Gives the last key of each batch, and how many plates were set in it.
    """
    keys = Edition.objects.live(now).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    for some in batched(keys.iterator(), AT_ONCE):
        yield some[-1], set_plates(some, now)


def set_plates(keys: Iterable[int], now: datetime | None = None) -> int:
    """Set the plates of these editions where they are missing or old; how many that were."""
    # Readers' pages are in the language and the zone of the publication, whoever is at the desk.
    zone = timezone.get_default_timezone()
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
        publication, frame = Publication.current(), navigation()
        version = plates.version_of(publication, frame)
        editions = Edition.objects.filter(pk__in=list(keys))
        made = []
        for found in plates.with_facts(editions, now or timezone.now()):
            made_of = plates.made_of(found, version)
            if found.plate__made_of == made_of:
                continue
            plate = plates.plate_of(plates.page_of(found), publication, frame)
            plate.edition_id, plate.made_of, plate.version = found.pk, made_of, version
            made.append(plate)
    # An edition may have been withdrawn meanwhile; then this batch is tried again by whoever comes next.
    Plate.objects.bulk_create(made, update_conflicts=True, unique_fields=["edition"], update_fields=SET)
    return len(made)
