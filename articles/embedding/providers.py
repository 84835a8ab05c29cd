"""Whose posts, videos and sounds may stand in a story: the list, and how an address of theirs is read.

A leaf. Nothing outside this list is ever asked about or framed, and the address of a player is put together
here from an address we know, never taken from what somebody's server says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

PLAYS, POST, SOUND = _("Video"), _("Post"), _("Recording")


@dataclass(frozen=True, slots=True)
class Provider:
    """A site whose pages may be embedded.

    `pages` are patterns of path and query, whose named groups fill `address` (the one spelling under which
    we keep it), `endpoint` (where its facts are) and `player` (what a frame loads; empty for those that need
    a script of theirs). A player may also need parts that only the answer tells, such as Bluesky's.
    """

    name: str
    label: str
    kind: Any
    hosts: frozenset[str]
    pages: tuple[re.Pattern[str], ...]
    address: str
    endpoint: str
    player: str = ""
    reader: str = "oembed"
    """How the answer is read: `articles.embedding.answers` knows."""
    wide: bool = True
    """Whether the frame is a picture's shape; a post is as high as a post."""


@dataclass(frozen=True, slots=True)
class Known:
    """An address that may be embedded: whose it is, how it is spelled, what its parts are."""

    provider: Provider
    address: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def endpoint(self) -> str:
        """Where the facts about it are."""
        return self.provider.endpoint.format(quoted=quote(self.address, safe=""), **self.parts)

    def player(self, told: dict[str, str]) -> str:
        """What a frame loads; empty where there is no player, or a part of its address was not told."""
        try:
            return self.provider.player.format(quoted=quote(self.address, safe=""), **(told | self.parts))
        except KeyError:
            return ""


def _pages(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


YOUTUBE = Provider(
    name="youtube",
    label="YouTube",
    kind=PLAYS,
    hosts=frozenset({"youtube.com", "www.youtube.com", "m.youtube.com"}),
    pages=_pages(r"/watch\?v=(?P<id>[\w-]{11})", r"/(?:shorts|live|embed)/(?P<id>[\w-]{11})"),
    address="https://www.youtube.com/watch?v={id}",
    endpoint="https://www.youtube.com/oembed?format=json&url={quoted}",
    # The address at which YouTube promises to set no cookies before the video plays.
    player="https://www.youtube-nocookie.com/embed/{id}",
)
LISTED = (
    YOUTUBE,
    replace(YOUTUBE, hosts=frozenset({"youtu.be"}), pages=_pages(r"/(?P<id>[\w-]{11})")),
    Provider(
        name="vimeo",
        label="Vimeo",
        kind=PLAYS,
        hosts=frozenset({"vimeo.com", "www.vimeo.com"}),
        pages=_pages(r"/(?P<id>\d{4,15})"),
        address="https://vimeo.com/{id}",
        endpoint="https://vimeo.com/api/oembed.json?url={quoted}",
        player="https://player.vimeo.com/video/{id}?dnt=1",
    ),
    Provider(
        name="bluesky",
        label="Bluesky",
        kind=POST,
        hosts=frozenset({"bsky.app"}),
        pages=_pages(r"/profile/(?P<who>[\w.:-]{3,253})/post/(?P<id>[a-z0-9]{8,20})"),
        address="https://bsky.app/profile/{who}/post/{id}",
        endpoint="https://embed.bsky.app/oembed?format=json&url={quoted}",
        player="https://embed.bsky.app/embed/{did}/app.bsky.feed.post/{id}",
        wide=False,
    ),
    Provider(
        name="x",
        label="X",
        kind=POST,
        hosts=frozenset({"x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"}),
        pages=_pages(r"/(?P<who>\w{1,15})/status/(?P<id>\d{1,20})"),
        address="https://x.com/{who}/status/{id}",
        endpoint="https://publish.twitter.com/oembed?omit_script=1&dnt=1&url={quoted}",
    ),
    Provider(
        name="tiktok",
        label="TikTok",
        kind=PLAYS,
        hosts=frozenset({"tiktok.com", "www.tiktok.com"}),
        pages=_pages(r"/@(?P<who>[\w.]{1,24})/video/(?P<id>\d{10,25})"),
        address="https://www.tiktok.com/@{who}/video/{id}",
        endpoint="https://www.tiktok.com/oembed?url={quoted}",
        player="https://www.tiktok.com/player/v1/{id}",
        wide=False,
    ),
    Provider(
        name="soundcloud",
        label="SoundCloud",
        kind=SOUND,
        hosts=frozenset({"soundcloud.com", "www.soundcloud.com"}),
        pages=_pages(r"/(?P<who>[\w-]{2,60})/(?!sets$)(?P<id>[\w-]{2,255})"),
        address="https://soundcloud.com/{who}/{id}",
        endpoint="https://soundcloud.com/oembed?format=json&url={quoted}",
        player="https://w.soundcloud.com/player/?url={quoted}",
    ),
    Provider(
        name="spotify",
        label="Spotify",
        kind=SOUND,
        hosts=frozenset({"open.spotify.com"}),
        pages=_pages(r"/(?:intl-\w+/)?(?P<what>episode|show|track)/(?P<id>[A-Za-z0-9]{22})"),
        address="https://open.spotify.com/{what}/{id}",
        endpoint="https://open.spotify.com/oembed?url={quoted}",
        player="https://open.spotify.com/embed/{what}/{id}",
    ),
)
ADDRESS = re.compile(r"https?://[^\s<>\"'\\\x00-\x20\x7f]{4,500}", re.IGNORECASE)


def providers() -> Iterator[Provider]:
    """Everybody listed, and the Mastodon servers the operator named."""
    yield from LISTED
    for server in settings.MASTODON_SERVERS:
        yield Provider(
            name="mastodon",
            label="Mastodon",
            kind=POST,
            hosts=frozenset({urlsplit(server).netloc}),
            pages=_pages(r"/(?:web/)?@(?P<who>\w{1,60})/(?P<id>\d{1,25})"),
            address=server + "/@{who}/{id}",
            # The server's oEmbed answer has no word of the post; what it tells programs about the post has.
            endpoint=server + "/api/v1/statuses/{id}",
            player=server + "/@{who}/{id}/embed",
            reader="status",
            wide=False,
        )


def known(address: str) -> Known | None:
    """What may be embedded at this address; None for one that is not on the list, or no page of theirs."""
    if not ADDRESS.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
        where = parts.netloc.lower()
    except ValueError:
        return None
    for provider in providers():
        if where not in provider.hosts:
            continue
        for place in _places(parts.path, parts.query):
            for page in provider.pages:
                if match := page.fullmatch(place):
                    found = match.groupdict()
                    return Known(provider, provider.address.format(**found), found)
    return None


def _places(path: str, query: str) -> list[str]:
    """The path, and the path with the one parameter that names a page; where it was shared from is noise."""
    path = path.rstrip("/")
    named = parse_qs(query).get("v", [])
    return [f"{path}?v={named[0]}"] if named else [path]


def frame_sources() -> set[str]:
    """The origins of all players there are."""
    return {origin for provider in providers() if (origin := origin_of(provider.player))}


def origin_of(address: str) -> str:
    """Scheme and host of an address, as a content security policy writes them."""
    scheme, _colon, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else ""
