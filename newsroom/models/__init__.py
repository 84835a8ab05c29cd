"""The nouns of the publication, one subject a file; import them from here."""

from newsroom.models.front import BreakingStrip, FrontChange, FrontSlot
from newsroom.models.heartbeat import Heartbeat
from newsroom.models.ping import Ping
from newsroom.models.policy import PolicyPage
from newsroom.models.publication import CACHE_KEY, FRESH_FOR, Publication

__all__ = [
    "CACHE_KEY",
    "FRESH_FOR",
    "BreakingStrip",
    "FrontChange",
    "FrontSlot",
    "Heartbeat",
    "Ping",
    "PolicyPage",
    "Publication",
]
