"""Pictures for a text: found by their words, shown small, made ready when somebody chooses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_GET, require_POST

from articles.admin.archive import WRITES
from articles.admin.cells import clip
from articles.figures import pictured
from articles.models import Photo
from articles.renditions import WHOLE_AT_ONCE, make_renditions, name_of
from articles.richtext import sanitize

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.models import Article

MOST, MOST_WORDS = 12, 6
THUMBNAIL = name_of("3x2", 360, "webp")
SAID = ("caption", "alt", "credit", "people", "location", "file")


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """Where the picture dialog and the editor ask."""
    view = admin.admin_site.admin_view
    return [
        path("photos/", view(require_GET(find)), name="articles_article_photos"),
        path("photos/<int:key>/", view(require_GET(thumbnail)), name="articles_article_photo"),
        path("photos/<int:key>/choose/", view(require_POST(choose)), name="articles_article_choose_photo"),
    ]


def _check(request: HttpRequest) -> None:
    """Raise PermissionDenied for somebody who writes nothing."""
    if not any(request.user.has_perm(permission) for permission in WRITES):
        raise PermissionDenied


def find(request: HttpRequest) -> JsonResponse:
    """The newest photos that have all of these words in what is said of them; without words the newest."""
    _check(request)
    asked = Q()
    for word in request.GET.get("q", "").replace("\0", "").split()[:MOST_WORDS]:
        said = Q()
        for name in SAID:
            said |= Q(**{f"{name}__icontains": word})
        asked &= said
    photos = Photo.objects.filter(asked).order_by("-pk")[:MOST]
    return JsonResponse({"photos": [_told(photo) for photo in photos]})


def thumbnail(request: HttpRequest, key: int) -> HttpResponseRedirect:
    """The small cut of a photo."""
    _check(request)
    return HttpResponseRedirect(getattr(get_object_or_404(Photo, pk=key).file, THUMBNAIL))


def choose(request: HttpRequest, key: int) -> JsonResponse:
    """Make the sizes in which a photo stands in texts, and say what has to be known about it."""
    _check(request)
    photo = get_object_or_404(Photo, pk=key)
    make_renditions(photo, WHOLE_AT_ONCE)
    return JsonResponse(_told(photo))


def make_posted(request: HttpRequest) -> None:
    """The same for what a posted body holds: it may be typed as HTML, and a preview shows it at once."""
    body = request.POST.get("body", "")
    if "data-photo" in body and any(request.user.has_perm(permission) for permission in WRITES):
        keys = {mark.photo for mark in pictured(sanitize(body))}
        for photo in Photo.objects.filter(pk__in=keys):
            make_renditions(photo, WHOLE_AT_ONCE)


def _told(photo: Photo) -> dict[str, Any]:
    return {
        "key": photo.pk,
        "words": clip(photo.caption or photo.alt or photo.file.name, 120),
        "credit": photo.credit,
        "problem": _t("The licence has expired.") if photo.licence_expired(localdate()) else "",
    }
