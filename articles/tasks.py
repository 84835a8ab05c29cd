"""Work done after a click, so that nobody waits for it. None of it is essential: it may run again."""

from __future__ import annotations

from django.tasks import task

from articles.models import Photo
from articles.renditions import make_renditions


@task
def make_photo_renditions(photo_id: int) -> int:
    """Make the missing renditions of a photo; return how many it has, 0 when the photo is gone."""
    photo = Photo.objects.filter(pk=photo_id).first()
    return make_renditions(photo) if photo else 0
