"""Merging a topic into another one: every story is found under the one that stays, and counted once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.redirects.models import Redirect
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import tags, topics
from articles.marks import marks_of
from articles.models import Article, EditionTopic, Outdated, Tally, Topic
from articles.publishing import publish
from articles.revisions import snapshot
from articles.tallies import count_again
from articles.topics import merge
from articles.workflow import NotAllowed, NotPossible
from tests.factories import ArticleFactory, TopicFactory, approved, later, published
from tests.held import held_marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Topic, Topic]:
    """The one that goes and the one that stays."""
    return TopicFactory(name="EU", slug="eu"), TopicFactory(name="European Union", slug="european-union")


def tallied() -> dict[str, int]:
    return dict(Tally.objects.values_list("name", "stories"))


def told() -> set[str]:
    return {tag for row in Outdated.objects.all() for tag in row.tags}


def listed(client: Client, path: str) -> list[str]:
    return [row.headline for row in client.get(path).context["listing"].rows]


def test_every_story_stands_once_under_the_topic_that_stays(two: tuple[Topic, Topic], client: Client) -> None:
    eu, union = two
    now = timezone.now()
    for days, about in enumerate([[union], [eu, union], [eu]]):
        published(headline=f"Day {days}", topics=about, at=now - timedelta(days=days))
    moments = set(EditionTopic.objects.values_list("edition", "listed_at"))
    draft = ArticleFactory(topics=[eu])
    assert merge(eu, union, by=None) == 3
    assert listed(client, "/topic/european-union/") == ["Day 0", "Day 1", "Day 2"]
    assert set(EditionTopic.objects.values_list("edition", "listed_at")) == moments
    assert [list(article.topics.all()) for article in Article.objects.all()] == [[union]] * 4
    assert draft.revisions.get().snapshot["topics"] == [{"topic": union.pk, "name": "European Union"}]


def test_the_tallies_are_what_one_would_count(two: tuple[Topic, Topic]) -> None:
    eu, union = two
    for about in ([union], [eu, union], [eu]):
        published(topics=about)
    publish(approved(topics=[eu]), by=None, at=later())
    published(topics=[eu], at=timezone.now() - timedelta(days=2)).article.editions.update(
        ends_at=timezone.now()
    )
    count_again()
    merge(eu, union, by=None)
    kept = tallied()
    assert kept[tags.topic(union.pk)] == 4
    count_again()
    assert tallied() == kept


def test_the_index_holds_the_mark_of_the_topic_that_stays_once(two: tuple[Topic, Topic]) -> None:
    eu, union = two
    editions = [published(topics=about) for about in ([union], [eu, union], [eu])]
    merge(eu, union, by=None)
    for edition in editions:
        assert held_marks(edition) == sorted(marks_of(edition))


def test_a_search_within_the_topic_that_stays_finds_the_story(
    two: tuple[Topic, Topic], client: Client
) -> None:
    eu, union = two
    published(headline="A river rose", topics=[eu])
    merge(eu, union, by=None)
    found = client.get("/search/?q=river&topic=european-union").context["rows"]
    assert [row.headline for row in found] == ["A river rose"]


@pytest.mark.parametrize("ending", ["", "feed/", "feed.atom", "feed.json", "ninjs.json"])
def test_the_old_page_and_its_files_lead_on(two: tuple[Topic, Topic], client: Client, ending: str) -> None:
    published(topics=[two[0]])
    merge(*two, by=None)
    answer = client.get(f"/topic/eu/{ending}")
    assert (answer.status_code, answer["Location"]) == (301, f"/topic/european-union/{ending}")


def test_the_name_of_what_no_reader_knew_leads_nowhere(two: tuple[Topic, Topic]) -> None:
    ArticleFactory(topics=[two[0]])
    merge(*two, by=None)
    assert not Redirect.objects.exists()


def test_a_story_names_the_topic_that_stays_whatever_was_set_in_type(
    two: tuple[Topic, Topic], client: Client
) -> None:
    edition = published(topics=[two[0]])
    address = edition.get_absolute_url()
    assert "/topic/eu/" in client.get(address).text
    merge(*two, by=None)
    after = client.get(address).text
    assert "/topic/european-union/" in after
    assert "/topic/eu/" not in after


@pytest.mark.parametrize("named", [300, 0])
def test_the_pages_of_both_topics_and_of_the_story_are_out_of_date(
    two: tuple[Topic, Topic], named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "NAMED_ONE_BY_ONE", named)
    edition = published(topics=[two[0]])
    Outdated.objects.all().delete()
    expected = {tags.topic(two[0].pk), tags.topic(two[1].pk)}
    merge(*two, by=None)
    story = tags.story(edition.article_id) if named else tags.FRAME
    assert told() >= expected | {story, tags.STORIES}


def test_its_history_says_who_merged_it_and_into_what(two: tuple[Topic, Topic], admin_user: User) -> None:
    merge(*two, by=admin_user)
    [row] = Topic.history.filter(name="EU", history_type="-")
    assert (row.history_user, row.history_change_reason) == (admin_user, "Merged into “European Union”.")
    assert not Topic.objects.filter(name="EU").exists()


def test_approved_copy_stays_approved_and_a_published_story_has_no_unpublished_change(
    two: tuple[Topic, Topic], admin_user: User
) -> None:
    ready, public = approved(topics=[two[0]]), published(topics=[two[0]]).article
    snapshot(ready, by=None)
    merge(*two, by=admin_user)
    ready.refresh_from_db()
    assert (ready.status, ready.revisions.latest("number").by) == ("approved", admin_user)
    assert public.editions.get().revision == public.revisions.latest("number")


def test_it_takes_the_permission_and_two_topics(two: tuple[Topic, Topic], desk: User) -> None:
    with pytest.raises(NotAllowed):
        merge(*two, by=desk)
    with pytest.raises(NotPossible, match="itself"):
        merge(two[0], two[0], by=None)
    gone = Topic.objects.get(pk=two[1].pk)
    two[1].delete()
    with pytest.raises(NotPossible, match="removed"):
        merge(two[0], gone, by=None)


# --- A name that was merged, written again ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["EU", "eu"])
def test_the_name_that_was_merged_means_the_topic_that_stays(two: tuple[Topic, Topic], name: str) -> None:
    merge(*two, by=None)
    assert Topic.objects.named(name) == two[1]
    assert Topic.objects.now_called([name, "European Union", "Rivers"]) == {name: "European Union"}


def test_a_topic_that_goes_on_to_another_takes_its_former_names_along(two: tuple[Topic, Topic]) -> None:
    merge(*two, by=None)
    europe = TopicFactory(name="Europe")
    merge(two[1], europe, by=None)
    assert Topic.objects.now_called(["EU", "European Union"]) == {
        "EU": "Europe",
        "European Union": "Europe",
    }


def test_a_topic_that_has_the_name_again_is_meant_by_it_and_may_be_merged_again(
    two: tuple[Topic, Topic],
) -> None:
    merge(*two, by=None)
    again = TopicFactory(name="Eu")
    assert (Topic.objects.named("EU"), Topic.objects.now_called(["EU"])) == (again, {})
    europe = TopicFactory(name="Europe")
    merge(again, europe, by=None)
    assert Topic.objects.now_called(["EU"]) == {"EU": "Europe"}


def test_two_topics_merged_back_and_forth_mean_the_one_there_is(two: tuple[Topic, Topic]) -> None:
    merge(*two, by=None)
    again = TopicFactory(name="EU")
    merge(two[1], again, by=None)
    assert Topic.objects.now_called(["EU", "European Union"]) == {"European Union": "EU"}


@pytest.mark.parametrize("name", ["ÖVP", "Övp", "övp"])
def test_capitals_do_not_matter_beyond_ascii_either(name: str) -> None:
    merge(TopicFactory(name="ÖVP"), people := TopicFactory(name="Volkspartei"), by=None)
    assert Topic.objects.named(name) == people
    assert Topic.objects.now_called([name]) == {name: "Volkspartei"}


def test_a_name_is_written_in_two_ways_at_once_and_sharp_s_is_a_letter_of_its_own() -> None:
    merge(TopicFactory(name="Maße"), sizes := TopicFactory(name="Größen"), by=None)
    assert Topic.objects.now_called(["Maße", "MAßE", "Masse", "größen"]) == {
        "Maße": "Größen",
        "MAßE": "Größen",
    }
    assert (Topic.objects.named("Masse"), Topic.objects.named("GRÖßEN")) == (None, sizes)


def test_the_names_of_a_whole_form_are_looked_up_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    merge(TopicFactory(name="Öl"), TopicFactory(name="Rohöl"), by=None)
    for names in (["öl"], ["öl", "Gas", "Übergang"]):
        with django_assert_num_queries(1):
            assert Topic.objects.now_called(names) == {"öl": "Rohöl"}
