"""Every address of the publication, in the order in which they are tried."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from articles.site.requests import only_read
from newsroom import front, health, media, policies, preview, sitemap, theme, well_known
from newsroom.desk import kept_pages, preferences, start_from_text, trust
from newsroom.desk.styleguide.page import styleguide
from newsroom.look.views import look

# The desk asks for a login through allauth, so that passkeys, one-time codes and rate limits hold there too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Operators.
operator_urls: list[URLPattern | URLResolver] = [
    path("health/", health.ready, name="health"),
    path("health/live/", health.live, name="health_live"),
]

# The desk: editors and reporters.
desk_urls: list[URLPattern | URLResolver] = [
    path("admin/articles/article/<int:pk>/preview/", preview.surfaces, name="desk_preview"),
    path("admin/preferences/", preferences.preferences, name="desk_preferences"),
    path("admin/start-from-text/", start_from_text.start_from_text, name="desk_start_from_text"),
    path("admin/notices/", preferences.notices, name="desk_notices"),
    path("admin/styleguide/", styleguide, name="desk_styleguide"),
    path("admin/pages/", kept_pages.kept_pages, name="desk_kept_pages"),
    path("admin/trust/", trust.trust, name="desk_trust"),
    path("admin/front/", include("newsroom.desk.front.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]

# Uploaded pictures, where no web server in front of the application serves them.
media_urls: list[URLPattern | URLResolver] = (
    [path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media.media, name="media")]
    if settings.SERVE_MEDIA
    else []
)

# The publication: front page, policies.
publication_urls: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("about/<slug:slug>/", policies.policy, name="policy"),
    path("preview/<int:pk>/", preview.preview, name="preview"),
    path("preview/<int:pk>/cards/", preview.cards, name="preview_cards"),
    path("preview/<str:token>/", preview.shared, name="shared_preview"),
    path("theme/", theme.theme, name="theme"),
    path("look-<slug:digest>.css", look, name="look"),
    # What machines look for at fixed places. The icon's file name is known once static files are collected.
    path("favicon.ico", only_read(RedirectView.as_view(url=lazy(static, str)("icon.svg"))), name="favicon"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap_pages"),
    path("robots.txt", well_known.robots, name="robots"),
    path("trust.txt", well_known.trust, name="trust"),
    path("ads.txt", well_known.ads, name="ads"),
    path("llms.txt", well_known.llms, name="llms"),
    path("<slug:key>.txt", well_known.indexnow_key, name="indexnow_key"),
    path(".well-known/trust.txt", well_known.trust, name="well_known_trust"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path(".well-known/tdmrep.json", well_known.tdmrep, name="tdmrep"),
]

# The site: readers.
site_urls: list[URLPattern | URLResolver] = [path("", include("articles.site.urls"))]

# Readers first: no address of theirs begins like one of the others, and they ask the most.
urlpatterns = site_urls + publication_urls + operator_urls + desk_urls + media_urls

handler404 = "newsroom.errors.not_found"
