"""Filters over what was published: the archive's and the corrections page's. One address, one result."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from articles import marks, tags, tallies
from articles.ledger import Remembered
from articles.marks import Narrowing
from articles.models import Change, Credit, Edition, EditionTopic, Genre, Section, Topic
from articles.models.edition import ON_RECORD, EditionQuerySet
from authors.models import Author

A_ZONE = timedelta(days=1)
"""More than any zone is ahead of UTC, or behind it: the date of an address is that of some zone."""
# Not the plain column: a planner that takes the two spans for independent expects next to nothing, and sorts
# all there is for the twenty that are shown.
DAY = Coalesce(F("url_date"), F("url_date"))
SUGGESTED = 400
"""Names offered in a datalist; a reader may type any other."""
REMEMBERED_SECONDS = 60
"""How long counts and names, dear to a large archive, are kept where nobody watches for changes."""
_names: Remembered[dict[str, list[str]]] = Remembered(
    "archive-names", tags.STORIES, seconds=REMEMBERED_SECONDS
)
_years: Remembered[list[int]] = Remembered("archive-years", tags.STORIES, seconds=REMEMBERED_SECONDS)
_counts: Remembered[int] = Remembered("stories-of", seconds=REMEMBERED_SECONDS)


def section_choices() -> list[tuple[str, str]]:
    """The sections by slug, in the order of the navigation."""
    return list(Section.objects.values_list("slug", "name"))


def public_topics(now: datetime) -> QuerySet[Topic]:
    """Topics that a public story is about: the name of another could tell what is being worked on."""
    live = Edition.objects.live(now).filter(topics=OuterRef("pk"))
    topics: QuerySet[Topic] = Topic.objects.filter(Exists(live))
    return topics


def public_authors(now: datetime) -> QuerySet[Author]:
    """People whom a public story credits, whatever their part in it."""
    return Author.objects.filter(is_credited(now))


def is_credited(now: datetime) -> Exists:
    """Whether a public story credits a person, for a query of people."""
    return Exists(Edition.objects.live(now).filter(credits__author=OuterRef("pk")))


def known_names(now: datetime) -> dict[str, list[str]]:
    """Names for the datalists, in at most one query: topics and authors that public stories have.

    Nobody and nothing is named before a story of theirs is public.
    """
    return _names(lambda: _known_names(now))


def years_with_stories(now: datetime) -> list[int]:
    """The years the archive has pages of, newest first; at most one query."""
    return _years(lambda: tallies.years(now))


def stories_about(topic: Topic, now: datetime) -> int:
    """How many public stories are about a topic; at most one query."""
    name = tags.topic(topic.pk)
    among = Edition.objects.unsettled(now).about(topic.pk)
    return _counts(lambda: tallies.stories(name, among), name, made_of=(name,))


def stories_by(author: Author, now: datetime) -> int:
    """How many public stories stand on an author's page; at most one query."""
    name = tags.author(author.pk)
    among = Edition.objects.unsettled(now).made_by(author.pk)
    return _counts(lambda: tallies.stories(name, among), name, made_of=(name,))


def named(value: str) -> Q:
    """A topic or a person by what a reader typed: the name, or the end of the address of their page."""
    return Q(slug=value) | Q(name__iexact=value)


def since_day(editions: EditionQuerySet, day: date) -> EditionQuerySet:
    """Those of that day and of later ones, so that the list of all is walked no further than to there."""
    editions = editions.filter(GreaterThanOrEqual(DAY, day))
    if day.year == date.min.year:
        return editions
    return editions.filter(first_published_at__gte=datetime.combine(day, time.min, UTC) - A_ZONE)


def until_day(editions: EditionQuerySet, day: date) -> EditionQuerySet:
    """Those of that day and of earlier ones, so that the list of all is walked from there."""
    editions = editions.filter(LessThanOrEqual(DAY, day))
    if day.year == date.max.year:
        return editions
    return editions.filter(first_published_at__lte=datetime.combine(day, time.max, UTC) + A_ZONE)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))


def _known_names(now: datetime) -> dict[str, list[str]]:
    # SQLite takes no limit inside a union, but takes one a level deeper.
    topics = public_topics(now).order_by(Lower("name")).values("pk")[:SUGGESTED]
    authors = public_authors(now).order_by(Lower("name")).values("pk")[:SUGGESTED]
    rows = (
        Topic.objects.order_by()
        .filter(pk__in=topics)
        .values_list(Value("topics"), "name")
        .union(Author.objects.order_by().filter(pk__in=authors).values_list(Value("authors"), "name"))
    )
    names: dict[str, list[str]] = {"topics": [], "authors": []}
    for kind, name in sorted(rows, key=lambda row: row[1].casefold()):
        names[kind].append(name)
    return names


def _text(label: Any, method: str, suggestions: str) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={"list": suggestions, "autocomplete": "off"})
    return django_filters.CharFilter(label=label, method=method, max_length=120, widget=widget)


class DayInput(forms.DateInput):
    """A field for a day. What is no date is not given back: browsers show it empty, and HTML forbids it."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        text = super().format_value(value)
        try:
            return text and date.fromisoformat(text).isoformat()
        except ValueError:
            return None


def _day(label: Any, method: str) -> django_filters.DateFilter:
    widget = DayInput(format="%Y-%m-%d")
    return django_filters.DateFilter(method=method, label=label, widget=widget, input_formats=["%Y-%m-%d"])


class ArchiveFilter(django_filters.FilterSet):
    """The archive's form. `topic` and `author` take a name or the end of the address of a page of ours."""

    section = django_filters.ChoiceFilter(
        label=_("Section"), field_name="section__slug", choices=section_choices, empty_label=_("All sections")
    )
    genre = django_filters.ChoiceFilter(
        label=_("Kind of story"), choices=Genre.choices, empty_label=_("All kinds")
    )
    topic = _text(_("Topic"), "with_topic", "known-topics")
    author = _text(_("Author"), "with_author", "known-authors")
    since = _day(_("From"), "with_since")
    until = _day(_("Until"), "with_until")
    corrected = django_filters.BooleanFilter(
        label=_("Only stories that were corrected"), method="with_correction", widget=forms.CheckboxInput
    )

    class Meta:
        model = Edition
        fields: list[str] = []

    def with_topic(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        """Stories about the topic of that name or slug."""
        topics = Topic.objects.filter(named(value))
        return editions.filter(Exists(EditionTopic.objects.filter(edition=OuterRef("pk"), topic__in=topics)))

    def with_author(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        """Stories by the person of that name or slug."""
        people = Author.objects.filter(named(value))
        listed = Credit.objects.filter(edition=OuterRef("pk"), author__in=people, listed_at__isnull=False)
        return editions.filter(Exists(listed))

    def with_since(self, editions: EditionQuerySet, name: str, value: date) -> EditionQuerySet:
        """Stories of that day and later."""
        return since_day(editions, value)

    def with_until(self, editions: EditionQuerySet, name: str, value: date) -> EditionQuerySet:
        """Stories of that day and earlier."""
        return until_day(editions, value)

    def with_correction(self, editions: EditionQuerySet, name: str, value: bool | None) -> EditionQuerySet:
        """Stories of which an edition up to now put something right."""
        if not value:
            return editions
        on_record = Edition.objects.begun(self.request.now).on_record()
        return editions.filter(Exists(on_record.filter(article=OuterRef("article"))))

    def narrowing(self) -> Narrowing:
        """What the filters ask for, in the marks of the search index; a query for each name to look up."""
        asked = self.form.cleaned_data
        groups: list[list[str]] = []
        numbers: list[int] = []
        if asked["section"]:
            groups.append([tags.section(pk) for pk in _keys(Section.objects.filter(slug=asked["section"]))])
        for name, model in (("topic", Topic), ("author", Author)):
            if asked[name]:
                known = list(tallies.counted(model.objects.filter(named(asked[name])), name))
                groups.append([f"{name}-{pk}" for pk, _number in known])
                numbers.append(sum(number for _pk, number in known))
        if asked["genre"]:
            groups.append([marks.genre(asked["genre"])])
        if asked["corrected"]:
            groups.append([marks.CORRECTED])
        return Narrowing(groups, asked["since"], asked["until"], min(numbers, default=None))


class CorrectionFilter(django_filters.FilterSet):
    """The form of the corrections page."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="change",
        choices=[choice for choice in Change.choices if choice[0] in ON_RECORD],
        empty_label=_("All kinds"),
    )
    section = django_filters.ChoiceFilter(
        label=_("Section"), field_name="section__slug", choices=section_choices, empty_label=_("All sections")
    )

    class Meta:
        model = Edition
        fields: list[str] = []
