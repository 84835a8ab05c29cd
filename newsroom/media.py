"""Serve uploaded pictures from the application, for installations without a web server in front."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

from articles.site.requests import only_read

# File names of pictures change with their content, so a day is safe, and short enough to forget a mistake.
MAX_AGE_SECONDS = 24 * 60 * 60


@only_read
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one uploaded file, cacheable for a day; 404 when there is none."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response
