"""The addresses readers know. Laid out as a map of the site; the order is the order of trying."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from articles.site.converters import FourDigits, TwoDigits
from articles.site.views import (
    archive,
    article,
    corrections,
    documents,
    feeds,
    history,
    listings,
    oembed,
    report,
    search,
    sitemaps,
    text,
)
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
    path(
        "<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/ninjs.json",
        documents.article_ninjs,
        name="article_ninjs",
    ),
    path(
        "<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/index.html.md",
        documents.article_markdown,
        name="article_markdown",
    ),
    path("<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/report/", report.report, name="report"),
    path("a/<slug:code>/", history.short_link, name="short_link"),
    # The same without pictures and fonts.
    path("text/", text.front, name="text"),
    path("text/<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/", text.story, name="text_story"),
    # The archive: by date, and by anything else.
    path("<yyyy:year>/", archive.archive_year, name="archive_year"),
    path("<yyyy:year>/<mm:month>/", archive.archive_month, name="archive_month"),
    path("<yyyy:year>/<mm:month>/<dd:day>/", archive.archive_day, name="archive_day"),
    path("archive/", archive.archive, name="archive"),
    path("search/", search.search, name="search"),
    # What stories are about, and who stands behind them.
    path("section/<slug:slug>/", listings.section, name="section"),
    path("section/<slug:slug>/feed/", feeds.section_feed, name="section_feed"),
    path("section/<slug:slug>/feed.atom", feeds.section_feed, {"as_": feeds.ATOM}, name="section_feed_atom"),
    path("section/<slug:slug>/feed.json", feeds.section_feed, {"as_": feeds.JSON}, name="section_feed_json"),
    path("section/<slug:slug>/ninjs.json", documents.section_ninjs, name="section_ninjs"),
    path("topic/<slug:slug>/", listings.topic, name="topic"),
    path("topic/<slug:slug>/feed/", feeds.topic_feed, name="topic_feed"),
    path("topic/<slug:slug>/feed.atom", feeds.topic_feed, {"as_": feeds.ATOM}, name="topic_feed_atom"),
    path("topic/<slug:slug>/feed.json", feeds.topic_feed, {"as_": feeds.JSON}, name="topic_feed_json"),
    path("author/<slug:slug>/", author_views.author, name="author"),
    path("author/<slug:slug>/feed/", feeds.author_feed, name="author_feed"),
    path("author/<slug:slug>/feed.atom", feeds.author_feed, {"as_": feeds.ATOM}, name="author_feed_atom"),
    path("author/<slug:slug>/feed.json", feeds.author_feed, {"as_": feeds.JSON}, name="author_feed_json"),
    # What we put right.
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", feeds.corrections_feed, name="corrections_feed"),
    path("corrections/feed.atom", feeds.corrections_feed, {"as_": feeds.ATOM}, name="corrections_feed_atom"),
    path("corrections/feed.json", feeds.corrections_feed, {"as_": feeds.JSON}, name="corrections_feed_json"),
    # For machines.
    path("feed/", feeds.feed, name="feed"),
    path("feed.atom", feeds.feed, {"as_": feeds.ATOM}, name="feed_atom"),
    path("feed.json", feeds.feed, {"as_": feeds.JSON}, name="feed_json"),
    path("oembed/", oembed.oembed, name="oembed"),
    path("ninjs.json", documents.newest_ninjs, name="ninjs"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<yyyy:year>-<mm:month>.xml", sitemaps.month, name="sitemap_month"),
    path("sitemap-<yyyy:year>-<mm:month>-<int:number>.xml", sitemaps.month, name="sitemap_month"),
]
