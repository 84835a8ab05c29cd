"""The desk's pages as the benchmark asks for them: an address for each, by the role that asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import NoReverseMatch, reverse

from articles.admin.tabs import DESK, VIEWS
from articles.models import Article, Edition
from articles.workflow import Status

ROLES = {"reporter": "Reporter", "desk": "Desk editor", "managing": "Managing editor"}
LIST = "admin:articles_article_changelist"
FILTERS = {
    "filter: assignee": {"assignee": "{user}"},
    "filter: author": {"author": "{author}"},
    "filter: section": {"section__id__exact": "{section}"},
    "filter: genre": {"genre__exact": "interview"},
    "filter: language": {"language": "fr"},
    "filter: two at once": {"genre__exact": "analysis", "language": "de"},
    "filter: late": {"plan": "late"},
    "filter: this week": {"plan": "week"},
    "filter: I sign": {"sign_off": "mine"},
    "filter: notes open": {"notes": "open"},
    "filter: licence ended": {"public": "unlicensed"},
    "filter: expired": {"public": "expired"},
    "filter: withdrawn": {"public": "withdrawn"},
}
SEARCHES = {
    "search: common word": "budget",
    "search: rare name": "{rare}",
    "search: two words": "harbour {rare}",
    "search: no hit": "xylophone",
    "search: slugline": "{slugline}",
    "search: author": "{byline}",
    "search: public address": "{address}",
}
# Pages without an article of their own; one that this version of the desk lacks is left out.
OTHERS = {
    "board": ("admin:articles_article_board", {}),
    "calendar, month": ("admin:articles_article_calendar", {}),
    "calendar, week": ("admin:articles_article_calendar", {"view": "week"}),
    "front page, list": ("admin:newsroom_frontslot_changelist", {}),
    "front page, editing": ("desk_front", {}),
    "editions, list": ("admin:articles_edition_changelist", {}),
    "photos, list": ("admin:articles_photo_changelist", {}),
    "new story": ("admin:articles_article_add", {}),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the desk, and whose."""

    role: str
    name: str
    url: str


def _address(name: str, *args: object, **query: str) -> str:
    url = reverse(name, args=args)
    return f"{url}?{urlencode(query)}" if query else url


def pages() -> Iterator[Page]:
    """Every page for every role."""
    for username, role in ROLES.items():
        for name, url in _of(User.objects.get(username=username)):
            yield Page(role, name, url)


def _of(user: User) -> Iterator[tuple[str, str]]:
    yield "first screen", reverse("admin:index")
    for view in VIEWS:
        if view is not DESK or user.sections.exists():
            yield f"list: {view.label}", _address(LIST, **view.query)
    yield "list: All, page 20", _address(LIST, mine="all", p="20")
    words = _words(user)
    for name, query in FILTERS.items():
        yield name, _address(LIST, **{key: value.format(**words) for key, value in query.items()})
    for name, text in SEARCHES.items():
        yield name, _address(LIST, mine="all", q=text.format(**words))
    for name, article in (("draft", _draft(user)), ("live story", _live(user))):
        yield f"form: {name}", _address("admin:articles_article_change", article.pk)
        yield f"history: {name}", _address("admin:articles_article_history", article.pk)
    for name, (view_name, query) in OTHERS.items():
        try:
            yield name, _address(view_name, **query)
        except NoReverseMatch:
            continue


def _live(user: User) -> Article:
    """A story of theirs, or for an editor any, that was changed in public."""
    stories = Article.objects.editable_by(user).filter(latest_edition__number=2)
    return stories.order_by("-updated_at")[0]


def _draft(user: User) -> Article:
    return Article.objects.editable_by(user).filter(status=Status.DRAFT).order_by("-updated_at")[0]


def _words(user: User) -> dict[str, str]:
    """What is filled into filters and searches, from a story in the middle of the archive."""
    middle = Article.objects.filter(status=Status.PUBLISHED).order_by("pk")
    story = middle.filter(pk__gte=middle.count() // 2).select_related("latest_edition")[0]
    edition: Edition | None = story.latest_edition
    address = edition.get_absolute_url() if edition else "/2026/01/01/none/"
    line = story.contributions.select_related("author")[0]
    return {
        "user": str(user.pk),
        "author": str(line.author_id),
        "section": str(story.section_id),
        "rare": story.headline.split(" of ")[-1].split()[0],
        "slugline": story.slugline[:12],
        "byline": line.author.name,
        "address": f"https://news.example{address}",
        "now": datetime.now(UTC).isoformat(),
    }
