"""What readers were given lately, changes included."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Change, Edition
from articles.models.edition import ON_RECORD
from newsroom.desk.first_screen.alarms import EDITION_TEXT
from newsroom.desk.first_screen.block import Desk, Detail, Query, Row, form_url, list_url

BACK = timedelta(hours=12)


def _lately(desk: Desk) -> QuerySet[Edition]:
    editions = Edition.objects.begun(desk.now).filter(starts_at__gt=desk.now - BACK)
    mine = Article.objects.editable_by(desk.user).filter(pk=OuterRef("article_id"))
    return (
        editions.select_related("section", "article")
        .defer(*EDITION_TEXT)
        .annotate(may_change=Exists(mine))
        .order_by("-starts_at", "-pk")
    )


def _edition(edition: Edition, desk: Desk) -> Row:
    details = [
        Detail(edition.section.name) if edition.section else None,
        Detail(_t("version %(n)s") % {"n": edition.number}) if edition.number > 1 else None,
        Detail(edition.get_change_display(), "changed" if edition.change in ON_RECORD else ""),
        # A minor change after a correction does not take the word off the page, so it stays here too.
        Detail(_t("Corrected"), "changed")
        if edition.is_corrected and edition.change not in ON_RECORD
        else None,
    ]
    if edition.change != Change.TAKE_DOWN:
        details.append(Detail(_t("Page"), url=edition.get_absolute_url()))
    if getattr(edition, "may_change", False) and desk.may("articles.publish_article"):
        change = reverse("admin:articles_article_verb", args=[edition.article_id, "change"])
        details.append(Detail(_t("Correct or update…"), url=change))
    return Row(
        edition.headline_short or edition.headline or str(edition.article),
        form_url(edition.article_id),
        tuple(detail for detail in details if detail),
        at=edition.starts_at,
    )


QUERIES: tuple[Query, ...] = (
    Query(
        "published",
        _("Published in the last 12 hours"),
        "articles.view_edition",
        _lately,
        _edition,
        lambda desk: list_url(Edition, state="live"),
    ),
)
