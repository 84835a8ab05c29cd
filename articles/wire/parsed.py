"""What a copy parser returns: one story as a file tells it, before anything touches the database.

Every parser, whatever the format, returns a :class:`ParsedCopy` or raises :class:`Refused`. The rule for
absent values is the same everywhere: a text that the file does not give is ``""``, a list is ``()``,
anything else is ``None``; ``genre``, ``language`` and ``ai_use`` then hold their defaults. Whether the file
gave a value, or an empty one on purpose (``Kicker:`` with nothing after it), stands in
:attr:`ParsedCopy.said`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import number_format

GENRES = (
    "report",
    "analysis",
    "opinion",
    "explainer",
    "review",
    "fact_check",
    "interview",
    "callout",
    "live",
    "agency",
    "satire",
    "sponsored",
)
AI_USES = ("none", "assisted", "generated_reviewed", "generated")

DEFAULT_GENRE = "report"
DEFAULT_LANGUAGE = "en"
DEFAULT_AI_USE = "none"


class Refused(Exception):
    """Input that cannot become a story.

    ``reason`` is a sentence for the person who sent the file; ``field`` names the :class:`ParsedCopy` field
    at fault, or is empty when the whole file is.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


def grouped(number: int) -> str:
    """A number for a reason, its thousands apart as the reader's language has them."""
    return number_format(number, force_grouping=True)


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """Somebody else's work that the story rests on. ``url`` is http(s) or empty."""

    outlet: str
    title: str = ""
    url: str = ""
    published_on: date | None = None
    kind: str = "based_on"


@dataclass(frozen=True, slots=True)
class ParsedAuthor:
    """The journalist who introduces himself or herself at the foot; ``bio`` is that paragraph, verbatim."""

    name: str
    bio: str
    job_title: str = ""
    publication: str = ""
    specialties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedPicture:
    """The lead picture. ``file`` is a path below the text file's folder, with forward slashes."""

    file: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class ParsedCopy:
    """One story. ``body`` is HTML (not yet sanitised); every other text is plain.

    ``headline`` is never empty: without one in the file it is made from the lead and ``headline_is_working``
    is true. ``published`` is a date, an aware date-time, or a naive one that means the newsroom's own time
    zone. ``by`` is what the file's byline says and stays empty when only the closing bio names somebody:
    then ``author`` is the byline. ``digest`` is the SHA-256 of the file's bytes, in hexadecimal. ``said``
    names the fields of this class that the file itself gives (the headline only when it is not a working
    one).
    """

    headline: str
    body: str
    digest: str
    headline_is_working: bool = False
    ref: str = ""
    slugline: str = ""
    headline_short: str = ""
    headline_seo: str = ""
    headline_social: str = ""
    kicker: str = ""
    standfirst: str = ""
    key_points: tuple[str, ...] = ()
    slug: str = ""
    by: tuple[str, ...] = ()
    section: str = ""
    topics: tuple[str, ...] = ()
    published: date | datetime | None = None
    dateline: str = ""
    genre: str = DEFAULT_GENRE
    language: str = DEFAULT_LANGUAGE
    translation_of: str = ""
    sources: tuple[ParsedSource, ...] = ()
    author: ParsedAuthor | None = None
    picture: ParsedPicture | None = None
    how_we_reported: str = ""
    ai_use: str = DEFAULT_AI_USE
    urgency: int | None = None
    sponsor: str = ""
    canonical_url: str = ""
    warnings: tuple[str, ...] = ()
    said: frozenset[str] = field(default_factory=frozenset)
