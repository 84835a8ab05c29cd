"""Loading parsed copy: what becomes of a story the first time, the next time, and when it cannot."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from articles.figures import PhotoMark, embedded
from articles.models import AiUse, Article, Embed, Genre, Outlet, Photo, Revision, SourceKind, Topic
from articles.publishing import publish
from articles.revisions import snapshot
from articles.topics import merge
from articles.wire import parsed as parsed_copy
from articles.wire.load import Defaults, Loaded, load
from articles.wire.parsed import Refused
from articles.wire.parsers import parse
from articles.workflow import perform
from authors.models import Author
from tests.factories import AuthorFactory, SectionFactory, TopicFactory

pytestmark = pytest.mark.django_db

STORY = """\
Headline: The ferry comes back to the lake
Section: Europe
Topics: Rivers, Shipping
By: Ada Writer and Bo Second

The ferry that was laid up in spring sails again. “We waited for water,” the harbour office wrote.

Three crossings a day

From now on there are three crossings a day, and a fourth on market days in summer.

Source: Lake Gazette https://lake.example/ferry
"""


@pytest.fixture(autouse=True)
def europe() -> Any:
    return SectionFactory(name="Europe", slug="europe")


def bring(text: str, ref: str = "file:ferry", **options: Any) -> Loaded:
    return load(parse(text.encode(), "ferry.txt"), ref=ref, by=None, **options)


def jpeg() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 200), (90, 90, 90)).save(data, "JPEG")
    return data.getvalue()


def test_a_story_becomes_a_draft_with_everything_its_file_says() -> None:
    article = bring(STORY).article
    article.refresh_from_db()
    assert (article.headline, article.status, str(article.section)) == (
        "The ferry comes back to the lake",
        "draft",
        "Europe",
    )
    assert [line.author.name for line in article.contributions.all()] == ["Ada Writer", "Bo Second"]
    assert sorted(topic.name for topic in article.topics.all()) == ["Rivers", "Shipping"]
    source = article.sources.get()
    assert (source.kind, str(source.outlet), source.url) == (
        SourceKind.BASED_ON,
        "Lake Gazette",
        "https://lake.example/ferry",
    )
    assert "“We waited for water,”" in article.body
    assert article.body.count("<h2>") == 1
    assert article.revisions.get().origin == Revision.Origin.IMPORT


def test_the_same_file_again_changes_nothing() -> None:
    first = bring(STORY)
    again = bring(STORY)
    assert (first.result, again.result, again.article.pk) == ("created", "unchanged", first.article.pk)
    assert first.article.revisions.count() == 1


def test_the_same_copy_from_another_place_is_not_a_second_story() -> None:
    first = bring(STORY)
    twin = bring(STORY, ref="file:elsewhere")
    assert (twin.result, twin.article.pk, twin.notes) == (
        "unchanged",
        first.article.pk,
        ["The same copy came in before, from file:ferry."],
    )


def test_a_changed_file_updates_the_draft_and_never_the_page() -> None:
    article = bring(STORY).article
    article.standfirst = "Written by the desk."
    article.save()
    perform(article, "submit", by=None)
    perform(article, "approve", by=None)
    edition = publish(article, by=None)
    loaded = bring(STORY.replace("laid up in spring", "laid up in March"))
    article.refresh_from_db()
    edition.refresh_from_db()
    assert loaded.result == "updated"
    assert "laid up in March" in article.body
    assert "laid up in spring" in edition.html
    assert (article.standfirst, article.editions.count(), article.edit_version) == (
        "Written by the desk.",
        1,
        2,
    )


def test_a_working_headline_gives_way_to_the_desks_and_stays_away() -> None:
    text = STORY.replace("Headline: The ferry comes back to the lake\n", "")
    article = bring(text).article
    assert article.headline_is_working
    article.headline, article.headline_is_working = "Ferry sails again", False
    article.save()
    snapshot(article, by=None)
    bring(text.replace("three crossings", "four crossings"))
    article.refresh_from_db()
    assert (article.headline, article.headline_is_working) == ("Ferry sails again", False)
    assert "four crossings" in article.body


def test_what_both_the_desk_and_the_file_changed_is_refused_and_nothing_moves() -> None:
    article = bring(STORY).article
    article.body = "<p>Rewritten by the desk from top to bottom.</p>"
    article.save()
    with pytest.raises(Refused) as refused:
        bring(STORY.replace("laid up in spring", "laid up in March").replace("Ada Writer and ", ""))
    article.refresh_from_db()
    assert refused.value.field == "body"
    assert article.body == "<p>Rewritten by the desk from top to bottom.</p>"
    assert article.contributions.count() == 2


def test_the_desks_own_fields_survive_one_update_after_another() -> None:
    article = bring(STORY).article
    article.headline = "The desk's headline"
    article.save()
    for place in ("March", "April", "May"):
        bring(STORY.replace("laid up in spring", f"laid up in {place}"))
    article.refresh_from_db()
    assert article.headline == "The desk's headline"
    assert "laid up in May" in article.body


def test_a_changed_file_takes_an_approval_back() -> None:
    article = bring(STORY).article
    perform(article, "submit", by=None)
    perform(article, "approve", by=None)
    loaded = bring(STORY.replace("three crossings", "nine crossings"))
    article.refresh_from_db()
    assert (article.status, loaded.notes) == (
        "in_review",
        ["The copy had been approved: it is in review again."],
    )


def test_an_editor_who_only_respaced_the_html_is_no_clash() -> None:
    article = bring(STORY).article
    article.body = article.body.replace("\n", "").replace("<p>", "<p> ")
    article.save()
    assert bring(STORY.replace("three crossings", "four crossings")).result == "updated"


def test_a_first_person_paragraph_makes_the_author_and_keeps_the_bio_verbatim() -> None:
    bio = "I’m Nora Sample, a reporter for The Sample. My specialty is ferries and tides, offering views."
    article = bring(STORY.replace("By: Ada Writer and Bo Second\n", "") + "\n" + bio + "\n").article
    author = Author.objects.get(name="Nora Sample")
    assert (author.bio, author.specialty_list) == (bio, ["ferries", "tides"])
    assert article.contributions.get().author == author


def test_a_known_author_is_found_and_a_bio_the_desk_wrote_stays() -> None:
    nora = AuthorFactory(name="Nora Sample", bio="Written by the desk.")
    bio = "I'm Nora Sample, a reporter for The Sample. My specialty is ferries."
    article = bring(STORY.replace("By: Ada Writer and Bo Second\n", "") + "\n" + bio + "\n").article
    nora.refresh_from_db()
    assert (article.contributions.get().author, nora.bio) == (nora, "Written by the desk.")


def test_names_find_their_rows_whatever_the_capitals() -> None:
    TopicFactory(name="rivers")
    Outlet.objects.create(name="LAKE GAZETTE")
    AuthorFactory(name="ADA WRITER")
    article = bring(STORY).article
    assert (Topic.objects.filter(name__iexact="rivers").count(), Outlet.objects.count()) == (1, 1)
    assert Author.objects.filter(name__iexact="ada writer").count() == 1
    assert bring(STORY.replace("three", "four")).result == "updated"
    assert article.topics.count() == 2


def test_a_topic_that_was_merged_is_the_one_it_was_merged_into_also_the_next_time() -> None:
    article = bring(STORY).article
    waters = TopicFactory(name="Waters")
    merge(Topic.objects.get(name="Rivers"), waters, by=None)
    again = bring(STORY.replace("Three crossings a day", "Three crossings"))
    assert (again.result, again.article) == ("updated", article)
    assert again.notes == ["The topic “Rivers” is called “Waters” now: the story stands under that one."]
    assert sorted(article.topics.names()) == ["Shipping", "Waters"]
    assert not Topic.objects.filter(name="Rivers").exists()


def test_a_section_that_does_not_exist_is_refused_by_name_and_leaves_nothing() -> None:
    with pytest.raises(Refused) as refused:
        bring(STORY.replace("Section: Europe", "Section: Eurpe"))
    assert (refused.value.field, refused.value.reason) == (
        "section",
        "There is no section “Eurpe”. Sections: Europe.",
    )
    assert (Article.objects.count(), Outlet.objects.count(), Author.objects.count()) == (0, 0, 0)


def test_text_too_long_for_its_field_is_refused_with_both_numbers() -> None:
    story = dataclasses.replace(parse(STORY.encode(), "ferry.txt"), headline="Ferry" * 30)
    with pytest.raises(Refused) as refused:
        load(story, ref="file:ferry", by=None)
    assert (refused.value.field, refused.value.reason) == (
        "headline",
        "The headline has 150 characters; 120 is the limit.",
    )


def test_the_person_who_imports_can_say_section_and_author() -> None:
    bare = STORY.replace("Section: Europe\n", "").replace("By: Ada Writer and Bo Second\n", "")
    article = bring(bare, defaults=Defaults(section="europe", author="Desk Person")).article
    assert (str(article.section), article.contributions.get().author.name) == ("Europe", "Desk Person")


def test_hostile_html_does_not_survive() -> None:
    article = bring(
        STORY.replace("The ferry that", "<script>alert(1)</script><b onclick=x>The</b> ferry that")
    ).article
    assert "<script" not in article.body
    assert "<b onclick" not in article.body


def test_a_picture_is_stored_once_with_its_facts() -> None:
    text = STORY.replace(
        "\n\nThe ferry", "\nPicture: ferry.jpg\nPicture alt: A ferry\nPicture credit: Bo\n\nThe ferry", 1
    )
    article = bring(text, read_picture=lambda name: jpeg()).article
    other = bring(text.replace("three", "four"), ref="file:other", read_picture=lambda name: jpeg()).article
    photo = Photo.objects.get()
    assert (article.lead_photo, other.lead_photo) == (photo, photo)
    assert (photo.alt, photo.credit, photo.width, photo.height) == ("A ferry", "Bo", 300, 200)


def test_the_picture_is_stored_without_embedded_facts_and_known_again() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Secret place"
    data = io.BytesIO()
    Image.new("RGB", (300, 200)).save(data, "JPEG", exif=exif)
    text = STORY.replace("\n\nThe ferry", "\nPicture: ferry.jpg\nPicture alt: A ferry\n\nThe ferry", 1)
    for ref in ("file:one", "file:two"):
        bring(text, ref=ref, read_picture=lambda name: data.getvalue())
    file = Photo.objects.get().file
    assert b"Secret" not in Path(file.path).read_bytes()
    assert "ferry" not in file.name


@pytest.mark.parametrize("data", [b"no picture at all", jpeg()[:200]])
def test_a_damaged_picture_is_refused_and_leaves_no_file(data: bytes) -> None:
    text = STORY.replace("\n\nThe ferry", "\nPicture: ferry.jpg\n\nThe ferry", 1)
    with pytest.raises(Refused) as refused:
        bring(text, read_picture=lambda name: data)
    assert refused.value.field == "picture"
    assert (Photo.objects.count(), Article.objects.count()) == (0, 0)


def test_a_refusal_after_the_picture_takes_the_file_away_again(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    text = STORY.replace("\n\nThe ferry", "\nPicture: ferry.jpg\n\nThe ferry", 1)
    story = dataclasses.replace(parse(text.encode(), "ferry.txt"), headline="Ferry" * 30)
    with pytest.raises(Refused):
        load(story, ref="file:ferry", by=None, read_picture=lambda name: jpeg())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    text = STORY.replace("\n\nThe ferry", "\nPicture: ferry.jpg\n\nThe ferry", 1)
    assert bring(text, read_picture=lambda name: jpeg(), dry_run=True).result == "created"
    assert (Article.objects.count(), Photo.objects.count(), Author.objects.count()) == (0, 0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_parsers_know_the_models_genres_and_uses_of_ai() -> None:
    assert (tuple(Genre.values), tuple(AiUse.values)) == (parsed_copy.GENRES, parsed_copy.AI_USES)


def test_an_address_of_a_listed_provider_alone_in_a_paragraph_is_embedded() -> None:
    film = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    text = (
        f"The harbour film\n\nIt was filmed on Tuesday by the harbour master.\n\n{film}\n\nNobody was hurt."
    )
    loaded = bring(text, ref="film")
    assert embedded(loaded.article.body) == [film]
    assert Embed.objects.get().fetched_at is None, "the minute job asks, not the import"


def test_a_picture_the_desk_put_into_the_text_is_not_lost_to_a_newer_file() -> None:
    article = bring(STORY).article
    article.body += str(PhotoMark(7))
    article.save()
    with pytest.raises(Refused, match="Changed at the desk and in the file"):
        bring(STORY.replace("Three crossings a day", "Four crossings a day"))
