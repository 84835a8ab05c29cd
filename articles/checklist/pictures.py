"""The pictures, over the text and in it: described, credited, licensed, and the first one wide enough."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.checklist.story import Check, Finding, Story, blocker, warning
from articles.figures import pictured
from articles.models import Photo

WIDE_ENOUGH = 1200
"""Pixels that search and social cards want of a picture."""


def lead_picture(story: Story) -> Iterator[Finding]:
    """There is a picture, and it may be shown to everybody."""
    photo = story.article.lead_photo
    if photo is None:
        yield warning("lead_photo", _t("There is no lead picture."))
        return
    yield from _fit_to_show(story, photo, "lead_photo")
    if (photo.width or 0) < WIDE_ENOUGH:
        yield warning(
            "lead_photo", _t("The picture is less than 1200 pixels wide; social cards and search want more.")
        )


def pictures_in_text(story: Story) -> Iterator[Finding]:
    """So may those in the text, and each of them is there."""
    photos = Photo.objects.in_text(story.article.body)
    for mark in pictured(story.article.body):
        if mark.photo not in photos:
            yield blocker("body", _t("A picture in the text is gone: number %(key)d.") % {"key": mark.photo})
    for photo in photos.values():
        yield from _fit_to_show(story, photo, "body")


def _fit_to_show(story: Story, photo: Photo, place: str) -> Iterator[Finding]:
    if not photo.alt.strip() and not photo.decorative:
        yield blocker(place, _t("The picture has no description and is not marked as decorative."))
    if not photo.credit.strip():
        yield blocker(place, _t("The picture has no credit."))
    if not photo.rights:
        yield blocker(place, _t("Nobody has said on what terms we may show the picture."))
    if photo.licence_expired(localdate(story.at)):
        yield blocker(place, _t("The picture's licence has expired."))


CHECKS: tuple[Check, ...] = (lead_picture, pictures_in_text)
