"""The style page: every component, by the site's own templates, for people at the desk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.desk.styleguide.shelf import shelves
from newsroom.desk.styleguide.stories import STORIES
from newsroom.desk.styleguide.words import LONG, words

PAGE = "/admin/styleguide/"
# Parts that are no component: the frame's, those inside another, those that only a reader's data fills.
NOT_SHOWN = {
    *("head", "meta", "footer", "logo", "plate", "story", "changed", "field", "known_names"),
}


def test_nobody_from_outside_sees_it(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_every_part_of_the_site_has_a_specimen() -> None:
    parts = {path.stem for path in Path(settings.BASE_DIR, "templates/site/parts").glob("*.html")}
    shown = {
        Path(one.template).stem
        for shelf in shelves(words("en", long=False), timezone.now())
        for one in shelf.specimens
    }
    assert parts - NOT_SHOWN == shown & parts


@pytest.mark.django_db
def test_it_shows_everything_without_a_story_in_the_database(
    client_for: Callable[[User], Client], reporter: User
) -> None:
    with CaptureQueriesContext(connection) as asked:
        html = client_for(reporter).get(PAGE).text
    tables = {name for query in asked for name in re.findall(r'FROM "(\w+)"', query["sql"])}
    # The frame's own: who publishes, what it leads to, what is breaking.
    assert not {"articles_edition", "articles_article", "articles_photo", "authors_author"} & tables
    named = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [name for name, times in named.items() if times > 1] == []
    assert " style=" not in html
    assert '<h3 class="sg-name" lang="en">corrected</h3>' in html


@pytest.mark.django_db
@pytest.mark.parametrize("story", STORIES)
def test_each_story_is_a_whole_page(client_for: Callable[[User], Client], reporter: User, story: str) -> None:
    html = client_for(reporter).get(PAGE, {"show": story, "lang": "de", "words": "long"}).text
    assert html.count("<h1") == 1
    assert html.count("<article") == html.count("</article>") == 1
    assert LONG in html


@pytest.mark.django_db
def test_the_front_page_has_every_kind_of_place(client_for: Callable[[User], Client], reporter: User) -> None:
    html = client_for(reporter).get(PAGE, {"show": "front"}).text
    places = (
        "front-lead",
        "front-mid",
        "run",
        "strip",
        "band",
        "band half",
        "band-first has-pic",
        "band-stack",
    )
    assert [place for place in places if f'class="{place}"' not in html] == []


@pytest.mark.django_db
def test_the_switches_turn_the_page(client_for: Callable[[User], Client], reporter: User) -> None:
    client = client_for(reporter)
    html = client.get(PAGE, {"theme": "dark", "dir": "rtl", "lang": "de", "zoom": "200"}).text
    assert '<html dir="rtl" class="zoom-200" lang="de" data-theme="dark">' in html
    assert ">Korrigiert" in html
    framed = client.get(PAGE, {"width": "320", "lang": "de", "words": "long"}).text
    assert f'<iframe src="{PAGE}?lang=de&amp;words=long" width="320"' in framed
    # What there is not is what is usual.
    assert '<html lang="en">' in client.get(PAGE, {"theme": "pink", "show": "../x", "width": "9999"}).text
