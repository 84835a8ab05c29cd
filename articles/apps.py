from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Articles, editions and everything between a blank page and a published one."""

    name = "articles"
    verbose_name = _("Articles")
