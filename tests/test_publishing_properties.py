"""What must hold at the door whatever people do, in any order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection, models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, Change, Copy, Edition, Role, Section
from articles.publishing import cancel, publish, reschedule
from articles.withdrawals import retract, take_down
from articles.workflow import NotPossible
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
    published,
)

words = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=80)
MICROSECOND = timedelta(microseconds=1)
minutes = st.integers(min_value=0, max_value=120)
step = st.tuples(
    st.sampled_from(["publish", "schedule", "reschedule", "cancel", "retract", "take_down", "edit"]),
    minutes,  # how far the clock moves before the verb
    minutes,  # how far ahead the verb looks
    st.one_of(st.none(), st.integers(min_value=1, max_value=240)),  # how long the edition may live
    st.sampled_from([None, Change.MINOR, Change.UPDATE, Change.CORRECTION]),
)


letters = st.text(alphabet="abcdéß “”,;", max_size=40).map(lambda text: f"a{text}")


def values_of(field: models.Field[Any, Any]) -> st.SearchStrategy[Any]:
    """Values a field of the copy may hold; fails for a kind of field nobody has thought of here."""
    special: dict[str, st.SearchStrategy[Any]] = {
        "body": letters.map(lambda text: f"<p>{text}</p>"),
        "slug": st.text(alphabet="abc", min_size=1, max_size=20),
        "language": st.sampled_from(["en", "de", "pt-BR"]),
        "canonical_url": st.sampled_from(["", "https://example.org/first"]),
        "sponsor": letters,
        "section": st.builds(SectionFactory.create),
        "translation_of": st.one_of(st.none(), st.builds(ArticleFactory.create)),
        "lead_photo": st.one_of(st.none(), st.builds(PhotoFactory.create, caption=letters, alt=letters)),
    }
    if field.name in special:
        return special[field.name]
    if field.choices:
        return st.sampled_from([value for value, _label in field.flatchoices])
    assert field.get_internal_type() in {"CharField", "TextField"}, f"Say above what {field.name} may hold."
    return letters


copies = st.fixed_dictionaries({field.name: values_of(field) for field in Copy._meta.local_fields})
credited = st.lists(st.sampled_from(Role.values), min_size=1, max_size=4)


def carry_out(article: Article, verb: str, now: datetime, ahead: int, life: int | None, change: Any) -> None:
    """One step of a random day at the desk."""
    at = now + timedelta(minutes=ahead)
    until = at + timedelta(minutes=life) if life else None
    if verb in ("publish", "schedule"):
        when = at if verb == "schedule" else now
        end = until if until and until > when else None
        publish(article, by=None, at=when, now=now, until=end, change=change, note="What changed.")
    elif verb == "reschedule":
        reschedule(article, by=None, at=at, now=now)
    elif verb == "cancel":
        cancel(article, by=None, now=now)
    elif verb == "retract":
        retract(article, by=None, note="It was wrong.", now=now)
    elif verb == "take_down":
        take_down(article, by=None, reason="A court order.", now=now)
    else:
        article.body = f"<p>Version of {now.isoformat()} {ahead}</p>"
        article.save()


def boundaries(article: Article) -> set[datetime]:
    """Every instant at which what is public may change, and the instants just before and after."""
    moments: set[datetime] = set()
    for start, end in article.editions.values_list("starts_at", "ends_at"):
        for moment in (start, end):
            if moment:
                moments |= {moment - MICROSECOND, moment, moment + MICROSECOND}
    return moments


def public_record(article: Article, now: datetime) -> list[tuple[Any, ...]]:
    """What readers have been shown up to now: it can never be rewritten."""
    return [
        (number, change, headline, html, start, min(end, now) if end else now)
        for number, change, headline, html, start, end in article.editions.filter(starts_at__lte=now)
        .order_by("number")
        .values_list("number", "change", "headline", "html", "starts_at", "ends_at")
    ]


class TheDoor(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(step, min_size=1, max_size=12))
    def test_at_most_one_edition_is_live_at_every_instant_and_the_record_is_never_rewritten(
        self, steps: list[Any]
    ) -> None:
        article = approved()
        now = timezone.now() + timedelta(days=1)
        for verb, wait, ahead, life, change in steps:
            now += timedelta(minutes=wait, microseconds=1)
            record = public_record(article, now)
            try:
                carry_out(article, verb, now, ahead, life, change)
            except NotPossible:
                assert not connection.needs_rollback
            for moment in boundaries(article):
                assert article.editions.current(moment).count() <= 1
            kept = public_record(article, now)[: len(record)]
            assert [row[:5] for row in kept] == [row[:5] for row in record]
            self._row_and_object_agree(article)

    def _row_and_object_agree(self, article: Article) -> None:
        row = Article.objects.get(pk=article.pk)
        assert (row.status, row.latest_edition_id) == (article.status, article.latest_edition_id)
        newest = article.editions.order_by("-number").first()
        assert row.latest_edition_id == (newest.pk if newest else None)
        assert (row.status == "published") is (newest is not None)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        values=copies,
        roles=credited,
        titles=st.lists(letters, max_size=3),
        names=st.sets(st.sampled_from(["rivers", "dams", "rain"])),
    )
    def test_publishing_copies_every_field_and_every_relation(
        self, values: dict[str, Any], roles: list[str], titles: list[str], names: set[str]
    ) -> None:
        article = approved(**values, authors=[], sources=[{"kind": "document", "title": t} for t in titles])
        for position, role in enumerate(roles):
            article.contributions.create(author=AuthorFactory.create(), role=role, position=position)
        article.topics.set(names)
        edition = Edition.objects.get(pk=publish(article, by=None).pk)
        assert {name: getattr(edition, name) for name in values} == values
        lines = article.contributions.values_list("author", "role", "position")
        assert list(edition.credits.values_list("author", "role", "position")) == list(lines)
        assert [source.title for source in edition.public_sources] == titles
        assert set(edition.topics.values_list("name", flat=True)) == names
        photo = values["lead_photo"]
        assert (edition.photo_alt, edition.photo_caption) == (
            (photo.alt, photo.caption) if photo else ("", "")
        )

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(edits=st.lists(st.sampled_from(sorted(Copy.copy_fields())), min_size=1, max_size=6), text=words)
    def test_an_edit_of_the_article_changes_no_byte_of_any_page(self, edits: list[str], text: str) -> None:
        edition = published(
            at=timezone.now() - timedelta(hours=1),
            topics=[TopicFactory()],
            sources=[{"kind": "document", "title": "The register"}],
            lead_photo=PhotoFactory(),
        )
        addresses = [
            edition.get_absolute_url(),
            edition.get_history_url(),
            "/",
            "/feed/",
            "/archive/",
            Section.objects.get().get_absolute_url(),
            edition.topics.get().get_absolute_url(),
        ]
        # The frame of a page is kept for a second, and examples follow one another faster than that.
        cache.clear()
        before = [self.client.get(address).content for address in addresses]
        article = edition.article
        for name in edits:
            field = next(column for column in Copy._meta.local_fields if column.name == name)
            if field.get_internal_type() in {"CharField", "TextField", "SlugField"} and not field.choices:
                setattr(article, name, text[: field.max_length])
            elif field.null:
                setattr(article, name, None)
        article.save()
        article.contributions.all().delete()
        article.sources.all().delete()
        article.topics.set(["something else"])
        cache.clear()
        after = [self.client.get(address).content for address in addresses]
        changed = [address for address, was, now in zip(addresses, before, after, strict=True) if was != now]
        assert changed == []

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        headline=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=100),
        standfirst=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200),
        body=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=300),
    )
    def test_an_edit_of_the_article_changes_no_stored_byte_of_any_edition(
        self, headline: str, standfirst: str, body: str
    ) -> None:
        article = approved(sources=[{"kind": "document", "title": "The register"}])
        edition = publish(article, by=None)
        before = list(Edition.objects.order_by("pk").values())
        credited = list(edition.credits.values())
        article.headline, article.standfirst, article.body, article.slug = headline, standfirst, body, "new"
        article.save()
        article.contributions.all().delete()
        article.sources.all().delete()
        article.topics.set(["something else"])
        assert list(Edition.objects.order_by("pk").values()) == before
        assert list(edition.credits.values()) == credited
