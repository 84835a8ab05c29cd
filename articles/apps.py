from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from articles.guards import make_triggers


class ArticlesConfig(AppConfig):
    """Articles, editions and everything between a blank page and a published one."""

    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        post_migrate.connect(make_triggers, sender=self)
