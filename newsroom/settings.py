"""Every setting of an installation; docs/operators.md explains the variables an operator may set.

All of them come from the environment, or from the file named by NEWSROOM_ENV_FILE (lines `NAME=value`);
the environment wins over the file. Nothing secret has a default outside DEBUG.
"""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django_prose_editor.config import html_tags
from js_asset import static_lazy
from whitenoise.compress import Compressor

from newsroom import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

if env_file := os.environ.get("NEWSROOM_ENV_FILE", ""):
    if not Path(env_file).is_file():
        raise ImproperlyConfigured(f"NEWSROOM_ENV_FILE names {env_file}, and there is no such file.")
    env.read_env(env_file)

# --- Who and where ----------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-" * 3 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY: 50 random characters or more, the same on every start, told to nobody."
    )

# The public address of the publication: scheme and host, no path.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
_site = urlsplit(SITE_URL)


def _is_origin(address: str) -> bool:
    """Whether an address is a scheme and a host as browsers send it (xn--…, not ü), and nothing more."""
    host = r"[a-z0-9._-]+|\[[0-9a-f:.]+\]"
    return bool(re.fullmatch(rf"https?://({host})(:\d+)?", address, re.IGNORECASE | re.ASCII))


if not _is_origin(SITE_URL):
    raise ImproperlyConfigured(
        "Set SITE_URL to the public address of the site, such as https://news.example, "
        f"an international name as xn--… (now: {SITE_URL!r})."
    )
_is_https = _site.scheme == "https"
SITE_ID = 1

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[_site.hostname, *(["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])]
)
# True when a proxy of ours terminates TLS and sets X-Forwarded-Proto and X-Forwarded-For itself.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

# --- Applications -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "authors",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sites",
    "django.contrib.redirects",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "taggit",
    "django_filters",
    "django_prose_editor",
    "js_asset",
    "imagefield",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "newsroom.middleware.DeskLanguageMiddleware",
    "newsroom.middleware.PublicationMiddleware",
    "newsroom.pagecache.explain.KeptPageMiddleware",
    # Last, so that it sees the 404 first: addresses of an older site, and those that moved.
    "newsroom.leading_on.LeadingOnMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ],
        },
    },
]

# Inputs, lists and labels without a template each.
FORM_RENDERER = "newsroom.form_renderer.QuickForms"

# --- Database, cache, mail -------------------------------------------------------------------------

# Where this installation keeps what it was given: the embedded database and the uploaded pictures.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()

# WAL lets readers read while one writer writes; NORMAL is durable enough with it (a power cut may lose the
# last transactions, never the file); 16 MiB of page cache a connection; the file mapped up to 256 MiB.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; "
    "PRAGMA mmap_size = 268435456; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY"
)


def _database(config: dict[str, Any]) -> dict[str, Any]:
    """Return the connection settings of an installation from the parts its DATABASE_URL names."""
    if config["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE takes the write lock at the start: a writer waits its turn instead of failing halfway.
        options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS}
        # Opening the file and setting it up costs more than a query: each thread keeps its connection.
        return {"CONN_MAX_AGE": None} | config | {"OPTIONS": options | config.get("OPTIONS", {})}
    # Compiling a query takes PostgreSQL longer than any page of ours takes to be answered.
    options = {"options": "-c jit=off"} if config["ENGINE"].endswith("postgresql") else {}
    kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return kept | config | {"OPTIONS": options | config.get("OPTIONS", {})}


if "DATABASE_URL" in env:
    _parts = env.db_url("DATABASE_URL")
else:
    # Not by way of an address: a folder may be called "50% + more".
    _parts = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "newsroom.sqlite3"}
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DATA_DIR is {DATA_DIR}, and it cannot be made: {error.strerror}."
        ) from error
DATABASES = {"default": _database(_parts)}

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# Public pages kept in the memory of each serving process, in MiB; 0 lets Django make every page anew.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=64)
if PAGE_CACHE_MB < 0:
    raise ImproperlyConfigured(f"Set PAGE_CACHE_MB to the MiB a process may keep (now: {PAGE_CACHE_MB}).")
# The cache in front of ours that is told what is old: varnish, fastly or cloudflare; empty for none.
OUTSIDE_CACHE = env.str("OUTSIDE_CACHE", default="")
OUTSIDE_CACHE_URL = env.str("OUTSIDE_CACHE_URL", default="")
OUTSIDE_CACHE_ZONE = env.str("OUTSIDE_CACHE_ZONE", default="")
OUTSIDE_CACHE_TOKEN = env.str("OUTSIDE_CACHE_TOKEN", default="")
_outside_needs = {
    "": [],
    "varnish": ["OUTSIDE_CACHE_URL"],
    "fastly": ["OUTSIDE_CACHE_ZONE", "OUTSIDE_CACHE_TOKEN"],
    "cloudflare": ["OUTSIDE_CACHE_ZONE", "OUTSIDE_CACHE_TOKEN"],
}
if OUTSIDE_CACHE not in _outside_needs:
    raise ImproperlyConfigured(
        f"Set OUTSIDE_CACHE to varnish, fastly, cloudflare or nothing (now: {OUTSIDE_CACHE!r})."
    )
if _missing := [name for name in _outside_needs[OUTSIDE_CACHE] if not env.str(name, default="")]:
    raise ImproperlyConfigured(f"OUTSIDE_CACHE is {OUTSIDE_CACHE}, which needs {' and '.join(_missing)}.")

# The folder of the copies nginx keeps (deploy/nginx.conf); empty where it keeps none.
NGINX_STORE = env.str("NGINX_STORE", default="")
if NGINX_STORE and not Path(NGINX_STORE).is_absolute():
    raise ImproperlyConfigured(
        f"Set NGINX_STORE to the whole path of the folder where nginx keeps copies (now: {NGINX_STORE!r})."
    )
if NGINX_STORE and not PAGE_CACHE_MB:
    raise ImproperlyConfigured("NGINX_STORE needs kept pages: set PAGE_CACHE_MB above 0, or leave it empty.")

# Who is told at once what changed: WebSub hubs that hand our feeds on, and search engines by IndexNow.
WEBSUB_HUBS = env.list("WEBSUB_HUBS", default=[])
INDEXNOW_KEY = env.str("INDEXNOW_KEY", default="")
INDEXNOW_URL = env.str("INDEXNOW_URL", default="https://api.indexnow.org/indexnow")
for _name, _addresses in {"WEBSUB_HUBS": WEBSUB_HUBS, "INDEXNOW_URL": [INDEXNOW_URL]}.items():
    for _address in _addresses:
        _parts_of = urlsplit(_address)
        _is_full = _parts_of.scheme in {"http", "https"} and _parts_of.hostname and not _parts_of.fragment
        if not _is_full or re.search(r'[\s<>"]', _address):
            raise ImproperlyConfigured(f"{_name} needs full addresses, https://… (now: {_address!r}).")
if INDEXNOW_KEY and not re.fullmatch("[a-zA-Z0-9-]{8,128}", INDEXNOW_KEY):
    raise ImproperlyConfigured(
        f"Set INDEXNOW_KEY to 8 to 128 letters, figures or hyphens, no others (now: {INDEXNOW_KEY!r})."
    )


def _mailer(parts: dict[str, Any]) -> dict[str, Any]:
    """Return one entry of MAILERS from the parts of a mail address such as smtp+tls://user:secret@host:587."""
    backend = parts["EMAIL_BACKEND"]
    options: dict[str, Any] = {}
    if backend.endswith("smtp.EmailBackend"):
        options = {
            "host": parts["EMAIL_HOST"],
            "port": parts["EMAIL_PORT"] or 25,
            "username": parts["EMAIL_HOST_USER"] or "",
            "password": parts["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": parts.get("EMAIL_USE_TLS", False),
            "use_ssl": parts.get("EMAIL_USE_SSL", False),
            "timeout": 20,
        }
    elif backend.endswith("filebased.EmailBackend"):
        options = {"file_path": f"/{parts['EMAIL_FILE_PATH']}"}
    return {"BACKEND": backend, "OPTIONS": options}


MAILERS = {"default": _mailer(env.email_url("MAILER", default="consolemail://"))}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default=f"newsroom@{_site.hostname}")

# --- Language and time ------------------------------------------------------------------------------------

# The language of the publication: readers' pages, feeds and mails; at the desk everybody may choose another.
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en").lower()
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
if LANGUAGE_CODE.partition("-")[0] not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"Set LANGUAGE_CODE to en or de, or to one of their countries such as de-at (now: {LANGUAGE_CODE!r})."
    )
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Vienna")
USE_TZ = True
FORMAT_MODULE_PATH = ["newsroom.formats"]

# --- Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.is_dir()]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# False when a web server in front serves MEDIA_ROOT at MEDIA_URL.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "newsroom.static_files.WholeStyleSheets"
        )
    },
}

# Source maps are half of all bytes, and for developers: compressing them doubles the time of collectstatic.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

# Renditions are made once, when a picture is stored (articles/renditions.py), never by a reader's request.
IMAGEFIELD_AUTOGENERATE = False
IMAGEFIELD_BIN_DEPTH = 2
TAGGIT_CASE_INSENSITIVE = True

# --- The editor, and what of others stands in stories ------------------------------------------------------

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("desk/writing/embed-node.js")],
        "extensions": {"Embed": html_tags(["figure"], {"figure": ["data-embed"]})},
    },
    {
        "js": [static_lazy("desk/writing/box-nodes.js")],
        "extensions": {
            "FactBox": html_tags(["aside"]),
            "PullQuote": html_tags(["blockquote"], {"blockquote": ["class"]}),
        },
    },
    {
        "js": [static_lazy("desk/writing/picture-node.js")],
        "extensions": {
            "Picture": html_tags(["figure"], {"figure": ["data-photo", "data-look", "data-hidden"]})
        },
    },
]
# Mastodon servers whose posts may be embedded: scheme and host, separated by commas.
MASTODON_SERVERS = [
    server.rstrip("/") for server in env.list("MASTODON_SERVERS", default=["https://mastodon.social"])
]
for _server in MASTODON_SERVERS:
    if not _is_origin(_server):
        raise ImproperlyConfigured(
            f"Set MASTODON_SERVERS to addresses such as https://mastodon.social (now: {_server!r})."
        )
# Hosts that are asked about embeds although their address is one of a private network: servers of the house.
EMBED_INSIDE = env.list("EMBED_INSIDE", default=[])

# --- Login ------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "newsroom.accounts.DeskBackend",
    "newsroom.accounts.LoginBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "newsroom.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
# An administrator makes every account and types its address: there is no stranger's address to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = _site.hostname
# Passkeys need https, except on the machine of the person trying them out.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _is_https
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# --- Security ---------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    # The desk shows previews in frames of its own.
    "frame-ancestors": [CSP.SELF],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = _is_https
# A probe asks the process itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # Other hosts under the domain may not be ours: HSTS_INCLUDE_SUBDOMAINS.
    "security.W019",  # The desk shows previews in frames of its own: SAMEORIGIN, with frame-ancestors above.
    "security.W021",  # A preload list is joined by hand, once, by the owner of the domain.
]

# --- Logs -------------------------------------------------------------------------------------------------

LOG_FORMAT = env.str("LOG_FORMAT", default="console")
if LOG_FORMAT not in {"console", "json"}:
    raise ImproperlyConfigured(f"Set LOG_FORMAT to console or json (now: {LOG_FORMAT!r}).")

LOGGING = logs.configured(LOG_FORMAT, env.str("LOG_LEVEL", default="INFO"))
