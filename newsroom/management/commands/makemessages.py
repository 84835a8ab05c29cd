"""Django's command, which also knows what we call `gettext` where its lazy sister is near."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collect what is to be translated; `make messages` calls it with the right options."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_t"]
    # A sentence that is like another is not the same sentence: what is new is empty until somebody wrote it.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
