"""Which kinds of page readers meet, each with an address that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Response

from articles.models import Edition, Genre, Section
from articles.models.edition import ON_RECORD
from articles.site.addresses import text_path
from authors.models import Author
from checks import site_staging as staged
from checks.visiting import Stop
from newsroom.models import PolicyPage

# What Lighthouse is asked about, and the one page that search engines are told to leave alone.
MEASURED = ("front", "section", "author", "article", "search")
UNLISTED = "search"
# The others are made like the one with the most in it.
LOOKED_AT = (PolicyPage.Kind.CORRECTIONS, PolicyPage.Kind.IMPRINT, PolicyPage.Kind.OWNERSHIP)


def stops() -> list[Stop]:
    """Every kind of page, in the order of the map of the site."""
    return [*_lists(), *_articles(), *_stories_beside(), *_text(), *_search(), *_record(), *_notices()]


def _lists() -> Iterator[Stop]:
    live = Edition.objects.live(timezone.now())
    day = live.newest_first()[0].url_date
    yield Stop(reverse("front"), name="front")
    yield Stop(Section.objects.earliest("position").get_absolute_url(), name="section")
    about = live.get(slug=staged.COMPLETE).topics.all()[0]
    yield Stop(about.get_absolute_url(), name="topic")
    staff = Author.objects.exclude(portrait="").exclude(disclosures="").earliest("pk")
    yield Stop(staff.get_absolute_url(), name="author")
    agency = Author.objects.filter(affiliation="agency").first()
    if agency:
        yield Stop(agency.get_absolute_url(), name="author, agency")
    yield Stop(reverse("archive"), name="archive")
    yield Stop(f"{reverse('archive')}?genre=explainer&corrected=on", name="archive, narrowed")
    yield Stop(f"{reverse('archive')}?since=never", name="archive, refused")
    yield Stop(reverse("archive_year", args=[day.year]), name="archive of a year")
    yield Stop(reverse("archive_month", args=[day.year, day.month]), name="archive of a month")
    yield Stop(reverse("archive_day", args=[day.year, day.month, day.day]), name="archive of a day")


def _articles() -> Iterator[Stop]:
    live = Edition.objects.live(timezone.now()).order_by("pk")
    plain = live.filter(genre=Genre.REPORT, last_change="first").exclude(lead_photo=None)
    yield Stop(plain[0].get_absolute_url(), name="article")
    corrected = live.filter(last_change__in=ON_RECORD).exclude(change="retraction")
    yield Stop(corrected[0].get_absolute_url(), name="article, corrected")
    opinion = live.filter(genre=Genre.OPINION)
    yield Stop(opinion[0].get_absolute_url(), name="article, opinion")
    foreign = live.exclude(language__in=("", "en"))
    if foreign:
        yield Stop(foreign[0].get_absolute_url(), name="article, in another language")
    for slug, name in (
        (staged.COMPLETE, "article with everything"),
        (staged.SPONSORED, "article, sponsored"),
        (staged.SATIRE, "article, satire"),
        (staged.MACHINE, "article, written by a machine"),
        (staged.RETRACTED, "article, retracted"),
        (staged.WITHDRAWN, "article, retracted without its text"),
    ):
        yield Stop(live.get(slug=slug).get_absolute_url(), name=name)


def _stories_beside() -> Iterator[Stop]:
    story = Edition.objects.live(timezone.now()).get(slug=staged.COMPLETE)
    yield Stop(story.get_history_url(), name="history")
    yield Stop(f"{story.get_history_url()}{story.number}/", name="comparison")
    report = f"{story.get_absolute_url()}report/"
    yield Stop(report, name="report an error")
    yield Stop(report, name="report an error, refused", then=_send("", "not an address"))
    yield Stop(report, name="report an error, sent", then=_send("The word has 63 letters.", ""))


def _send(message: str, email: str) -> Callable[[Page], Response | None]:
    """Fill the form and send it."""

    def send(page: Page) -> Response | None:
        page.fill("[name=message]", message)
        page.fill("[name=email]", email)
        with page.expect_navigation() as answer:
            page.click("form.report button")
        return answer.value

    return send


def _text() -> Iterator[Stop]:
    live = Edition.objects.live(timezone.now())
    yield Stop(reverse("text"), name="text edition")
    yield Stop(text_path(live.get(slug=staged.COMPLETE)), name="text edition, a story")
    yield Stop(text_path(live.get(slug=staged.RETRACTED)), name="text edition, retracted")


def _search() -> Iterator[Stop]:
    path = reverse("search")
    yield Stop(path, name="search, empty")
    yield Stop(f"{path}?q=river", name="search")
    yield Stop(f"{path}?q=the&sort=date&genre=explainer", name="search, narrowed")
    yield Stop(f"{path}?q=nothinghasthisword", name="search without a hit")


def _record() -> Iterator[Stop]:
    yield Stop(reverse("corrections"), name="corrections")
    yield Stop(f"{reverse('corrections')}?kind=correction", name="corrections, narrowed")
    for policy in PolicyPage.objects.filter(kind__in=LOOKED_AT):
        yield Stop(policy.get_absolute_url(), name=f"policy, {policy.get_kind_display()}")


def _notices() -> Iterator[Stop]:
    yield Stop("/nothing-here/", HTTPStatus.NOT_FOUND, name="not found")
    gone = Edition.objects.current(timezone.now()).get(slug=staged.GONE)
    yield Stop(gone.get_absolute_url(), HTTPStatus.GONE, name="taken down")
