"""Pictures inside a text: how they are marked, checked, published and shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.checklist import blockers
from articles.figures import PhotoMark, embed_of, pictured
from articles.models import Change, Outdated, Photo
from articles.pictures import licensed_anew
from articles.publishing import NotReady, publish
from articles.renditions import WHOLE, picture
from articles.richtext import changed_blocks, sanitize, spelled
from newsroom.finishing import finish_pictures
from tests.factories import ArticleFactory, PhotoFactory, approved, later, picture_file, published

WORDS = "<p>The river rose again on Tuesday.</p>"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def with_picture(photo: Photo, **how: str) -> str:
    return f"{WORDS}{PhotoMark(photo.pk, **how)}<p>It fell.</p>"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<figure data-photo="7"><img src=x></figure>', '<figure data-photo="7"></figure>'),
        (
            '<figure class="y" data-hidden=" a &quot;b&quot;  c " data-look="wide" data-photo="7">x</figure>',
            '<figure data-photo="7" data-look="wide" data-hidden="a &quot;b&quot; c"></figure>',
        ),
        ('<figure data-photo="7" data-look="huge"></figure>', '<figure data-photo="7"></figure>'),
        ('<figure data-photo="7&quot; onload=x"></figure>', ""),
        ('<figure data-photo="٧"></figure>', ""),
        ('<figure data-photo="0"></figure>', ""),
        ('<figure data-photo="99999999999999"></figure>', ""),
    ],
)
def test_a_picture_in_a_text_has_one_spelling(typed: str, kept: str) -> None:
    assert sanitize(typed) == kept
    assert sanitize(kept) == kept
    assert "".join(map(str, pictured(kept))) == kept


def test_another_picture_is_a_change_and_the_same_one_is_none() -> None:
    before = f"{WORDS}{PhotoMark(1)}"
    assert changed_blocks(before, f"{WORDS}{PhotoMark(2)}") == {1}
    assert changed_blocks(before, before) == set()


def test_versions_are_compared_with_their_figures() -> None:
    html = f"{WORDS}{PhotoMark(7, 'wide', 'Shows <b>.')}{embed_of('https://vimeo.com/12345')}"
    assert spelled(html) == (
        "The river rose again on Tuesday.\n[Picture 7 · wide · Shows <b>.]\n[https://vimeo.com/12345]"
    )


@pytest.mark.django_db
def test_readers_get_the_whole_picture_with_its_words_and_machines_a_jpeg(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    photo = PhotoFactory(file=picture_file(1000, 1200), is_illustrative=True)
    with django_capture_on_commit_callbacks(execute=True):
        edition = published(body=with_picture(photo, look="side"), lead_photo=None)
    html = client.get(edition.get_absolute_url()).content.decode()
    shown = picture(photo, WHOLE)
    assert photo.file.storage.exists(shown.src.removeprefix("/media/"))
    assert '<figure class="shot side upright">' in html
    assert f'<img src="{shown.src}" width="960" height="1152" alt="A river under grey clouds"' in html
    assert '<b class="label">Symbolic picture.</b> <span>The river in October.</span>' in html
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    assert f'<img src="http://testserver{shown.src}"' in feed
    assert "data-photo" not in html + feed


@pytest.mark.django_db
def test_an_uncached_story_with_pictures_costs_no_query_more(
    client: Client, django_assert_num_queries: Any
) -> None:
    plain = published(lead_photo=None).get_absolute_url()
    shown = published(
        body=with_picture(PhotoFactory()) + str(PhotoMark(PhotoFactory().pk)), lead_photo=None
    ).get_absolute_url()
    client.get(plain)
    for address in (plain, shown):
        with django_assert_num_queries(2):
            client.get(address)


@pytest.mark.django_db
def test_a_picture_that_hurts_is_covered_until_somebody_asks(client: Client) -> None:
    edition = published(body=with_picture(PhotoFactory(), hidden="Shows an injured person."))
    html = client.get(edition.get_absolute_url()).content.decode()
    cover = html.split("<details><summary>Shows an injured person.")[1].split("</details>")[0]
    assert "<img" in cover
    assert "injured" in client.get("/feed.json").json()["items"][0]["content_html"]


@pytest.mark.django_db
def test_the_words_are_those_of_the_edition_and_the_picture_is_protected(client: Client) -> None:
    photo = PhotoFactory()
    edition = published(body=with_picture(photo))
    Photo.objects.update(caption="Other words.")
    assert "The river in October." in client.get(edition.get_absolute_url()).content.decode()
    with pytest.raises(ProtectedError):
        photo.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"alt": ""}, "no description"),
        ({"credit": ""}, "no credit"),
        ({"rights_expire_on": timezone.now().date() - timedelta(days=2)}, "licence has expired"),
    ],
)
def test_what_may_not_be_shown_stops_publication(fields: Any, said: str) -> None:
    article = approved(body=with_picture(PhotoFactory(**fields)))
    with pytest.raises(NotReady, match=said):
        publish(article, by=None)


@pytest.mark.django_db
def test_a_picture_that_is_gone_stops_publication() -> None:
    article = ArticleFactory(body=f"{WORDS}{PhotoMark(4711)}")
    assert [finding.message for finding in blockers(article, timezone.now()) if finding.field == "body"] == [
        "A picture in the text is gone: number 4711."
    ]


@pytest.mark.django_db
def test_a_licence_that_is_shortened_takes_back_a_story_with_the_picture_in_its_text() -> None:
    photo = PhotoFactory()
    article = approved(body=with_picture(photo))
    publish(article, by=None, at=later(48))
    photo.rights_expire_on = timezone.localdate()
    photo.save()
    assert licensed_anew(photo, by=None) == [article]


@pytest.mark.django_db
def test_a_finished_picture_outdates_the_story_that_shows_it_in_its_text(client: Client) -> None:
    edition = published(body=with_picture(PhotoFactory(file=picture_file(400, 300))), lead_photo=None)
    before = Outdated.objects.count()
    finish_pictures(timezone.now())
    told = {tag for row in Outdated.objects.order_by("pk")[before:] for tag in row.tags}
    assert f"story-{edition.article_id}" in told
    assert "image/avif" in client.get(edition.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_preview_shows_the_picture_before_anything_is_published(admin_client: Client) -> None:
    article = ArticleFactory(body=with_picture(PhotoFactory()))
    assert '<figure class="shot">' in admin_client.get(reverse("preview", args=[article.pk])).content.decode()


@pytest.mark.django_db
def test_a_retraction_keeps_the_pictures_of_the_text_it_repeats() -> None:
    edition = published(body=with_picture(PhotoFactory()))
    edition.article.standfirst = "Other."
    edition.article.save()
    again = publish(edition.article, by=None, change=Change.UPDATE, note="More.")
    assert [photo.pk for photo in again.photos.all()] == [figure.photo for figure in again.public_figures]


@pytest.mark.django_db
def test_the_desk_is_told_of_a_licence_that_ran_out_in_a_live_text(
    admin_client: Client,
) -> None:
    photo = PhotoFactory()
    edition = published(body=with_picture(photo), lead_photo=None)
    Photo.objects.update(rights_expire_on=timezone.localdate() - timedelta(days=3))
    html = admin_client.get(reverse("admin:index")).content.decode()
    assert "the licence of a picture in the text ran out" in html
    found = admin_client.get(reverse("admin:articles_article_changelist"), {"public": "unlicensed"})
    assert str(edition.article.slugline) in found.content.decode()
