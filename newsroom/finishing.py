"""Finishing pictures: the renditions nobody waits for, made once a minute; pages list them from then on."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

import structlog
from django.db import transaction

from articles.freshness import outdate_photo
from articles.models import Edition, Photo
from articles.renditions import AT_ONCE, LATER, colour_of, make_renditions
from newsroom.plating import set_plates

SECONDS = 20
"""No further picture is begun after as long: the job comes again in a minute."""
AT_MOST = 50

log = structlog.get_logger(__name__)


def finish_pictures(now: datetime) -> int:
    """Make the last renditions of the newest photos that lack them; how many are finished now.

    A picture that cannot be read costs the others nothing.
    """
    begun = monotonic()
    done: list[int] = []
    for photo in Photo.objects.unfinished().order_by("-pk")[:AT_MOST]:
        if monotonic() - begun > SECONDS:
            break
        try:
            make_renditions(photo, [*AT_ONCE, *LATER])
            colour = colour_of(photo)
        except OSError:
            log.exception("the last renditions of a picture were not made", photo=photo.pk)
            continue
        if _mark(photo, colour):
            done.append(photo.pk)
    shown = Edition.objects.live(now).showing(Photo.objects.filter(pk__in=done)).order_by("-pk")
    set_plates(shown.values_list("pk", flat=True)[:AT_MOST], now)
    return len(done)


def _mark(photo: Photo, colour: str) -> bool:
    """Note that it is finished, unless somebody moved the focal point meanwhile."""
    with transaction.atomic():
        rows = Photo.objects.filter(pk=photo.pk, focal_x=photo.focal_x, focal_y=photo.focal_y)
        marked = rows.update(finished_x=photo.focal_x, finished_y=photo.focal_y, colour=colour)
        if marked:
            outdate_photo(photo)
    return bool(marked)
