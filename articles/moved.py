"""Addresses that readers, feed readers and search engines still have after a section, a topic or a person got
another slug: each leads on for good. Stories remember theirs by themselves."""

from __future__ import annotations

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import transaction

ENDINGS = ("", "feed/", "feed.atom", "feed.json", "ninjs.json")
"""What stands behind the address of a list: the page itself, its feeds, its file for other newsrooms."""


@transaction.atomic
def lead_on(before: str, after: str) -> None:
    """Answer 301 to `after` where the list stood at `before`, and wherever it stood earlier."""
    rows = Redirect.objects.filter(site_id=settings.SITE_ID)
    for ending in ENDINGS:
        old, new = before + ending, after + ending
        # It came back to an address that it had, or took that of another.
        rows.filter(old_path=new).delete()
        rows.filter(new_path=old).update(new_path=new)
        rows.update_or_create(old_path=old, site_id=settings.SITE_ID, defaults={"new_path": new})
