"""What readers and machines are told of a picture is what the story was published with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from articles.figures import PhotoMark
from articles.models import Edition, Photo
from articles.publishing import publish
from tests.factories import PhotoFactory, published
from tests.site.reading import Ago, node

pytestmark = pytest.mark.django_db

OLD: dict[str, Any] = {
    "copyright_notice": "© Ada",
    "taken_on": date(2020, 5, 4),
    "digital_source_type": "trainedAlgorithmicMedia",
    "is_illustrative": True,
}
NEW: dict[str, Any] = {
    "copyright_notice": "© Bo",
    "taken_on": date(2019, 5, 4),
    "digital_source_type": "compositeCapture",
    "is_illustrative": False,
}
FILES = ("", "ninjs.json", "index.html.md")
FEEDS = ("/feed/", "/feed.atom", "/feed.json")


def told(client: Client, edition: Edition) -> dict[str, str]:
    """What every surface says of a story."""
    files = [f"{edition.get_absolute_url()}{name}" for name in FILES]
    return {path: client.get(path).text for path in [*files, *FEEDS]}


@pytest.fixture
def story(frame: None, ago: Ago) -> Edition:
    """A story with a lead picture and one in its text, of which the same is known."""
    lead, shot = PhotoFactory(**OLD), PhotoFactory(**OLD)
    return published(at=ago(days=1), lead_photo=lead, body=f"<p>It rose.</p>{PhotoMark(shot.pk)}")


def change_photos() -> None:
    """Put down other facts of every picture, as the picture desk does."""
    for photo in Photo.objects.all():
        for name, value in NEW.items():
            setattr(photo, name, value)
        photo.save()


def test_a_picture_described_anew_changes_nothing_until_its_story_is_published_again(
    client: Client, story: Edition
) -> None:
    before = told(client, story)
    change_photos()
    assert told(client, story) == before
    again = publish(story.article, by=None)
    after = told(client, again)
    for path, said in after.items():
        assert ("Made by AI." in before[path], "Made by AI." in said) == (True, False), path
        assert ("Symbolic picture." in before[path], "Symbolic picture." in said) == (True, False), path
        assert ("Montage." in before[path], "Montage." in said) == (False, True), path
    page, ninjs = (story.get_absolute_url() + name for name in ("", "ninjs.json"))
    for path in (page, ninjs):
        assert ("© Ada" in before[path], "© Bo" in after[path]) == (True, True)
    assert ("Taken on 4 May 2020." in before[page], "Taken on 4 May 2019." in after[page]) == (True, True)


def test_the_history_says_what_was_said_of_a_picture_before(client: Client, story: Edition) -> None:
    change_photos()
    again = publish(story.article, by=None)
    said = client.get(f"{again.get_history_url()}{again.number}/").text
    # Once for the lead picture, once for the one in the text.
    assert said.count("<del>Symbolic picture") == said.count("Made by AI") == 2
    assert said.count("Montage</ins>") == 2


def test_machines_read_whose_a_picture_is_and_how_it_was_made(client: Client, story: Edition) -> None:
    image = node(client.get(story.get_absolute_url()).text, "NewsArticle")["image"][0]
    facts = ("copyrightNotice", "dateCreated", "digitalSourceType")
    made = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert [image[name] for name in facts] == ["© Ada", "2020-05-04", made]
    (picture,) = client.get(f"{story.get_absolute_url()}ninjs.json").json()["associations"]
    assert picture["copyrightNotice"] == "© Ada"
    assert picture["digitalSourceType"] == {
        "name": "Made by AI",
        "uri": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    }
    assert picture["descriptions"][0] == {
        "role": "label",
        "contentType": "text/plain",
        "value": "Symbolic picture. Made by AI.",
    }


def test_an_edition_made_before_facts_were_kept_says_nothing_of_its_picture(
    client: Client, story: Edition
) -> None:
    Edition.objects.update(photo_facts={})
    said = client.get(story.get_absolute_url()).text
    assert "© Ada" not in said
    assert said.count("Made by AI.") == 1
