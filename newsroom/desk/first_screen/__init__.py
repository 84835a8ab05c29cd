"""The desk's first screen: alarms, what is owed, what waits for me, today, my work, what went out.

A block is a line of BLOCKS. Most are lists of lists, one query a list; each list says whom it is for.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from newsroom.desk.first_screen import alarms, health, published, timeline, waiting, work
from newsroom.desk.first_screen.block import Block, Desk, Plan, listed
from newsroom.tick import state

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# In the order of what hurts most if missed. Somebody for whom a block has nothing to say does not get it.
BLOCKS: tuple[Plan, ...] = (
    Plan("alarms", _("Alarms"), alarms.build, is_alarm=True),
    Plan(
        "corrections",
        _("Corrections due"),
        partial(listed, waiting.CORRECTIONS, empty=_("Nobody waits for an answer or a correction.")),
    ),
    Plan(
        "waiting",
        _("Waiting for me"),
        partial(listed, waiting.MINE, empty=_("Nothing waits for you. A good moment to read ahead.")),
    ),
    Plan("today", _("Today’s schedule"), timeline.build),
    Plan(
        "drafts",
        _("My drafts"),
        partial(listed, work.DRAFTS, empty=_("You have no draft."), start=True),
    ),
    Plan(
        "editing",
        _("Being edited now"),
        partial(listed, work.EDITING, empty=_("Nobody has a story open.")),
    ),
    Plan(
        "published",
        _("Published in the last 12 hours"),
        partial(listed, published.QUERIES, empty=_("Nothing was published in the last 12 hours.")),
    ),
    Plan("health", _("Health of the desk"), health.build),
)


def first_screen(user: User, now: datetime) -> list[Block]:
    """The blocks of this person; none for somebody without a place at the desk."""
    desk = Desk(user, now, state(now))
    if not (desk.may("articles.view_article") or desk.may("articles.change_article")):
        return []
    blocks = (plan.build(plan, desk) for plan in BLOCKS)
    return [block for block in blocks if block is not None]
