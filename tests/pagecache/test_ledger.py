"""What one process changes, another one knows."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import tags
from articles.freshness import outdate
from articles.ledger import Ledger, Remembered
from articles.models import Outdated, Section
from articles.publishing import publish
from newsroom.tick import tick
from tests.factories import SectionFactory, approved, later, published
from tests.pagecache.conftest import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Ledger:
    """The ledger of another process, which has read everything so far."""
    # PostgreSQL numbers on where another test left off; a gap at the beginning looks like forgotten rows.
    outdate(())
    ledger = Ledger()
    ledger.look()
    return ledger


def test_what_was_made_before_a_change_is_old_and_the_rest_is_good(other: Ledger) -> None:
    stamp = other.stamp
    outdate([tags.section(1)])
    assert other.is_good([tags.section(1)], stamp)
    other.look()
    assert not other.is_good([tags.section(1)], stamp)
    assert other.is_good([tags.section(2), tags.FRAME], stamp)
    assert other.is_good([tags.section(1)], other.stamp)


def test_a_change_that_is_rolled_back_outdates_nothing(other: Ledger) -> None:
    stamp = other.stamp
    with transaction.atomic():
        outdate([tags.FRAME])
        transaction.set_rollback(True)
    other.look()
    assert other.is_good([tags.FRAME], stamp)


def test_a_process_that_slept_while_the_record_was_tidied_begins_again(other: Ledger) -> None:
    stamp = other.stamp
    outdate([tags.FRAME])
    outdate([tags.FRONT])
    Outdated.objects.update(at=timezone.now() - timedelta(days=3))
    tick()
    outdate([tags.RECORD])
    other.look()
    assert not other.is_good([tags.section(5)], stamp)


def test_a_process_learns_of_a_moment_that_another_one_planned(other: Ledger) -> None:
    edition = publish(approved(), by=None, at=later())
    other.look()
    assert other.good_until <= edition.starts_at.timestamp()


def test_what_is_remembered_is_asked_for_again_once_it_changed(site: Site) -> None:
    names: Remembered[list[str]] = Remembered("names-of-the-test", tags.FRAME, seconds=60)

    def ask() -> list[str]:
        return list(Section.objects.values_list("name", flat=True))

    SectionFactory(name="World")
    site.look()
    assert names(ask) == ["World"]
    Section.objects.update(name="Changed behind its back")
    assert names(ask) == ["World"]
    section = Section.objects.get()
    section.name = "Europe"
    section.save()
    site.look()
    assert names(ask) == ["Europe"]


@pytest.mark.django_db(transaction=True)
def test_one_thread_makes_a_page_and_the_others_wait_for_it(site: Site) -> None:
    path = published(headline="The dam holds").get_absolute_url()
    django, made = site.cache.application, threading.Semaphore(0)
    asked: list[str] = []

    def slow(environ, start_response):
        asked.append(environ["PATH_INFO"])
        made.acquire()
        return django(environ, start_response)

    site.cache.application = slow
    answers: list[bytes] = []

    def read() -> None:
        try:
            answers.append(site.get(path).body)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    made.release()
    for reader in readers:
        reader.join(20)
    assert asked == [path]
    assert len(answers) == 4
    assert len(set(answers)) == 1
