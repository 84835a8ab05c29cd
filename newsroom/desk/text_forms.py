"""The two forms of “Start from a text”: what comes in, and what was read in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.widgets import TopicsField, as_stored
from articles.models import Article, Outlet, Topic
from articles.wire.load import TEXTS
from articles.wire.parsed import ParsedAuthor, ParsedCopy, ParsedSource, Refused
from articles.wire.parsers.decode import MAX_BYTES, decode
from articles.wire.parsers.sources import read_sources
from authors.models import Author

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    _ModelForm = forms.ModelForm[Article]
else:
    _ModelForm = forms.ModelForm

LONGEST = 400_000
"""Characters of a pasted text: more than the 50,000 words a story may have."""
MARKDOWN = (".md", ".markdown")
FIRST = ("headline", "standfirst", "body", "section", "genre", "language", "slugline")
MORE = tuple(name for name in (*TEXTS, "key_points") if name not in FIRST)


class TextForm(forms.Form):
    """A text, pasted or as a file."""

    text = forms.CharField(
        label=_("The text"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "The headline first, then the story. Short lines between paragraphs become sub-headlines, "
            "“Source: Krone” a source, a last paragraph “I'm Jane Doe, a reporter for …” byline and bio."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Plain text (.txt) or Markdown (.md)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.text,.md,.markdown,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        """The text of the form, whichever way it came. Raises ValidationError when it is none, or two."""
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", ""), cleaned.get("file")
        cleaned["kind"] = ""
        if file and text.strip():
            raise ValidationError(_("Paste a text or choose a file, not both."))
        if file:
            cleaned["text"] = _text_of(file)
            cleaned["kind"] = "markdown" if (file.name or "").lower().endswith(MARKDOWN) else "text"
        elif not text.strip() and not self.errors:
            raise ValidationError(_("There is no text: paste one, or choose a file."))
        return cleaned


def _text_of(file: UploadedFile) -> str:
    """The text in a file. Raises ValidationError with the parsers' own reason, such as that it is a PDF."""
    try:
        # A little more than the limit is enough to be refused by its size.
        text = decode(file.read(MAX_BYTES + 1)).text
    except Refused as refusal:
        raise ValidationError(refusal.reason) from refusal
    if len(text) > LONGEST:
        raise ValidationError(_("The file has more than %(most)d characters."), params={"most": LONGEST})
    return text


class ProposalForm(_ModelForm):
    """What was read in a text, to be changed and confirmed. It stores nothing: `confirmed` is the story that
    the importer's writer then makes."""

    byline = forms.CharField(
        label=_("Byline"), required=False, max_length=400, help_text=_("Names, separated by commas.")
    )
    make_authors = forms.BooleanField(label=_("Make new authors"), required=False)
    bio = forms.CharField(
        label=_("Bio"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As the author wrote it. Kept with the author, not in the story."),
    )
    sources = forms.CharField(
        label=_("Sources"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: Krone, or Krone https://…, or Krone | title | https://… | 2026-03-01."),
    )
    topics = TopicsField(label=_("Topics"), required=False, help_text=_("Separated by commas."))

    class Meta:
        model = Article
        fields = (*FIRST, *MORE)
        widgets = {
            "standfirst": forms.Textarea(attrs={"rows": 3}),
            "key_points": forms.Textarea(attrs={"rows": 3}),
            "how_we_reported": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self, data: QueryDict | None = None, *, parsed: ParsedCopy, user: User, **kwargs: Any
    ) -> None:
        stored = ("body", "standfirst", "key_points", "how_we_reported", "sources", "bio")
        super().__init__(as_stored(data, stored) if data is not None else None, **kwargs)
        self.parsed, self.user = parsed, user
        self.renamed_topics: dict[str, str] = {}
        self.label_suffix = ""
        self.fields["headline"].required = True
        for name in ("headline", "byline", "topics", "canonical_url"):
            self.fields[name].widget.attrs["class"] = "vTextField"
        if parsed.author is None:
            del self.fields["bio"]

    @classmethod
    def of(cls, parsed: ParsedCopy, user: User) -> ProposalForm:
        """The form filled with what was read."""
        initial: dict[str, Any] = {
            name: getattr(parsed, name) for name in (*TEXTS, "body") if getattr(parsed, name) is not None
        }
        if "language" not in parsed.said:
            initial["language"] = settings.LANGUAGE_CODE
        return cls(
            parsed=parsed,
            user=user,
            initial={
                **initial,
                "section": _section_named(parsed.section),
                "key_points": "\n".join(parsed.key_points),
                "byline": ", ".join(_names(parsed)),
                "bio": parsed.author.bio if parsed.author else "",
                "sources": "\n".join(_line(source) for source in parsed.sources),
                "topics": ", ".join(f'"{name}"' if "," in name else name for name in parsed.topics),
            },
        )

    @property
    def first(self) -> list[forms.BoundField]:
        """What every story has."""
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """What a text seldom says."""
        return [self[name] for name in MORE]

    @cached_property
    def people(self) -> list[tuple[str, Author | None]]:
        """The names of the byline, each with the author who has it already; one query."""
        given = self["byline"].value() or ""
        names = list(dict.fromkeys(name for part in given.split(",") if (name := " ".join(part.split()))))
        rows = Author.objects.alias(small=Lower("name")).filter(small__in=[name.lower() for name in names])
        known = {author.name.lower(): author for author in rows}
        return [(name, known.get(name.lower())) for name in names]

    @property
    def newcomers(self) -> list[str]:
        """The names no author has yet."""
        return [name for name, author in self.people if author is None]

    @property
    def may_make_authors(self) -> bool:
        """Whether the person may add authors."""
        return self.user.has_perm("authors.add_author")

    def clean_byline(self) -> list[str]:
        """The names. Raises ValidationError for one too long for an author."""
        longest = Author._meta.get_field("name").max_length or 0
        if any(len(name) > longest for name, _author in self.people):
            raise ValidationError(_("A name has at most %(limit)d characters."), params={"limit": longest})
        return [name for name, _author in self.people]

    def clean_sources(self) -> tuple[ParsedSource, ...]:
        """The sources. Raises ValidationError with the parser's reason, or for an outlet nobody may add."""
        try:
            lines = [line for line in self.cleaned_data["sources"].splitlines() if line.strip()]
            sources = tuple(source for line in lines for source in read_sources(line.strip()))
        except Refused as refusal:
            raise ValidationError(refusal.reason) from refusal
        self._known_or_allowed(Outlet, [source.outlet for source in sources], "articles.add_outlet")
        return sources

    def clean_topics(self) -> list[str]:
        """The topics, under the names they have now. Raises ValidationError for a new one from somebody who
        may not add it."""
        names: list[str] = self.cleaned_data["topics"]
        self.renamed_topics = Topic.objects.now_called(names)
        topics = list(dict.fromkeys(self.renamed_topics.get(name, name) for name in names))
        self._known_or_allowed(Topic, topics, "articles.add_topic")
        return topics

    def _known_or_allowed(self, model: Any, names: list[str], permission: str) -> None:
        if self.user.has_perm(permission):
            return
        rows = model.objects.alias(small=Lower("name")).filter(small__in=[name.lower() for name in names])
        known = {row.name.lower() for row in rows}
        if new := [name for name in names if name.lower() not in known]:
            raise ValidationError(
                _("You may not add %(names)s: choose one that is there."), params={"names": ", ".join(new)}
            )

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for a new author whom nobody wants, or may, make."""
        cleaned = super().clean() or {}
        if self.newcomers and not self.may_make_authors:
            message = _t(
                "There is no author “%(names)s”, and you may not add authors: name one there is, or nobody."
            )
        elif self.newcomers and not cleaned.get("make_authors"):
            message = _t("There is no author “%(names)s”: correct the name, or tick “Make new authors”.")
        else:
            return cleaned
        self.add_error("byline", message % {"names": "”, “".join(self.newcomers)})
        return cleaned

    def confirmed(self) -> ParsedCopy:
        """The story as it was confirmed, in the importer's own terms."""
        given = self.cleaned_data
        texts = {name: given[name] for name in TEXTS}
        points = tuple(line for raw in given["key_points"].splitlines() if (line := raw.strip()))
        kept = self.parsed.headline_is_working and given["headline"] == self.parsed.headline
        return replace(
            self.parsed,
            **texts,
            body=given["body"],
            key_points=points,
            headline_is_working=kept,
            section=given["section"].name if given["section"] else "",
            by=tuple(given["byline"]),
            author=self._introduced(),
            sources=given["sources"],
            topics=tuple(given["topics"]),
            picture=None,
            said=self.parsed.said | {"language"} | ({"key_points"} if points else frozenset()),
        )

    def _introduced(self) -> ParsedAuthor | None:
        """Whom the text introduces: nobody outside the byline, and nobody whom the person may not change."""
        author = self.parsed.author
        known = {name.lower(): row for name, row in self.people}
        if author is None or author.name.lower() not in known:
            return None
        if known[author.name.lower()] is not None and not self.user.has_perm("authors.change_author"):
            return None
        return replace(author, bio=self.cleaned_data["bio"])


def _names(parsed: ParsedCopy) -> tuple[str, ...]:
    return parsed.by or ((parsed.author.name,) if parsed.author else ())


def _section_named(name: str) -> Any:
    field: Any = Article._meta.get_field("section")
    return field.related_model.objects.filter(name__iexact=name).first() if name else None


def _line(source: ParsedSource) -> str:
    """A source in one line that the parser reads back as the same."""
    day = source.published_on.isoformat() if source.published_on else ""
    details = [part for part in (source.title, source.url, day) if part]
    return " | ".join([source.outlet, *details])
