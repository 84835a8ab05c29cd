"""The article list: what a desk sees at a glance, in a number of queries that never grows."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import base36_to_int
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.facts import Fact, brief, facts_of, spelled
from articles.admin.widgets import LARGEST_KEY
from articles.models import Article, Edition, Revision
from articles.models.article import ArticleQuerySet
from articles.models.contribution import byline_of

# What a list never shows; a page of it would be megabytes.
TEXT = ("body", "how_we_reported", "key_points", "standfirst")
ADDRESS = re.compile(r"^/(\d{4})/(\d{2})/(\d{2})/([-\w]+)(?:/|$)")
SHORT_ADDRESS = re.compile(r"^/a/([0-9a-z]{1,13})/?$")


class ArticleChangeList(ChangeList):
    """The list with what its columns need, and nothing of the text."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Article]:
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        name = Trim(Concat("by__first_name", Value(" "), "by__last_name"))
        # The admin's own get_queryset gave it, so it is ours.
        rows = cast("ArticleQuerySet", super().get_queryset(request, exclude_parameters))
        return (
            rows.with_desk_facts()
            .annotate(
                last_words=Subquery(newest.values("words")[:1]),
                last_by=Subquery(newest.values(who=Coalesce(NullIf(name, Value("")), "by__username"))[:1]),
            )
            .defer(*TEXT, *(f"latest_edition__{name}" for name in (*TEXT, "html", "sources")))
        )


def found_by_address(term: str) -> QuerySet[Edition] | None:
    """The editions at a pasted public address of the site; None when the term is none."""
    if "/" not in term:
        return None
    try:
        path = urlsplit(term.strip()).path
        if match := ADDRESS.match(path):
            year, month, day, slug = match.groups()
            return Edition.objects.filter(url_date=date(int(year), int(month), int(day)), slug=slug)
    except ValueError:
        # It looks like an address and cannot be one: a broken host, or the 31st of February.
        return Edition.objects.none()
    if match := SHORT_ADDRESS.match(path):
        number = base36_to_int(match[1])
        return Edition.objects.filter(article=number) if number <= LARGEST_KEY else Edition.objects.none()
    return None


class Columns:
    """The columns of the article list."""

    @admin.display(description=_("urg."), ordering="urgency")
    def urgent(self, article: Article) -> SafeString:
        """1 to 5; 1 and 2 stand out."""
        return format_html('<span class="urgency urgency-{0}">{0}</span>', article.urgency)

    @admin.display(description=_("story"), ordering="slugline")
    def story(self, article: Article) -> SafeString:
        """The slugline, and the headline under it."""
        return format_html(
            '<span class="slugline">{}</span><span class="list-headline">{}</span>',
            article.slugline or _t("(no slugline)"),
            article.headline or _t("(no headline)"),
        )

    @admin.display(description=_("section, genre"), ordering="section")
    def place(self, article: Article) -> SafeString:
        """The section, and what kind of journalism it is."""
        return format_html(
            '{}<span class="list-line">{}</span>', article.section or "–", article.get_genre_display()
        )

    @admin.display(description=_("byline"))
    def byline(self, article: Article) -> str:
        """Who wrote it."""
        return byline_of(article.contributions.all())

    @admin.display(description=_("status"), ordering="status")
    def state(self, article: Article) -> SafeString:
        """The status in a word, and what is true of it with readers."""
        badges = format_html_join(
            "", "{}", ((_badge(fact, article),) for fact in facts_of(article, timezone.now()))
        )
        return format_html(
            '<span class="status status-{}">{}</span>{}', article.status, article.status_word, badges
        )

    @admin.display(description=_("words"))
    def words(self, article: Any) -> str:
        """Words, and how many were commissioned."""
        words = "" if article.last_words is None else str(article.last_words)
        return f"{words} / {article.commissioned_length}" if article.commissioned_length else words

    @admin.display(description=_("due, planned"), ordering="due_at")
    def planned(self, article: Article) -> SafeString:
        """When it is due at the desk, and when we mean to publish."""
        lines = [(_t("due"), article.due_at), (_t("for"), article.publish_at)]
        return format_html_join(
            "",
            '<span class="list-line" title="{2}">{0} {1}</span>',
            ((word, brief(at), spelled(at)) for word, at in lines if at),
        )

    @admin.display(description=_("last change"), ordering="updated_at")
    def changed(self, article: Any) -> SafeString:
        """When it was last saved, and by whom."""
        return format_html(
            '<span class="list-line" title="{}">{}</span><span class="list-line">{}</span>',
            spelled(article.updated_at),
            brief(article.updated_at),
            article.last_by or "",
        )


def _badge(fact: Fact, article: Article) -> SafeString:
    """A fact; that a story is live leads to its page."""
    if fact.name == "live" and article.latest_edition:
        address = article.latest_edition.get_absolute_url()
        return format_html('<a class="fact fact-live" href="{}">{}</a>', address, fact.label)
    return format_html('<span class="fact fact-{}">{}</span>', fact.name, fact.label)
