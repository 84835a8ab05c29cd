"""What machines are told about learning from the stories. One table, so that no two files can disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from newsroom.models import Publication

# Crawlers, and names without a crawler of their own, by which their operators say they can be told not to
# collect text for training. Those that fetch a page because a reader asks, or for a search that links to
# it, are not among them.
AI_CRAWLERS = (
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "Diffbot",
    "GPTBot",
    "Google-Extended",
    "PanguBot",
    "Timpibot",
    "Webzio-Extended",
    "anthropic-ai",
    "cohere-training-data-crawler",
    "meta-externalagent",
)


@dataclass(frozen=True, slots=True)
class Signals:
    """One choice in every file that speaks of it."""

    barred: tuple[str, ...]
    """The crawlers robots.txt turns away: https://www.rfc-editor.org/rfc/rfc9309."""
    tdm_reservation: int
    """`tdm-reservation` of tdmrep.json: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/."""
    training_allowed: str
    """`datatrainingallowed` of trust.txt: https://journallist.net/reference-document-for-trust-txt-specifications."""
    sentence: Any
    """The same for llms.txt, in words."""


SIGNALS = {
    Publication.Mining.RESERVED: Signals(
        barred=AI_CRAWLERS,
        tdm_reservation=1,
        training_allowed="no",
        sentence=_(
            "Text and data mining is reserved: do not use the stories for training without our consent."
        ),
    ),
    Publication.Mining.ALLOWED: Signals(
        barred=(),
        tdm_reservation=0,
        training_allowed="yes",
        sentence=_("Text and data mining, training included, is allowed."),
    ),
}


def signals_of(publication: Publication) -> Signals:
    """What this publication tells machines."""
    return SIGNALS[Publication.Mining(publication.text_and_data_mining)]
