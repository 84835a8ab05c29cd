"""Stories and people for tests, complete unless told otherwise."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from articles.models import Article, Contribution, Edition, Outlet, Photo, Section, Source, Topic
from articles.publishing import publish
from articles.workflow import perform
from authors.models import Author


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    is_staff = True

    @factory.post_generation
    def role(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """The name of the group the person belongs to."""
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))


class AuthorFactory(DjangoModelFactory[Author]):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Ada Writer{n}")
    slug = factory.Sequence(lambda n: f"ada-writer{n}")
    bio_short = "Ada Writer covers rivers."


class SectionFactory(DjangoModelFactory[Section]):
    class Meta:
        model = Section

    name = factory.Sequence(lambda n: f"Section {n}")
    slug = factory.Sequence(lambda n: f"section-{n}")


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"topic {n}")
    slug = factory.Sequence(lambda n: f"topic-{n}")


class OutletFactory(DjangoModelFactory[Outlet]):
    class Meta:
        model = Outlet

    name = factory.Sequence(lambda n: f"Outlet {n}")


def picture_file(width: int = 1500, height: int = 1000, name: str = "river.jpg") -> ContentFile[bytes]:
    """A JPEG of one colour."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), (120, 140, 150)).save(data, "JPEG")
    return ContentFile(data.getvalue(), name=name)


class PhotoFactory(DjangoModelFactory[Photo]):
    class Meta:
        model = Photo

    file = factory.LazyFunction(picture_file)
    alt = "A river under grey clouds"
    caption = "The river in October."
    credit = "Ada Writer"


def place(number: int) -> str:
    """A made-up village for each number; in letters, since a figure in a headline must stand in the text."""
    letters = ""
    while True:
        number, letter = divmod(number, 26)
        letters = chr(ord("a") + letter) + letters
        if not number:
            return f"Ort{letters}"


class ArticleFactory(DjangoModelFactory[Article]):
    """A draft that the checklist lets pass: `authors=[...]`, `topics=[...]` and `sources=[...]` add rows."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    headline = factory.Sequence(lambda n: f"The river rises at {place(n)}")
    standfirst = "Three villages have been told to be ready; the dam holds."
    slugline = factory.Sequence(lambda n: f"RIVER-{n}")
    body = "<p>The river rose again on Tuesday.</p><h2>The dam holds</h2><p>Nobody was hurt.</p>"
    section = factory.SubFactory(SectionFactory)

    @factory.post_generation
    def authors(self, create: bool, extracted: list[Author] | None, **kwargs: Any) -> None:
        """Those in the byline, in order; one new author unless given."""
        given: list[Author] = [AuthorFactory.create()] if extracted is None else extracted
        for position, author in enumerate(given):
            Contribution.objects.create(article=self, author=author, position=position)

    @factory.post_generation
    def topics(self, create: bool, extracted: list[Topic] | None, **kwargs: Any) -> None:
        """What the story is about."""
        if extracted:
            self.topics.set(extracted)

    @factory.post_generation
    def sources(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        """The sources' fields, in order."""
        for position, fields in enumerate(extracted or []):
            Source.objects.create(article=self, position=position, **fields)


def approved(**fields: Any) -> Article:
    """An article that is ready to be published."""
    article = ArticleFactory(**fields)
    perform(article, "submit", by=None)
    perform(article, "approve", by=None)
    return article


def published(*, at: Any = None, **fields: Any) -> Edition:
    """A public edition of a new article; `at` may lie in the past."""
    at = at or timezone.now()
    return publish(approved(**fields), by=None, at=at, now=at)


def later(hours: float = 1) -> datetime:
    """A moment that many hours ahead."""
    return timezone.now() + timedelta(hours=hours)


def revise(article: Article, text: str = "<p>The river fell again.</p>") -> Article:
    """The article with other words, saved as the desk would."""
    article.body = text
    article.save()
    return article
