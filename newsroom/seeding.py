"""The sample publication: loads `seeds/` through the importer and the door, never around them.

Times in `plan.toml` are relative to the moment of seeding, so that the front page is one of today. What
is there already is kept as it is: seeding twice changes nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article, Change, Outlet, Section, Topic
from articles.publishing import publish
from articles.revisions import snapshot
from articles.wire.load import load
from articles.wire.parsers import parse
from articles.withdrawals import propose_retraction, retract
from articles.workflow import Status, perform
from authors.models import Author, AuthorLink
from newsroom.models import FrontSlot, Owner, PolicyPage, Publication, PublicMoney, Revenue

# The demo accounts by name, and the role each has.
CAST = {
    "contributor": "Contributor",
    "reporter": "Reporter",
    "desk": "Desk editor",
    "copy": "Copy editor",
    "facts": "Fact-checker",
    "legal": "Legal",
    "pictures": "Picture editor",
    "producer": "Producer",
    "standards": "Standards editor",
    "managing": "Managing editor",
}
# Which author the two writing accounts are.
WRITES_AS = {"reporter": "wayne-wickman", "contributor": "pavel-vzorek"}
RELATIVE = re.compile(r"^([+-])(\d+)([mhd])(?:\s+(\d{1,2}):(\d{2}))?$")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
# How long before publication the demo's reporters hand in and the desk approves.
WRITTEN_BEFORE, APPROVED_BEFORE = timedelta(minutes=90), timedelta(minutes=12)
TEXT_FIELDS = ("headline", "headline_short", "headline_seo", "standfirst", "key_points", "how_we_reported")


class SeedError(Exception):
    """The plan does not fit the copy; the message names the story and the reason."""


def moment(text: str, now: datetime) -> datetime:
    """The moment a plan means: `-3h`, `-2d 09:30` (in the newsroom's zone) or `2022-07-05 09:30`."""
    found = RELATIVE.match(text.strip())
    if found is None:
        return timezone.make_aware(datetime.fromisoformat(text))
    sign, number, unit, hour, minute = found.groups()
    shifted = now + timedelta(**{UNITS[unit]: int(number)}) * (1 if sign == "+" else -1)
    if hour is None:
        return shifted
    local = timezone.localtime(shifted)
    return local.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def person(username: str) -> User:
    """The demo account of that name, made without a password when it is missing."""
    user, created = User.objects.get_or_create(username=username, defaults={"is_staff": True})
    if created:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=CAST[username]))
    return user


@dataclass(frozen=True, slots=True)
class Seeds:
    """A folder of seeds and the moment they are loaded at."""

    folder: Path
    now: datetime

    def table(self, name: str) -> dict[str, Any]:
        """One of the TOML files."""
        return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))

    def picture(self, name: str) -> bytes:
        """The bytes of one of the pictures."""
        return (self.folder / "pictures" / name).read_bytes()

    def load(self) -> Iterator[str]:
        """Load everything that is missing; yields a line for each step, for whoever watches."""
        yield from self._publication(self.table("publication.toml"))
        yield from self._authors(self.table("authors.toml"))
        plan = self.table("plan.toml")
        # Oldest first, so that the list of the latest changes reads in order.
        stories = sorted(plan["story"], key=lambda story: moment(story.get("published", "-1h"), self.now))
        for story in stories:
            with transaction.atomic():
                yield self._story(story)
        yield from self._front(plan.get("front", []))

    def _publication(self, data: dict[str, Any]) -> Iterator[str]:
        facts = data["publication"]
        if not Publication.objects.exists():
            renamed = {"founded": "founded_on", "email_corrections": "corrections_email"}
            known = {field.name for field in Publication._meta.concrete_fields}
            named = {renamed.get(name, name): value for name, value in facts.items()}
            made = Publication.objects.create(
                **{name: value for name, value in named.items() if name in known}
            )
            self._house(made, data)
        for model, rows in ((Section, data["section"]), (Topic, data["topic"])):
            for row in rows:
                model._default_manager.get_or_create(slug=row["slug"], defaults=row)
        for row in data["outlet"]:
            Outlet.objects.get_or_create(name=row["name"], defaults=row)
        for position, row in enumerate(data["policy"]):
            PolicyPage.objects.get_or_create(kind=row["kind"], defaults={**row, "position": position})
        yield f"{facts['name']}: {Section.objects.count()} sections, {PolicyPage.objects.count()} policies"

    def _house(self, publication: Publication, data: dict[str, Any]) -> None:
        for name, owned in (("owner", Owner), ("revenue", Revenue), ("public_money", PublicMoney)):
            for row in data.get(name, []):
                owned._default_manager.create(publication=publication, **row)

    def _authors(self, data: dict[str, Any]) -> Iterator[str]:
        for row in data["author"]:
            if not Author.objects.filter(slug=row["slug"]).exists():
                self._author(row)
        for username, slug in WRITES_AS.items():
            Author.objects.filter(slug=slug, user=None).update(user=person(username))
        yield f"{Author.objects.count()} authors"

    def _author(self, row: dict[str, Any]) -> None:
        links, portrait = row.pop("links", []), row.pop("portrait", "")
        row |= {name: ", ".join(row.get(name, [])) for name in ("specialties", "languages")}
        author = Author(**row)
        if portrait:
            author.portrait.save(portrait, ContentFile(self.picture(portrait)), save=False)
        author.save()
        author.make_portraits()
        AuthorLink.objects.bulk_create(
            AuthorLink(author=author, position=position, **link) for position, link in enumerate(links)
        )

    def _story(self, story: dict[str, Any]) -> str:
        path = self.folder / story["file"]
        ref = f"seed:{story['file']}"
        if Article.objects.filter(import_ref=ref).exists():
            return f"{'kept':<18}{story['file']}"
        at = moment(story["published"], self.now) if "published" in story else None
        written = min(at or self.now, self.now) - WRITTEN_BEFORE
        writer = person(story["writer"])
        parsed = parse(path.read_bytes(), path.name)
        article = load(parsed, ref=ref, by=writer, read_picture=self.picture, at=written).article
        if "embargo_until" in story:
            article.embargo_until = moment(story["embargo_until"], self.now)
            article.save()
            snapshot(article, by=writer, at=written)
        if at is None:
            self._leave(article, story, writer, written)
            return f"{article.status:<18}{story['file']}"
        return self._publish(article, story, writer, at)

    def _publish(self, article: Article, story: dict[str, Any], writer: User, at: datetime) -> str:
        editor = person(story["approver"])
        done = min(at, self.now)
        perform(article, "submit", by=writer, at=done - WRITTEN_BEFORE / 2)
        perform(article, "approve", by=editor, at=done - APPROVED_BEFORE)
        until = moment(story["until"], self.now) if "until" in story else None
        publish(article, by=editor, at=at, until=until, now=done)
        for edition in story.get("edition", []):
            self._change(article, edition, writer, editor)
        return f"{'scheduled' if at > self.now else 'published':<18}{story['file']}"

    def _change(self, article: Article, edition: dict[str, Any], writer: User, editor: User) -> None:
        at = moment(edition["at"], self.now)
        if edition["change"] == Change.RETRACTION:
            propose_retraction(article, by=person("standards"), notice=edition["note"], now=at)
            retract(article, by=person("managing"), now=at)
            return
        for old, new in edition.get("replace", []):
            _replace(article, old, new)
        article.edit_version += 1
        article.save()
        snapshot(article, by=writer, at=at - APPROVED_BEFORE)
        publish(article, by=editor, at=at, now=at, change=edition["change"], note=edition.get("note", ""))

    def _leave(self, article: Article, story: dict[str, Any], writer: User, at: datetime) -> None:
        """Bring an unpublished story to the status the plan says, by the verbs that lead there."""
        editor = person(story.get("approver", "desk"))
        comment = story.get("comment", "")
        ways: dict[str, list[tuple[str, User, str]]] = {
            Status.DRAFT: [],
            Status.IN_REVIEW: [("submit", writer, "")],
            Status.CHANGES_REQUESTED: [("submit", writer, ""), ("send_back", editor, comment)],
            Status.APPROVED: [("submit", writer, ""), ("approve", editor, "")],
            Status.SPIKED: [("submit", writer, ""), ("spike", editor, comment)],
        }
        for step, (verb, by, note) in enumerate(ways[story["status"]]):
            perform(article, verb, by=by, note=note, at=at + (step + 1) * APPROVED_BEFORE)

    def _front(self, slots: list[dict[str, Any]]) -> Iterator[str]:
        for slot in slots:
            article = Article.objects.get(import_ref=f"seed:{slot['file']}")
            section = Section.objects.get(slug=slot["section"]) if "section" in slot else None
            FrontSlot.objects.get_or_create(
                section=section,
                position=slot["position"],
                article=article,
                defaults={
                    "headline": slot.get("headline", ""),
                    "placed_by": person("producer"),
                    "starts_at": self.now,
                },
            )
        yield f"{FrontSlot.objects.count()} stories placed on the front page"


def _replace(article: Article, old: str, new: str) -> None:
    """Replace words of the copy wherever they stand; SeedError when they stand nowhere."""
    found = False
    for name in TEXT_FIELDS:
        text = getattr(article, name)
        found |= old in text
        setattr(article, name, text.replace(old, new))
    # In the body the words are HTML: quotation marks stay, the ampersand does not.
    html_old, html_new = (
        str(escape(text)).replace("&quot;", '"').replace("&#x27;", "'") for text in (old, new)
    )
    found |= html_old in article.body
    article.body = article.body.replace(html_old, html_new)
    if not found:
        raise SeedError(f"{article.import_ref}: “{old}” is not in the copy.")
