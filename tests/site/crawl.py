"""Every public address of a newsroom, and how what it says is read: for the tests of what gets out."""

from __future__ import annotations

import re
from itertools import product

from django.urls import reverse
from django.utils.http import int_to_base36, urlencode

from articles.models import Article, Edition, Section, Topic
from articles.site.addresses import text_path
from authors.models import Author

# An animal that no story of ours is about; what follows it says which story leaked.
SECRET = re.compile(r"quagga[a-z]+", re.IGNORECASE)
# Addresses that answer nothing but a POST, or lead to a file.
NOT_CRAWLED = frozenset({"theme", "favicon", "look"})
WITHOUT_ARGUMENTS = (
    *("front", "archive", "search", "corrections", "text"),
    *("feed", "feed_atom", "feed_json"),
    *("corrections_feed", "corrections_feed_atom", "corrections_feed_json"),
    *("sitemap", "sitemap_pages", "sitemap_news"),
    "ninjs",
    *("robots", "trust", "well_known_trust", "security", "tdmrep", "ads", "llms"),
)


def paths() -> dict[str, list[str]]:
    """Every address of every named page, for every row there is, public or not."""
    editions = list(Edition.objects.all())
    days = sorted({edition.url_date for edition in editions})
    articles = list(Article.objects.values_list("pk", flat=True))
    slugs = {
        "section": Section.objects.values_list("slug", flat=True),
        "topic": Topic.objects.values_list("slug", flat=True),
        "author": Author.objects.values_list("slug", flat=True),
    }
    found = {name: [reverse(name)] for name in WITHOUT_ARGUMENTS}
    found["archive"] += [
        f"/archive/?{query}" for query in ("corrected=on", "section=world", "until=2099-01-01")
    ]
    # The page repeats what was typed, so it is asked for beginnings and for words beside the secret ones.
    found["search"] += [
        f"/search/?q={words}&sort={sort}"
        for words, sort in product(("quagg", "headline", "point", "story", "the", "it+was"), ("", "date"))
    ]
    found["corrections"] += ["/corrections/?section=world", "/corrections/?kind=correction"]
    for name, suffix in product(slugs, ("", "_feed", "_feed_atom", "_feed_json")):
        found[f"{name}{suffix}"] = [reverse(f"{name}{suffix}", args=[slug]) for slug in slugs[name]]
    found["section_ninjs"] = [reverse("section_ninjs", args=[slug]) for slug in slugs["section"]]
    found["article_ninjs"] = [f"{edition.get_absolute_url()}ninjs.json" for edition in editions]
    found["article_markdown"] = [f"{edition.get_absolute_url()}index.html.md" for edition in editions]
    found["short_link"] = [reverse("short_link", args=[int_to_base36(pk)]) for pk in articles]
    found["oembed"] = [
        f"/oembed/?{urlencode({'url': f'http://testserver{path}', 'format': name})}"
        for path in [*(edition.get_absolute_url() for edition in editions), *found["short_link"]]
        for name in ("json", "xml")
    ]
    found["indexnow_key"] = [reverse("indexnow_key", args=["a-key-of-nobody"])]
    found["article"] = [edition.get_absolute_url() for edition in editions]
    found["text_story"] = [text_path(edition) for edition in editions]
    found["history"] = [edition.get_history_url() for edition in editions]
    found["history_diff"] = [f"{path}{number}/" for path in found["history"] for number in range(1, 4)]
    found["preview"] = [reverse("preview", args=[pk]) for pk in articles]
    found["preview_cards"] = [reverse("preview_cards", args=[pk]) for pk in articles]
    # Nobody signed these; what a real link shows is told in tests/desk/test_preview_links.py.
    found["shared_preview"] = [reverse("shared_preview", args=[f"{pk}:x"]) for pk in articles]
    found["report"] = [f"{edition.get_absolute_url()}report/" for edition in editions]
    found["policy"] = [reverse("policy", args=["ethics"])]
    found["archive_year"] = [reverse("archive_year", args=[day.year]) for day in days]
    found["archive_month"] = [reverse("archive_month", args=[day.year, day.month]) for day in days]
    months = sorted({(day.year, day.month) for day in days})
    found["sitemap_month"] = [reverse("sitemap_month", args=month) for month in months]
    found["sitemap_month"] += [reverse("sitemap_month", args=[*month, 2]) for month in months]
    found["archive_day"] = [reverse("archive_day", args=[day.year, day.month, day.day]) for day in days]
    return found
