"""The picture: described, credited, licensed, and wide enough. The text itself holds no pictures."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.checklist.story import Check, Finding, Story, blocker, warning

WIDE_ENOUGH = 1200
"""Pixels that search and social cards want of a picture."""


def lead_picture(story: Story) -> Iterator[Finding]:
    """There is a picture, and it may be shown to everybody."""
    photo = story.article.lead_photo
    if photo is None:
        yield warning("lead_photo", _t("There is no lead picture."))
        return
    if not photo.alt.strip() and not photo.decorative:
        yield blocker("lead_photo", _t("The picture has no description and is not marked as decorative."))
    if not photo.credit.strip():
        yield blocker("lead_photo", _t("The picture has no credit."))
    if not photo.rights:
        yield blocker("lead_photo", _t("Nobody has said on what terms we may show the picture."))
    if photo.licence_expired(localdate(story.at)):
        yield blocker("lead_photo", _t("The picture's licence has expired."))
    if (photo.width or 0) < WIDE_ENOUGH:
        yield warning(
            "lead_photo", _t("The picture is less than 1200 pixels wide; social cards and search want more.")
        )


CHECKS: tuple[Check, ...] = (lead_picture,)
