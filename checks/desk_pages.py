"""Which pages the desk has, and who looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Page, Response

from articles.admin.verb_cases import case_of
from articles.admin.verbs import VERBS
from articles.models import Article, SignOff
from articles.revisions import snapshot
from articles.workflow import Status
from checks.visiting import Round, Stop
from newsroom.demo import ADMINISTRATOR
from newsroom.models import FrontSlot

# Those who see a first screen and a list of their own.
ROLES = ("contributor", "reporter", "desk", "legal", "standards", "managing")
# The style page and its whole stories, each in one of its states.
STYLES = (
    "",
    "show=front&words=long&lang=de",
    "dir=rtl&words=long&lang=de",
    "show=corrected",
    "show=opinion&zoom=200",
    "show=retracted&lang=de",
)
PASTED = """The ferry sails again

After nine days in the yard the ferry took its first passengers across on Monday.

What the yard found

A bearing, no larger than a fist.

Source: Harbour Office
"""
LIST = "admin:articles_article_changelist"


def rounds(only: str = "") -> list[Round]:
    """Every round of the desk, or only the addresses that contain a word."""
    stops: dict[str, Iterator[Stop]] = {"nobody": _outside()}
    stops |= {role: _own(role) for role in ROLES}
    made = []
    for who, theirs in (
        *stops.items(),
        (ADMINISTRATOR, _stories()),
        (ADMINISTRATOR, _records()),
        ("desk", _tabs()),
        ("desk", _planning()),
        ("desk", _writing()),
        ("managing", _front()),
    ):
        chosen = tuple(dict.fromkeys(stop for stop in theirs if only in stop.path))
        if chosen:
            made.append(Round(who, chosen, _login(who)))
    return made


def _login(who: str) -> tuple[dict[str, str], ...]:
    user = User.objects.filter(username=who).first()
    if user is None:
        return ()
    client = Client()
    client.force_login(user)
    return tuple({"name": name, "value": morsel.value} for name, morsel in client.cookies.items())


def _outside() -> Iterator[Stop]:
    yield Stop(f"{reverse('account_login')}?next={reverse('admin:index')}")
    yield Stop(reverse("account_reset_password"))


def _own(role: str) -> Iterator[Stop]:
    """What everybody has: the first screen, the list, their notices and preferences, a new story."""
    yield Stop(reverse("admin:index"))
    yield Stop(reverse(LIST))
    if User.objects.get(username=role).has_perm("articles.add_article"):
        yield Stop(reverse("admin:articles_article_add"))
    yield Stop(reverse("desk_notices"))
    yield Stop(reverse("desk_preferences"))
    if role == "contributor":
        theirs = Article.objects.visible_to(User.objects.get(username=role))
        foreign = Article.objects.exclude(pk__in=theirs.values("pk")).earliest("pk")
        yield Stop(reverse("admin:articles_article_change", args=[foreign.pk]), HTTPStatus.FORBIDDEN)
        yield Stop(reverse("admin:newsroom_publication_changelist"), HTTPStatus.FORBIDDEN)
    if role == "reporter":
        published = Article.objects.filter(status=Status.PUBLISHED).earliest("pk")
        yield Stop(reverse("admin:articles_article_change", args=[published.pk]))


def _tabs() -> Iterator[Stop]:
    """Every way to see the list: by status, by a search with and without an answer."""
    yield from (Stop(f"{reverse(LIST)}?status__exact={status}") for status in Status.values)
    yield from (Stop(f"{reverse(LIST)}?q={word}") for word in ("the", "nothinghasthisword"))


def _planning() -> Iterator[Stop]:
    calendar = reverse("admin:articles_article_calendar")
    yield from (Stop(f"{calendar}?view={span}") for span in ("day", "week", "month"))
    yield Stop(reverse("admin:articles_article_board"))


def _front() -> Iterator[Stop]:
    """The front page as it is put together: its places, the forms, the breaking strip."""
    yield Stop(reverse("desk_trust"))
    yield from (Stop(reverse(name)) for name in ("desk_front", "desk_front_place", "desk_front_breaking"))
    slot = FrontSlot.objects.earliest("pk")
    yield Stop(reverse("desk_front_change", args=[slot.pk]))
    yield Stop(reverse("desk_kept_pages"))
    yield Stop(f"{reverse('desk_kept_pages')}?path=%2F")


def _writing() -> Iterator[Stop]:
    """What comes out of a text that was pasted, and of two people who changed the same words."""
    start = reverse("desk_start_from_text")
    yield Stop(start)
    yield Stop(start, name="proposal", then=_paste)
    draft = Article.objects.filter(status=Status.IN_REVIEW).latest("pk")
    yield Stop(
        reverse("admin:articles_article_change", args=[draft.pk]),
        name="merge",
        then=partial(_collide, draft.pk),
    )


def _paste(page: Page) -> Response | None:
    page.locator("#text_form textarea").first.fill(PASTED)
    with page.expect_navigation() as answered:
        page.get_by_role("button", name="Read the text").click()
    return answered.value


def _collide(pk: int, page: Page) -> Response | None:
    """Type what a colleague types as well, and save after them."""
    page.get_by_label("Standfirst").press_sequentially(" And mine.")
    page.get_by_label("Kicker").fill("Mine")
    article = Article.objects.get(pk=pk)
    article.standfirst, article.kicker = f"{article.standfirst} And theirs.", "Theirs"
    article.edit_version += 1
    article.save()
    snapshot(article, by=User.objects.get(username="reporter"))
    with page.expect_navigation() as answered:
        page.get_by_role("button", name="Save", exact=True).first.click()
    return answered.value


def _stories() -> Iterator[Stop]:
    """A story in every status: its form, the pages beside it, and each verb where it is first possible."""
    shown: set[str] = set()
    statuses = [Article.objects.filter(status=status).earliest("pk") for status in Status.values]
    scheduled = Article.objects.filter(editions__isnull=False).exclude(status=Status.PUBLISHED).first()
    waiting = SignOff.objects.filter(state=SignOff.State.REQUIRED).values_list("article", flat=True).first()
    for story in [*statuses, *([scheduled] if scheduled else [])]:
        yield Stop(reverse("admin:articles_article_change", args=[story.pk]))
        yield from (Stop(path) for path in _verbs(story, shown))
    for pk in {statuses[0].pk, waiting, Article.objects.filter(status=Status.PUBLISHED).earliest("pk").pk} - {
        None
    }:
        for name in ("history", "compare", "links", "checks", "take_over"):
            yield Stop(reverse(f"admin:articles_article_{name}", args=[pk]))
        yield Stop(reverse("desk_preview", args=[pk]))
        yield Stop(reverse("admin:articles_article_restore", args=[pk, 1]))
        yield Stop(f"{reverse('admin:articles_note_add')}?article={pk}")


def _verbs(story: Article, shown: set[str]) -> Iterator[str]:
    """The pages of the buttons that are there now and were not shown before, and one that says why not."""
    case = case_of(story, User.objects.get(username=ADMINISTRATOR))
    possible = [name for name, verb in VERBS.items() if not verb.why_not(case) and name not in shown]
    refused = [name for name, verb in VERBS.items() if verb.why_not(case)][:1]
    shown.update(possible)
    for name in (*possible, *refused):
        yield reverse("admin:articles_article_verb", args=[story.pk, name])


def _records() -> Iterator[Stop]:
    """For everything that has a list: the list, the forms, the history, the question before deleting."""
    yield Stop(reverse("admin:index"))
    request = RequestFactory().get("/")
    request.user = User.objects.get(username=ADMINISTRATOR)
    for model, own in admin.site._registry.items():  # noqa: SLF001  # Django's name for it
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield Stop(reverse(f"{name}_changelist"))
        if own.has_add_permission(request):
            yield Stop(reverse(f"{name}_add"))
        first: Model | None = model._default_manager.order_by("pk").first()
        if first is None:
            continue
        yield Stop(reverse(f"{name}_change", args=[first.pk]))
        yield Stop(reverse(f"{name}_history", args=[first.pk]))
        if own.has_delete_permission(request, first):
            yield Stop(reverse(f"{name}_delete", args=[first.pk]))
    yield Stop(f"{reverse('admin:index')}nothing-here/", HTTPStatus.NOT_FOUND)
    yield from (Stop(f"{reverse('desk_styleguide')}?{state}") for state in STYLES)
    yield from (Stop(reverse(name)) for name in ("mfa_index", "account_change_password", "account_logout"))
