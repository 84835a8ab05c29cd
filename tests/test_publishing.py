"""The door: what publishing does, what it refuses, and that it is all or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.timezone import localdate

from articles.models import Article, Change, Copy, Credit, Edition, Event, Placement, Revision, Role
from articles.proofs import compose
from articles.publishing import NotReady, cancel, publish, reschedule, retract, take_down
from articles.workflow import NotAllowed, NotPossible, Status
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    approved,
    published,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def later(hours: float = 1) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def revise(article: Article, text: str = "<p>The river fell again.</p>") -> Article:
    article.body = text
    article.save()
    return article


def a_value_for(field: models.Field[Any, Any]) -> Any:
    """A value that differs from the field's default, so that a forgotten copy shows."""
    special = {
        "section": SectionFactory.create,
        "lead_photo": PhotoFactory.create,
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
    about_the_work = {"revisions", "events", "notes", "edit_lock", "error_reports", "editions", "front_slots"}
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


def test_a_scheduled_story_is_live_on_the_minute_and_not_before() -> None:
    at = later()
    edition = publish(approved(), by=None, at=at)
    assert list(Edition.objects.live(at - timedelta(microseconds=1))) == []
    assert list(Edition.objects.live(at)) == [edition]


def test_an_edition_with_an_end_is_gone_on_the_minute() -> None:
    until = later(5)
    edition = publish(approved(), by=None, until=until)
    assert list(Edition.objects.live(until - timedelta(microseconds=1))) == [edition]
    assert list(Edition.objects.live(until)) == []


def test_publishing_again_replaces_the_scheduled_edition() -> None:
    article = approved()
    publish(article, by=None, at=later(1))
    edition = publish(revise(article), by=None, at=later(2))
    assert list(article.editions.values_list("pk", "number")) == [(edition.pk, 1)]


def test_publishing_now_replaces_a_scheduled_change_and_the_live_edition_gets_no_end() -> None:
    first = published(at=timezone.now() - HOUR)
    publish(revise(first.article, "<p>Tomorrow's text.</p>"), by=None, at=later(5))
    now = publish(
        revise(first.article, "<p>The correction.</p>"), by=None, change=Change.CORRECTION, note="Wrong."
    )
    assert list(first.article.editions.order_by("number").values_list("number", "ends_at")) == [
        (1, now.starts_at),
        (2, None),
    ]


def test_rescheduling_keeps_the_text_that_was_scheduled() -> None:
    article = approved(body="<p>As approved.</p>")
    publish(article, by=None, at=later(1))
    revise(article, "<p>Typed since.</p>")
    moved = later(30)
    edition = reschedule(article, by=None, at=moved)
    assert (edition.body, edition.starts_at, edition.first_published_at) == (
        "<p>As approved.</p>",
        moved,
        moved,
    )
    assert edition.url_date == localdate(moved)
    assert article.editions.count() == 1


def test_cancelling_a_first_edition_makes_the_article_approved_again() -> None:
    article = approved()
    publish(article, by=None, at=later())
    cancel(article, by=None)
    article.refresh_from_db()
    assert (article.status, article.latest_edition, article.editions.count()) == (Status.APPROVED, None, 0)


def test_cancelling_a_scheduled_change_gives_the_live_edition_its_own_end_back() -> None:
    until = later(10)
    article = approved()
    first = publish(article, by=None, until=until)
    publish(revise(article), by=None, at=later(5))
    first.refresh_from_db()
    assert first.ends_at != until
    cancel(article, by=None)
    first.refresh_from_db()
    article.refresh_from_db()
    assert (first.ends_at, article.status, article.latest_edition) == (until, Status.PUBLISHED, first)


def test_there_is_nothing_to_cancel_or_reschedule_when_nothing_is_scheduled() -> None:
    article = published().article
    with pytest.raises(NotPossible, match="Nothing is scheduled"):
        cancel(article, by=None)
    with pytest.raises(NotPossible, match="Nothing is scheduled"):
        reschedule(article, by=None, at=later())


def test_a_retraction_keeps_the_page_repeats_what_was_public_and_says_why() -> None:
    first = published(at=timezone.now() - HOUR, body="<p>What was public.</p>")
    revise(first.article, "<p>Not public yet.</p>")
    edition = retract(first.article, by=None, note="Retracted: the sample was too small.")
    assert list(Edition.objects.live(timezone.now())) == [edition]
    assert (edition.number, edition.change, edition.body) == (2, Change.RETRACTION, "<p>What was public.</p>")
    assert edition.change_note == "Retracted: the sample was too small."
    assert list(edition.credits.values_list("author", flat=True)) == list(
        first.credits.values_list("author", flat=True)
    )


def test_a_retraction_can_leave_the_text_out() -> None:
    edition = retract(published(at=timezone.now() - HOUR).article, by=None, note="Wrong.", keep_text=False)
    assert (edition.body, edition.html, edition.word_count) == ("", "", 0)


def test_a_story_taken_down_leaves_a_marker_without_a_word_of_it() -> None:
    first = published(at=timezone.now() - HOUR, lead_photo=PhotoFactory())
    marker = take_down(first.article, by=None, reason="Court order 7.")
    now = timezone.now()
    assert list(Edition.objects.live(now)) == []
    assert list(Edition.objects.current(now)) == [marker]
    words = [marker.headline, marker.standfirst, marker.body, marker.html, marker.byline, marker.change_note]
    assert words == [""] * 6
    assert (marker.lead_photo, marker.sources, marker.slug, marker.url_date) == (
        None,
        [],
        first.slug,
        first.url_date,
    )
    assert first.article.events.values_list("note", flat=True)[0] == "Court order 7."


@pytest.mark.parametrize(
    "withdraw",
    [lambda a: retract(a, by=None, note="Wrong."), lambda a: take_down(a, by=None, reason="Order.")],
)
def test_putting_a_withdrawn_story_back_needs_a_note(withdraw: Any) -> None:
    article = published(at=timezone.now() - HOUR).article
    withdraw(article)
    with pytest.raises(NotPossible, match="withdrawn"):
        publish(revise(article), by=None)
    edition = publish(article, by=None, change=Change.EDITORS_NOTE, note="Checked again and restored.")
    assert list(Edition.objects.live(timezone.now())) == [edition]


def test_a_story_that_was_never_public_cannot_be_retracted_or_taken_down() -> None:
    article = approved()
    publish(article, by=None, at=later())
    with pytest.raises(NotPossible, match="never public"):
        retract(article, by=None, note="Wrong.")
    with pytest.raises(NotPossible, match="never public"):
        take_down(article, by=None, reason="Order.")


@pytest.mark.parametrize(
    "change", [Change.UPDATE, Change.CORRECTION, Change.CLARIFICATION, Change.EDITORS_NOTE]
)
def test_a_change_the_reader_is_owed_a_note_about_is_refused_without_one(change: str) -> None:
    article = revise(published(at=timezone.now() - HOUR).article)
    with pytest.raises(NotPossible, match="owed a note"):
        publish(article, by=None, change=change)


def test_a_second_click_makes_no_second_edition() -> None:
    article = published(at=timezone.now() - HOUR).article
    with pytest.raises(NotPossible, match="Nothing has changed"):
        publish(article, by=None)
    assert article.editions.count() == 1


def test_the_past_is_refused_except_to_whoever_rebuilds_an_archive() -> None:
    past = timezone.now() - timedelta(days=400)
    with pytest.raises(NotPossible, match="past"):
        publish(approved(), by=None, at=past)
    assert publish(approved(), by=None, at=past, now=past).first_published_at == past


def test_an_archive_import_cannot_slip_an_edition_under_what_readers_have_seen() -> None:
    article = published(at=timezone.now() - HOUR).article
    past = timezone.now() - 2 * HOUR
    with pytest.raises(NotPossible):
        publish(revise(article), by=None, at=past, now=past, change=Change.UPDATE, note="Sooner.")
    assert article.editions.count() == 1


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


def test_an_embargo_is_hard_and_a_schedule_after_it_is_fine() -> None:
    end = later(5)
    article = approved(embargo_until=end)
    with pytest.raises(NotReady, match="embargo"):
        publish(article, by=None)
    publish(article, by=None, at=end)
    with pytest.raises(NotReady, match="embargo"):
        reschedule(article, by=None, at=end - HOUR)
    assert article.editions.get().starts_at == end


def everything_stored() -> list[Any]:
    """Every row that publishing may write."""
    models_written = (Article, Edition, Credit, Event, Revision, Edition.topics.through)
    return [list(model._default_manager.order_by("pk").values()) for model in models_written]


@pytest.mark.parametrize(
    "verb",
    [
        lambda article: publish(article, by=None, change=Change.UPDATE, note="More."),
        lambda article: publish(article, by=None, at=later(), change=Change.UPDATE, note="More."),
        lambda article: retract(article, by=None, note="Wrong."),
        lambda article: take_down(article, by=None, reason="Order."),
        lambda article: cancel(article, by=None),
        lambda article: reschedule(article, by=None, at=later(9)),
    ],
    ids=["publish", "schedule", "retract", "take_down", "cancel", "reschedule"],
)
def test_a_failure_at_any_query_leaves_nothing_behind(verb: Any) -> None:
    article = published(at=timezone.now() - HOUR, topics=[TopicFactory()]).article
    publish(revise(article, "<p>Tomorrow.</p>"), by=None, at=later(5), change=Change.UPDATE, note="Soon.")
    revise(article)
    before = everything_stored()
    broken_at = 0
    while True:
        broken_at += 1
        seen = 0

        def break_down(execute: Any, sql: str, *rest: Any, at: int = broken_at) -> Any:
            nonlocal seen
            seen += sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
            if seen == at:
                seen += 1
                raise DatabaseError("The disk is full.")
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(break_down):
                verb(Article.objects.get(pk=article.pk))
        except DatabaseError:
            assert everything_stored() == before
        else:
            break
    assert broken_at > 10
    assert everything_stored() != before


def test_whoever_lacks_the_permission_is_refused_and_whoever_has_it_is_named() -> None:
    article = approved()
    with pytest.raises(NotAllowed):
        publish(article, by=UserFactory(role="Reporter"))
    editor = UserFactory(role="Desk editor")
    edition = publish(article, by=editor)
    assert (edition.published_by_id, article.events.values_list("by", flat=True)[0]) == (editor.pk, editor.pk)


def test_the_database_refuses_two_editions_at_once() -> None:
    edition = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            article=edition.article,
            number=2,
            slug="x",
            starts_at=edition.starts_at + HOUR,
            ends_at=edition.starts_at + 2 * HOUR,
            first_published_at=edition.first_published_at,
            modified_at=edition.modified_at,
            url_date=edition.url_date,
        )


def test_the_database_refuses_a_published_article_without_an_edition() -> None:
    article = ArticleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED)


def test_an_edition_is_never_saved_again_and_a_published_article_never_deleted() -> None:
    edition = published()
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(ProtectedError):
        edition.article.delete()


def test_composing_a_preview_writes_nothing() -> None:
    article = approved()
    proof = compose(article, at=timezone.now())
    assert proof.edition._state.adding
    assert (Edition.objects.count(), article.revisions.count()) == (0, 0)


def test_a_byline_of_three_is_a_sentence() -> None:
    article = approved(authors=[AuthorFactory(name=name) for name in ("Ada", "Bo", "Cy")])
    assert publish(article, by=None).byline == "Ada, Bo and Cy"


@pytest.mark.parametrize(
    ("withdraw", "role"),
    [("retract", "Desk editor"), ("take_down", "Desk editor"), ("take_down", "Standards editor")],
)
def test_only_those_who_may_withdraw_a_story_put_it_back(withdraw: str, role: str) -> None:
    article = published(at=timezone.now() - HOUR).article
    if withdraw == "retract":
        retract(article, by=None, note="Wrong.")
    else:
        take_down(article, by=None, reason="Court order.")
    revise(article)
    with pytest.raises(NotAllowed):
        publish(article, by=UserFactory(role=role), change=Change.EDITORS_NOTE, note="Back.")
    publish(article, by=UserFactory(role="Managing editor"), change=Change.EDITORS_NOTE, note="Back.")


def test_nothing_is_left_to_retract_after_a_take_down() -> None:
    article = published(at=timezone.now() - HOUR).article
    take_down(article, by=None, reason="Court order.")
    with pytest.raises(NotPossible, match="taken down"):
        retract(article, by=None, note="Wrong.")


def test_a_retraction_without_the_text_keeps_the_name_of_the_story_and_nothing_else() -> None:
    secret = "quagga"
    first = published(
        at=timezone.now() - HOUR,
        headline="The headline stays",
        kicker=secret,
        standfirst=secret,
        key_points=secret,
        body=f"<p>{secret}</p>",
        how_we_reported=secret,
        dateline=secret,
        lead_photo=PhotoFactory(alt=secret, caption=secret, credit=secret),
        topics=[TopicFactory(name=secret)],
        sources=[{"kind": "document", "title": secret}],
    )
    edition = retract(first.article, by=None, note="Wrong.", keep_text=False)
    said = [str(getattr(edition, column.attname)) for column in Edition._meta.concrete_fields]
    assert [text for text in said if secret in text] == []
    assert (edition.topics.count(), edition.lead_photo, edition.headline) == (0, None, "The headline stays")
    assert edition.byline == first.byline


def test_a_retracted_text_can_still_be_removed_later() -> None:
    article = published(at=timezone.now() - HOUR, body="<p>Libel.</p>").article
    retract(article, by=None, note="Wrong.")
    assert retract(article, by=None, note="Removed on legal advice.", keep_text=False).body == ""


def test_the_door_publishes_the_row_and_not_a_stale_object() -> None:
    article = approved(body="<p>Old.</p>")
    stale = Article.objects.get(pk=article.pk)
    revise(article, "<p>New.</p>")
    assert publish(stale, by=None).body == "<p>New.</p>"


def test_an_embargo_set_since_holds_for_a_stale_object() -> None:
    stale = approved()
    Article.objects.filter(pk=stale.pk).update(embargo_until=later(5))
    with pytest.raises(NotReady, match="embargo"):
        publish(stale, by=None)


def test_cancelling_meets_whatever_is_scheduled_when_it_gets_the_row() -> None:
    article = approved()
    publish(article, by=None, at=later(1))
    stale = Article.objects.get(pk=article.pk)
    publish(revise(article), by=None, at=later(2))
    cancel(stale, by=None)
    assert (article.editions.count(), article.events.values_list("to_status", flat=True)[0]) == (
        0,
        "approved",
    )


def test_cancelling_with_a_clock_that_is_slow_removes_nothing_readers_have_seen() -> None:
    article = published(at=timezone.now() - HOUR).article
    with pytest.raises(NotPossible, match="Nothing is scheduled"):
        cancel(article, by=None, now=timezone.now() - 2 * HOUR)


def test_a_story_is_not_moved_beyond_its_pictures_licence() -> None:
    photo = PhotoFactory(rights_expire_on=localdate() + timedelta(days=3))
    article = approved(lead_photo=photo)
    publish(article, by=None, at=later(1))
    with pytest.raises(NotReady, match="licence"):
        reschedule(article, by=None, at=later(24 * 30))


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


def test_whoever_may_not_correct_publishes_no_correction() -> None:
    article = revise(published(at=timezone.now() - HOUR).article)
    editor = UserFactory(role="Desk editor")
    Group.objects.get(name="Desk editor").permissions.remove(
        Permission.objects.get(codename="correct_article")
    )
    with pytest.raises(NotAllowed):
        publish(article, by=editor, change=Change.CORRECTION, note="Wrong.")


def test_the_door_cleans_what_nobody_else_cleaned() -> None:
    edition = publish(approved(body="<p>One.</p><script>alert(1)</script>"), by=None)
    assert (edition.body, edition.html) == ("<p>One.</p>", "<p>One.</p>")


def test_an_archive_import_is_logged_when_it_happened_and_dated_when_it_was() -> None:
    past = timezone.now() - timedelta(days=400)
    article = approved()
    edition = publish(article, by=None, at=past, archive=True)
    assert (edition.starts_at, edition.url_date) == (past, localdate(past))
    assert article.events.values_list("at", flat=True)[0] > timezone.now() - HOUR


def test_an_archive_import_is_checked_against_today() -> None:
    photo = PhotoFactory(rights_expire_on=localdate() - timedelta(days=1))
    with pytest.raises(NotReady, match="licence"):
        publish(approved(lead_photo=photo), by=None, at=timezone.now() - timedelta(days=400), archive=True)


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("Straßenärger in Köln: Öl", "strassenaerger-in-koeln-oel"), ("日本語", "story-"), ("!!!", "story-")],
)
def test_an_address_spells_out_german_and_survives_other_scripts(headline: str, slug: str) -> None:
    assert published(headline=headline).slug.startswith(slug)
