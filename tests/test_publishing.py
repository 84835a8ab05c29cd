"""The door: what an edition holds and what a change to a public story does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from django.utils.timezone import localdate

from articles.models import Article, Change, Copy, Edition, Placement, Role
from articles.proofs import compose
from articles.publishing import NotReady, publish
from articles.workflow import NotPossible, Status
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
    later,
    published,
    revise,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def a_value_for(field: models.Field[Any, Any]) -> Any:
    """A value that differs from the field's default, so that a forgotten copy shows."""
    special = {
        "section": SectionFactory.create,
        "lead_photo": PhotoFactory.create,
        "translation_of": ArticleFactory.create,
        "body": lambda: "<p>Every field travels.</p>",
        "slug": lambda: "every-field-travels",
        "language": lambda: "de",
        "canonical_url": lambda: "https://example.org/first",
    }
    if field.name in special:
        return special[field.name]()
    if field.choices:
        return next(value for value, _label in field.flatchoices if value not in {"report", "none"})
    assert field.get_internal_type() in {"CharField", "TextField"}, f"Say above how to fill {field.name}."
    return f"A {field.name.replace('_', ' ')}"


def test_publishing_copies_every_field_of_the_copy() -> None:
    values = {field.name: a_value_for(field) for field in Copy._meta.local_fields}
    article = approved(**values)
    edition = Edition.objects.get(pk=publish(article, by=None).pk)
    assert {name: getattr(edition, name) for name in values} == values
    defaults = {name: getattr(Article(), name) for name in values}
    assert [name for name in values if values[name] == defaults[name]] == []


def test_publishing_copies_credits_sources_topics_and_what_the_picture_says() -> None:
    first, second = AuthorFactory(name="Ada One"), AuthorFactory(name="Bo Two")
    topics = [TopicFactory(name="Rivers"), TopicFactory(name="Dams")]
    outlet = OutletFactory(name="Krone", full_name="Kronen Zeitung", url="https://example.org")
    article = approved(
        authors=[first],
        topics=topics,
        sources=[{"outlet": outlet, "internal_note": "The editor told me.", "public_note": "Read by us."}],
        lead_photo=PhotoFactory(alt="A dam", caption="The dam.", credit="Bo Two"),
    )
    article.contributions.create(author=second, role=Role.REPORTING, position=1)
    edition = Edition.objects.get(pk=publish(article, by=None).pk)
    assert list(edition.credits.values_list("author", "role", "position")) == [
        (first.pk, Role.AUTHOR, 0),
        (second.pk, Role.REPORTING, 1),
    ]
    assert edition.byline == "Ada One; additional reporting by Bo Two"
    assert sorted(topic.name for topic in edition.topics.all()) == ["Dams", "Rivers"]
    assert [(s.name, s.kind, s.public_note) for s in edition.public_sources] == [
        ("Kronen Zeitung", "based_on", "Read by us.")
    ]
    assert "The editor told me." not in str(edition.sources)
    assert (edition.photo_alt, edition.photo_caption, edition.photo_credit) == ("A dam", "The dam.", "Bo Two")


def test_every_relation_of_the_working_copy_has_a_counterpart_that_is_published() -> None:
    published_as = {"contributions": "credits", "sources": "sources", "article_topics": "topics"}
    about_the_work = {
        "revisions",
        "events",
        "notes",
        "edit_lock",
        "open_windows",
        "error_reports",
        "editions",
        "front_slots",
        "sign_offs",
        "legal_holds",
        "retractions",
        "removal_requests",
        "autosaves",
        "human_checks",
        "preview_links",
        "follow_ups",
        "notices",
        "article_translations",
        "edition_translations",
    }
    relations = {relation.get_accessor_name() for relation in Article._meta.related_objects}
    assert relations == set(published_as) | about_the_work
    assert {name for name in published_as.values() if not hasattr(Edition, name)} == set()


def test_a_first_edition_is_number_one_and_dates_the_address() -> None:
    at = timezone.now()
    edition = published(at=at, headline="Snow in May")
    assert (edition.number, edition.change, edition.starts_at, edition.ends_at) == (1, Change.FIRST, at, None)
    assert (edition.first_published_at, edition.modified_at, edition.url_date) == (at, at, localdate(at))
    assert edition.get_absolute_url() == f"/{localdate(at):%Y/%m/%d}/snow-in-may/"


def test_the_next_edition_ends_the_one_before_at_the_same_instant() -> None:
    first = published(at=timezone.now() - HOUR)
    second = publish(revise(first.article), by=None, change=Change.UPDATE, note="Updated with the level.")
    first.refresh_from_db()
    assert first.ends_at == second.starts_at
    assert (second.number, second.first_published_at) == (2, first.first_published_at)
    assert second.modified_at == second.starts_at


def test_a_minor_change_leaves_the_date_of_modification() -> None:
    first = published(at=timezone.now() - HOUR)
    second = publish(revise(first.article), by=None)
    assert (second.change, second.modified_at) == (Change.MINOR, first.modified_at)


def test_a_minor_change_after_a_correction_does_not_hide_it() -> None:
    first = published(at=timezone.now() - HOUR)
    corrected = publish(revise(first.article), by=None, change=Change.CORRECTION, note="Wrong.")
    minor = publish(revise(first.article, "<p>A comma.</p>"), by=None)
    assert (minor.change, minor.last_change, minor.modified_at) == (
        Change.MINOR,
        Change.CORRECTION,
        corrected.modified_at,
    )
    assert minor.is_corrected


@pytest.mark.parametrize(
    "change", [Change.UPDATE, Change.CORRECTION, Change.CLARIFICATION, Change.EDITORS_NOTE]
)
def test_a_change_the_reader_is_owed_a_note_about_is_refused_without_one(change: str) -> None:
    article = revise(published(at=timezone.now() - HOUR).article)
    with pytest.raises(NotPossible, match="owed a note"):
        publish(article, by=None, change=change)


def test_two_stories_of_a_day_with_one_headline_get_two_addresses() -> None:
    at = timezone.now()
    slugs = [published(at=at, headline="Snow", slug="snow").slug for _ in range(3)]
    assert slugs == ["snow", "snow-2", "snow-3"]


def test_a_correction_marks_the_changed_paragraph_and_stands_on_top_when_the_lead_was_wrong() -> None:
    article = published(at=timezone.now() - HOUR, body="<p>Four left.</p><p>It rained.</p>").article
    revise(article, "<p>Three left.</p><p>It rained.</p>")
    edition = publish(article, by=None, change=Change.CORRECTION, note="Three left, not four.")
    assert edition.html == '<p class="changed">Three left.</p>\n<p>It rained.</p>'
    assert edition.note_placement == Placement.TOP


def test_a_correction_further_down_stands_at_the_foot() -> None:
    article = published(at=timezone.now() - HOUR, body="<p>Four left.</p><p>It rained.</p>").article
    edition = publish(
        revise(article, "<p>Four left.</p><p>It snowed.</p>"), by=None, change="correction", note="Snow."
    )
    assert edition.note_placement == Placement.FOOT


def test_the_checklist_stops_publication_and_nothing_is_left_behind() -> None:
    article = approved(headline="Working", headline_is_working=True)
    with pytest.raises(NotReady) as refused:
        publish(article, by=None)
    assert [finding.field for finding in refused.value.findings] == ["headline"]
    assert (article.status, article.editions.count(), article.revisions.count()) == (Status.APPROVED, 0, 0)


def test_composing_a_preview_writes_nothing() -> None:
    article = approved()
    proof = compose(article, at=timezone.now())
    assert proof.edition._state.adding
    assert (Edition.objects.count(), article.revisions.count()) == (0, 0)


def test_a_byline_of_three_is_a_sentence() -> None:
    article = approved(authors=[AuthorFactory(name=name) for name in ("Ada", "Bo", "Cy")])
    assert publish(article, by=None).byline == "Ada, Bo and Cy"


def test_a_corrected_caption_or_outlet_can_be_published_by_itself() -> None:
    outlet = OutletFactory(name="Krone")
    photo = PhotoFactory(caption="Left to right.")
    article = published(at=timezone.now() - HOUR, lead_photo=photo, sources=[{"outlet": outlet}]).article
    photo.caption = "Right to left."
    photo.save()
    assert publish(article, by=None).photo_caption == "Right to left."
    outlet.full_name = "Kronen Zeitung"
    outlet.save()
    assert publish(article, by=None).public_sources[0].name == "Kronen Zeitung"


def test_a_new_deadline_alone_is_no_news_for_readers() -> None:
    article = published(at=timezone.now() - HOUR).article
    article.due_at = later(3)
    article.save()
    with pytest.raises(NotPossible, match="Nothing has changed"):
        publish(article, by=None)


def test_a_minor_edition_keeps_the_marks_its_correction_points_at() -> None:
    article = published(at=timezone.now() - HOUR, body="<p>One.</p><p>Four left.</p>").article
    publish(
        revise(article, "<p>One.</p><p>Three left.</p>"), by=None, change=Change.CORRECTION, note="Three."
    )
    minor = publish(revise(article, "<p>One!</p><p>Three left.</p>"), by=None)
    assert '<p class="changed">Three left.</p>' in minor.html


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("Straßenärger in Köln: Öl", "strassenaerger-in-koeln-oel"), ("日本語", "story-"), ("!!!", "story-")],
)
def test_an_address_spells_out_german_and_survives_other_scripts(headline: str, slug: str) -> None:
    assert published(headline=headline).slug.startswith(slug)
