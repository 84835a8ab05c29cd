"""Which requests a kept page may answer, and what tells one page from another.

Everything that can change a public page is in the key; a request with anything else that could (a session,
a body, a password) goes past the cache to Django. What cannot change a page (other headers, the cookies of
somebody else's script, the parameters by which newsletters count) is kept from Django while a page for
keeping is made, so that it cannot get into one.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from newsroom.theme import COOKIE, THEMES

type Environ = dict[str, Any]

# Counted by others, ignored by us: they must not make a page of their own each.
TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "wt_mc", "yclid"})
LONGEST_QUERY, LONGEST_PATH, LONGEST_COOKIES = 300, 300, 4096
# Never for keeping, and some of them streams: the desk, the login, files, probes, drafts.
PAST = ("/admin/", "/accounts/", "/preview/", "/health/", "/theme/")
# What Django gets of the headers while a page for keeping is made.
PASSED_ON = frozenset({"HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT"})


@dataclass(frozen=True, slots=True)
class Key:
    """What tells one kept page from another."""

    path: str
    query: str
    theme: str

    @property
    def address(self) -> str:
        """Path and query string, as a reader would type them."""
        return f"{self.path}?{self.query}" if self.query else self.path


class Doorman:
    """Reads the settings once and then tells for each request whether a kept page may answer it."""

    def __init__(self) -> None:
        self.past = (*PAST, settings.STATIC_URL, settings.MEDIA_URL)
        self.private = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
        self.is_https = settings.SITE_URL.startswith("https:")
        self.hosts = settings.ALLOWED_HOSTS
        self.proxy_says = settings.SECURE_PROXY_SSL_HEADER

    def key_of(self, environ: Environ) -> Key | None:
        """The key of the page a request asks for; None when Django has to answer."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("SCRIPT_NAME")
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_TRANSFER_ENCODING" in environ
            or environ.get("CONTENT_LENGTH", "0") not in ("", "0")
            or path.startswith(self.past)
            or len(path) > LONGEST_PATH
            or len(query) > LONGEST_QUERY
            or not self._is_at_our_door(environ)
        ):
            return None
        theme = self._theme(environ.get("HTTP_COOKIE", ""))
        return None if theme is None else Key(path, without_tracking(query), theme)

    def _is_at_our_door(self, environ: Environ) -> bool:
        """Whether the request came to one of our names, and by https where the site has it."""
        domain, _port = split_domain_port(environ.get("HTTP_HOST", ""))
        if not domain or not validate_host(domain, self.hosts):
            return False
        if not self.is_https:
            return True
        if self.proxy_says:
            header, secure = self.proxy_says
            return environ.get(header) == secure
        return environ.get("wsgi.url_scheme") == "https"

    def _theme(self, cookies: str) -> str | None:
        """The reader's choice of light or dark; None for a request that is somebody's own."""
        if not cookies:
            return ""
        if len(cookies) > LONGEST_COOKIES or any(name in cookies for name in self.private):
            return None
        try:
            found = SimpleCookie(cookies).get(COOKIE)
        except CookieError:
            return None
        return found.value if found is not None and found.value in THEMES else ""


def without_tracking(query: str) -> str:
    """The query string without the parameters by which others count."""
    if not query or not (TRACKING & {part.partition("=")[0] for part in query.split("&")} or "utm_" in query):
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(k, v) for k, v in pairs if k not in TRACKING and not k.startswith("utm_")])


def plain_request(environ: Environ, key: Key) -> Environ:
    """The request for that page that everybody might have sent."""
    plain = {
        name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in PASSED_ON
    }
    plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key.query, "REQUEST_URI": key.address}
    plain.pop("RAW_URI", None)
    if key.theme:
        plain["HTTP_COOKIE"] = f"{COOKIE}={key.theme}"
    return plain
