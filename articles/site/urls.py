"""The addresses readers know. Laid out as a map of the site; the order is the order of trying."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from articles.site.converters import FourDigits, TwoDigits
from articles.site.views import archive, article, corrections, feeds, history, listings, robots
from authors import views as author_views

register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")
register_converter(TwoDigits, "dd")

urlpatterns: list[URLPattern | URLResolver] = [
    # A story, at the date of its first publication.
    path("<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/", article.article, name="article"),
    path("<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/history/", history.history, name="history"),
    path(
        "<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/history/<int:number>/",
        history.history_diff,
        name="history_diff",
    ),
    path("a/<slug:code>/", history.short_link, name="short_link"),
    # The archive: by date, and by anything else.
    path("<yyyy:year>/", archive.archive_year, name="archive_year"),
    path("<yyyy:year>/<mm:month>/", archive.archive_month, name="archive_month"),
    path("<yyyy:year>/<mm:month>/<dd:day>/", archive.archive_day, name="archive_day"),
    path("archive/", archive.archive, name="archive"),
    # What stories are about, and who stands behind them.
    path("section/<slug:slug>/", listings.section, name="section"),
    path("section/<slug:slug>/feed/", feeds.section_feed, name="section_feed"),
    path("topic/<slug:slug>/", listings.topic, name="topic"),
    path("topic/<slug:slug>/feed/", feeds.topic_feed, name="topic_feed"),
    path("author/<slug:slug>/", author_views.author, name="author"),
    path("author/<slug:slug>/feed/", feeds.author_feed, name="author_feed"),
    # What we put right.
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", feeds.corrections_feed, name="corrections_feed"),
    # For machines.
    path("feed/", feeds.feed, name="feed"),
    path("robots.txt", robots.robots, name="robots"),
]
