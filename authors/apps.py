from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuthorsConfig(AppConfig):
    """The journalists and their bios."""

    name = "authors"
    verbose_name = _("Authors")
