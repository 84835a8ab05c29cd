"""What the log leaves out."""

from __future__ import annotations

import logging
from copy import copy

SECURITY = "django.security."


def calm(record: logging.LogRecord) -> logging.LogRecord:
    """A filter: requests Django refused as suspicious become warnings of one line.

    Anybody can send a wrong host name or a broken cookie; a traceback for each would bury what matters.
    """
    if not record.name.startswith(SECURITY):
        return record
    short = copy(record)
    short.levelno, short.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    short.exc_info = short.exc_text = None
    return short


def security_warnings() -> object:
    """The filter as a logging configuration takes it: made by a call."""
    return calm
