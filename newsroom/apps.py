from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """The publication: who publishes, its front page, its policies."""

    name = "newsroom"
    verbose_name = _("Publication")

    def ready(self) -> None:
        # It listens to models, which exist only now.
        autodiscover_modules("outdating", "look.checks")
