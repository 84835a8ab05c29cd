"""What a change of a picture means for the stories that show it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.models import Article, Edition, Photo, SignOff
from articles.models.photo import Origin
from articles.notices import tell_of
from articles.people import person
from articles.picturefacts import PictureFacts
from articles.publishing import cancel
from articles.revisions import snapshot, void_approval
from articles.workflow import BEFORE_PUBLICATION

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def photo_values(facts: PictureFacts | None) -> dict[str, Any]:
    """What a file says about its picture, as far and as long as a photo's fields take it."""
    told = facts.told() if facts else {}
    if told.get("digital_source_type") not in Origin.values:
        told.pop("digital_source_type", None)
    return {name: _fitting(name, value) for name, value in told.items()}


def _fitting(name: str, value: Any) -> Any:
    most = getattr(Photo._meta.get_field(name), "max_length", None)
    return Truncator(value).chars(most) if isinstance(value, str) and most else value


def described_anew(photo: Photo, *, by: User | None, at: datetime | None = None) -> None:
    """Record the picture's new words as a change of the stories somebody has read with the old ones.

    A caption is copy: an approval or a sign-off does not cover one that was written after it.
    """
    signed = SignOff.objects.filter(state=SignOff.State.APPROVED).values("article")
    shown = Q(lead_photo=photo) | Q(body__contains=f'data-photo="{photo.pk}"')
    read = Article.objects.filter(Q(status__in=BEFORE_PUBLICATION) | Q(pk__in=signed), shown)
    for article in read:
        void_approval(article, snapshot(article, by=by, at=at), by=by)


def licensed_anew(photo: Photo, *, by: User | None, at: datetime | None = None) -> list[Article]:
    """Cancel what is scheduled with a picture whose licence ends before, and tell the desk; return those.

    Nothing waits for the minute to find out: what stops publication takes back what is scheduled.
    """
    at = at or timezone.now()
    stopped = []
    for edition in (
        Edition.objects.pending(at).showing(Photo.objects.filter(pk=photo.pk)).select_related("article")
    ):
        if not photo.licence_expired(localdate(edition.starts_at)):
            continue
        article = edition.article
        why = _t("%(who)s changed the licence of its picture: it will have expired by then.")
        cancel(article, by=None, note=why % {"who": person(by)}, now=at)
        tell_of(article.events.latest("pk"))
        stopped.append(article)
    return stopped
