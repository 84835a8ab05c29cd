"""The front page over random slots and editions: no story twice, no place left empty that could be filled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, Section
from articles.publishing import publish
from newsroom.front import Front, compose
from newsroom.models import FrontSlot
from tests.factories import ArticleFactory, PhotoFactory, SectionFactory

HOUR = timedelta(hours=1)
STORIES = 30

random_slot = st.tuples(
    st.integers(0, STORIES - 1),  # story
    st.sampled_from([None, 0, 1, 2]),  # column
    st.integers(1, FrontSlot.WAITING),
    st.booleans(),  # pinned
    st.integers(-5, 5),  # hours until it begins
    st.sampled_from([None, 1, 4]),  # hours it holds
)


def standing(front: Front) -> list[int]:
    """The stories on the page, as often as they stand there."""
    top = [story.edition.article_id for story in front.places.values()]
    bands = [story.edition.article_id for band in front.bands for story in band.stories]
    return [*top, *(edition.article_id for edition in front.running), *bands]


class RandomPages(TestCase):
    """Thirty stories in three sections, some scheduled, some ending soon."""

    now: datetime
    sections: list[Section]
    articles: list[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.now = timezone.now()
        cls.sections = SectionFactory.create_batch(3)
        photo = PhotoFactory()
        cls.articles = []
        for number in range(STORIES):
            article = ArticleFactory(
                section=cls.sections[number * number % 3],
                lead_photo=photo if number % 4 == 0 else None,
                status="approved",
            )
            at = cls.now - (number - 4) * HOUR
            until = cls.now + number * HOUR if number % 5 == 0 and number > 4 else None
            publish(article, by=None, at=at, now=min(at, cls.now), until=until)
            cls.articles.append(article)

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.lists(random_slot, max_size=16), st.integers(-3, 8))
    def test_no_story_stands_twice_at_any_moment(self, rows: list, hours: int) -> None:
        FrontSlot.objects.all().delete()
        for story, column, position, pinned, begins, holds in rows:
            starts_at = self.now + begins * HOUR
            FrontSlot.objects.create(
                article=self.articles[story],
                section=None if column is None else self.sections[column],
                position=position,
                pinned=pinned,
                starts_at=starts_at,
                ends_at=holds and starts_at + holds * HOUR,
            )
        front = compose(self.now + hours * HOUR)
        stories = standing(front)
        assert len(stories) == len(set(stories))
        # Thirty stories and at most sixteen slots: there is always enough to fill the top.
        assert list(front.places) == [1, 2, 3, 4]
