"""What a file names, found or made: people, sections, topics, other stories, sources, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _t

from articles.addresses import found_by_address
from articles.models import Article, Edition, Outlet, Section, Source, Topic
from articles.revisions import SOURCE_FIELDS
from articles.slugs import slug_of
from articles.wire.parsed import ParsedAuthor, ParsedPicture, ParsedSource, Refused
from articles.wire.pictures import Pictures
from articles.workflow import Status
from authors.models import Author

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def author_named(name: str) -> Author:
    """The author of that name, whatever its capitals; made when nobody has it."""
    found = Author.objects.filter(name__iexact=name).first()
    return found or Author.objects.create(name=name, slug=_free_author_slug(name))


def _free_author_slug(name: str) -> str:
    stem = slug_of(name, 110, "author")
    taken = set(Author.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def introduced(parsed: ParsedAuthor) -> Author:
    """The author who introduces themself in the copy; an existing bio stays as the desk keeps it."""
    author = author_named(parsed.name)
    if not author.bio:
        author.bio = parsed.bio
        author.job_title = author.job_title or parsed.job_title
        author.specialties = author.specialties or ", ".join(parsed.specialties)
        author.save()
    return author


def section_named(name: str) -> Section:
    """The section of that name or slug. Raises Refused for one there is not."""
    found = (
        Section.objects.filter(name__iexact=name).first()
        or Section.objects.filter(slug=slug_of(name, 60, "")).first()
    )
    if found is None:
        known = ", ".join(Section.objects.values_list("name", flat=True)) or _t("none yet")
        raise Refused(
            _t("There is no section “%(name)s”. Sections: %(known)s.") % {"name": name, "known": known},
            "section",
        )
    return found


def original_named(name: str, by: User | None) -> Article:
    """The story from which a translation was made: by its `Ref`, its public address or its slug.

    Raises Refused for one there is not, or that the sender does not see, and for a slug of several.
    """
    seen = Article.objects.visible_to(by) if by else Article.objects.all()
    editions = _published_at(name)
    for found in (
        seen.filter(import_ref=f"ref:{name}"),
        seen.filter(pk__in=editions.values("article")),
        seen.filter(Q(slug=name) | Q(pk__in=Edition.objects.filter(slug=name).values("article"))).exclude(
            status=Status.SPIKED
        ),
    ):
        articles = list(found.order_by("pk")[:2])
        if len(articles) == 1:
            return articles[0]
        if articles:
            reason = _t("Several stories have the slug “%(name)s”: give the address of the one you mean.")
            raise Refused(reason % {"name": name}, "translation_of")
    reason = _t("There is no story “%(name)s”: name it by its Ref, its address or its slug.")
    raise Refused(reason % {"name": name}, "translation_of")


def _published_at(address: str) -> QuerySet[Edition]:
    """The editions at an address of ours, with or without the name of the site."""
    path = address.removeprefix(settings.SITE_URL.rstrip("/"))
    editions = found_by_address(path) if path.startswith("/") else None
    return Edition.objects.none() if editions is None else editions


def topic_named(name: str) -> Topic:
    """The topic of that name, or the one that had it before; made when it is new."""
    return Topic.objects.named(name) or Topic.objects.create(name=name)


def source_of(parsed: ParsedSource) -> dict[str, Any]:
    """A source in a revision's form."""
    blank = Source(
        kind=parsed.kind, outlet=Outlet.objects.named(parsed.outlet), title=parsed.title, url=parsed.url
    )
    values = {name: getattr(blank, name) for name in SOURCE_FIELDS}
    values["published_on"] = parsed.published_on.isoformat() if parsed.published_on else None
    return values


def photo_of(parsed: ParsedPicture, pictures: Pictures) -> int:
    """The key of the picture, stored once."""
    return pictures.photo(parsed.file, alt=parsed.alt, caption=parsed.caption, credit=parsed.credit).pk
