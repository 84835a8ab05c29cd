"""What a calendar of stories knows of: five kinds of moments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What happens at a moment. Each has a word and a shape of its own; colour tells nothing."""

    DUE = "due", _("Due")
    PLANNED = "planned", _("Planned")
    SCHEDULED = "scheduled", _("Scheduled")
    EMBARGOED = "embargoed", _("Embargo ends")
    EXPIRES = "expires", _("Disappears")


# A plan is a person's to move; what readers were promised goes through its verb.
PLANS = {Kind.DUE: "due_at", Kind.PLANNED: "publish_at"}
