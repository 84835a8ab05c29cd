"""A day of a newsroom at random: stories come, change, end and are withdrawn, and so does what they show.

`Newsday.step` does one thing; `addresses` names the public pages that may have changed by it. The test and
`benchmarks/stale.py` compare what the page cache answers there with what Django makes anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Change, Edition, Photo, Section, Topic
from articles.moved import lead_on
from articles.publishing import cancel, publish, reschedule
from articles.site.addresses import text_path
from articles.topics import merge
from articles.withdrawals import retract, take_down
from articles.workflow import NotPossible
from authors.models import Author
from newsroom.arranging import PLACES
from newsroom.models import FrontSlot, PolicyPage, Publication
from newsroom.plating import plate_newest
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, TopicFactory, UserFactory, approved

SITEMAPS = ("/sitemap.xml", "/sitemap-news.xml", "/sitemap-pages.xml")
FEEDS = ("/feed/", "/feed.json", "/ninjs.json", "/corrections/feed/")
LISTS = (
    "/",
    "/corrections/",
    "/archive/",
    "/archive/?genre=report",
    "/search/?q=river",
    "/robots.txt",
    "/text/",
)


class Newsday:
    """The newsroom. `random` decides what happens; `pass_time` puts everybody's clock forward."""

    def __init__(self, random: Random, pass_time: Callable[[timedelta], None]) -> None:
        self.random = random
        self.pass_time = pass_time
        self.sections = [SectionFactory() for _ in range(3)]
        self.topics = [TopicFactory() for _ in range(4)]
        self.authors = [AuthorFactory() for _ in range(4)]
        self.photos = [PhotoFactory() for _ in range(2)]
        self.stories: list[Article] = []
        # Names must be nobody else's: chance alone would take one twice in some thousand days.
        self.renamed = count(1)
        self.addresses: set[str] = {*FEEDS, *LISTS, *SITEMAPS}
        PolicyPage.objects.create(
            kind="ethics", title="Ethics", slug="ethics", body="We ask.", effective_from="2026-01-01"
        )
        self.addresses |= {"/about/ethics/"}
        for rows, place in ((self.sections, "section"), (self.topics, "topic"), (self.authors, "author")):
            self.addresses |= {f"/{place}/{row.slug}/" for row in rows}
            self.addresses |= {f"/{place}/{row.slug}/feed/" for row in rows}
            self.addresses |= {f"/archive/?{place}={row.slug}" for row in rows}
        self.addresses |= {f"/section/{row.slug}/ninjs.json" for row in self.sections}

    @property
    def now(self) -> datetime:
        """The newsroom's clock."""
        return timezone.now()

    def step(self) -> str:
        """Let one thing happen; returns what."""
        events: list[Callable[[], object]] = [
            *[self.publish_new] * 4,
            *[self.change] * 5,
            *[self.let_time_pass] * 4,
            self.schedule_new,
            self.schedule_change,
            self.move_schedule,
            self.cancel_schedule,
            self.retract,
            self.take_down,
            self.edit_without_publishing,
            self.rename_somebody,
            self.rename_topic,
            self.merge_topics,
            self.move_section,
            self.rename_section,
            self.name_an_editor,
            self.move_focal_point,
            self.place_on_front,
            self.change_publication,
            *[self.set_plates] * 3,
        ]
        event = self.random.choice(events)
        try:
            event()
        except NotPossible as error:
            return f"{event.__name__}: {error}"
        return event.__name__

    def visit(self, count: int) -> list[str]:
        """Some addresses a reader may ask for."""
        return self.random.sample(sorted(self.addresses), min(count, len(self.addresses)))

    # --- Stories ---

    def _new(self) -> Article:
        some = self.random.sample
        article = approved(
            section=self.random.choice(self.sections),
            topics=some(self.topics, self.random.randint(0, 2)),
            authors=some(self.authors, 1),
            lead_photo=self.random.choice([*self.photos, None]),
        )
        self.stories.append(article)
        return article

    def _story(self) -> Article:
        if not self.stories:
            raise NotPossible("There is no story yet.")
        # The newest are the most likely to be worked on.
        article = self.random.choice(self.stories[-12:])
        article.refresh_from_db()
        return article

    def _know(self, edition: Edition) -> None:
        path = edition.get_absolute_url()
        day = edition.url_date
        self.addresses |= {
            path,
            f"{path}ninjs.json",
            f"{path}index.html.md",
            text_path(edition),
            f"{path}history/",
            f"/{day:%Y/%m/%d}/",
            f"/{day:%Y/%m}/",
            f"/{day:%Y}/",
        }
        self.addresses |= {f"/sitemap-{day:%Y-%m}.xml"}

    def _soon(self) -> datetime:
        return self.now + timedelta(minutes=self.random.randint(1, 180))

    def publish_new(self) -> None:
        until = self._soon() if self.random.random() < 0.2 else None
        self._know(publish(self._new(), by=None, until=until))

    def schedule_new(self) -> None:
        self._know(publish(self._new(), by=None, at=self._soon()))

    def _typed(self, article: Article) -> Article:
        number = self.random.randint(0, 10**6)
        article.body = f"<p>The river rose to {number}.</p><p>Nobody was hurt.</p>"
        if self.random.random() < 0.3:
            article.headline = f"The river stands at a mark ({'x' * (number % 7 + 1)})"
            article.slug = f"river-{number}" if self.random.random() < 0.3 else article.slug
        if self.random.random() < 0.2:
            article.section = self.random.choice(self.sections)
        article.save()
        return article

    def change(self) -> None:
        change = self.random.choice([Change.MINOR, Change.UPDATE, Change.CORRECTION, Change.CLARIFICATION])
        note = "" if change == Change.MINOR else f"It was {self.random.randint(0, 999)}."
        self._know(publish(self._typed(self._story()), by=None, change=change, note=note))

    def schedule_change(self) -> None:
        article = self._typed(self._story())
        publish(article, by=None, change=Change.UPDATE, note="With more.", at=self._soon())

    def move_schedule(self) -> None:
        self._know(reschedule(self._story(), by=None, at=self._soon()))

    def cancel_schedule(self) -> None:
        cancel(self._story(), by=None)

    def retract(self) -> None:
        retract(self._story(), by=None, note="We were wrong.", keep_text=self.random.random() < 0.5)

    def take_down(self) -> None:
        take_down(self._story(), by=None, reason="A court", note="Gone.")

    def edit_without_publishing(self) -> None:
        self._typed(self._story())

    # --- What stories show ---

    def rename_somebody(self) -> None:
        author: Author = self.random.choice(self.authors)
        author.name, author.bio = f"Ada the {next(self.renamed)}th", f"I am {self.random.random()}."
        author.save()

    def rename_topic(self) -> None:
        topic: Topic = self.random.choice(self.topics)
        topic.name = f"topic renamed {next(self.renamed)}"
        topic.save()

    def merge_topics(self) -> None:
        old, stays = self.random.sample(self.topics, 2)
        merge(old, stays, by=None, at=self.now)
        self.topics.remove(old)
        # A name that was merged may be given again.
        self.topics.append(TopicFactory(slug=self.random.choice([old.slug, f"{old.slug}-again"])))

    def rename_section(self) -> None:
        section: Section = self.random.choice(self.sections)
        section.name = f"Section renamed {next(self.renamed)}"
        section.save()

    def move_section(self) -> None:
        section: Section = self.random.choice(self.sections)
        before, slug = section.get_absolute_url(), f"part-{self.random.randint(1, 5)}"
        # Sometimes to where another one stood, never to where one stands.
        if Section.objects.filter(slug=slug).exists():
            raise NotPossible("A section stands there.")
        self.addresses |= {before, f"{before}?before=1kq2.9", f"/archive/?section={section.slug}"}
        with transaction.atomic():
            section.slug = slug
            section.save()
            lead_on(before, section.get_absolute_url())
        self.addresses |= {section.get_absolute_url()}

    def name_an_editor(self) -> None:
        author, section = self.random.choice(self.authors), self.random.choice(self.sections)
        with transaction.atomic():
            author.user = author.user or UserFactory()
            author.save()
            section.editors.set([author.user])
            section.save()

    def move_focal_point(self) -> None:
        photo: Photo = self.random.choice(self.photos)
        photo.focal_x = round(self.random.random(), 2)
        photo.save()

    def place_on_front(self) -> None:
        ends = self._soon() if self.random.random() < 0.5 else None
        starts = self.now if self.random.random() < 0.5 else self._soon() - timedelta(minutes=1)
        if ends and ends <= starts:
            ends = starts + timedelta(minutes=1)
        FrontSlot.objects.create(
            position=self.random.randint(1, PLACES),
            article=self._story(),
            headline=f"Placed {self.random.randint(0, 999)}",
            starts_at=starts,
            ends_at=ends,
        )

    def change_publication(self) -> None:
        publication = Publication.current()
        publication.tagline = f"Since {self.random.randint(1800, 2000)}"
        publication.save()

    def set_plates(self) -> None:
        plate_newest(self.now)

    def let_time_pass(self) -> None:
        self.pass_time(timedelta(seconds=self.random.choice([1, 30, 600, 3600, 30_000])))
