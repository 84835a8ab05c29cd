"""The nouns of the publication, one subject a file; import them from here."""

from newsroom.models.front import BreakingStrip, FrontChange, FrontSlot
from newsroom.models.heartbeat import Heartbeat
from newsroom.models.ownership import Owner, PublicMoney, Revenue
from newsroom.models.ping import Ping
from newsroom.models.policy import AT_FIXED_ADDRESSES, PolicyPage
from newsroom.models.publication import CACHE_KEY, FRESH_FOR, Publication

__all__ = [
    "AT_FIXED_ADDRESSES",
    "CACHE_KEY",
    "FRESH_FOR",
    "BreakingStrip",
    "FrontChange",
    "FrontSlot",
    "Heartbeat",
    "Owner",
    "Ping",
    "PolicyPage",
    "PublicMoney",
    "Publication",
    "Revenue",
]
