"""The log: how it is written, and what it leaves out."""

from __future__ import annotations

import logging
from copy import copy
from typing import Any

import structlog

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


def configured(log_format: str, level: str) -> dict[str, Any]:
    """The value of LOGGING for a format, `console` or `json`; structlog is set up to be written likewise."""
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = {"class": "logging.StreamHandler", "formatter": log_format, "filters": ["security_warnings"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": _formatters(processors),
        "filters": {"security_warnings": {"()": "newsroom.logs.security_warnings"}},
        "handlers": {"stderr": handler},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would say everything twice.
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # A line for each size of each picture tells nobody anything; failures are warnings and errors.
            "imagefield": {"level": "WARNING"},
        },
    }


def _formatters(processors: list[Any]) -> dict[str, Any]:
    """Both formats, for records of structlog and for those of everybody else (`processors`)."""
    return {
        "console": {
            "()": structlog.stdlib.ProcessorFormatter,
            # Not the rich tracebacks: they print the value of every variable, passwords among them.
            "processor": structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
            "foreign_pre_chain": processors,
        },
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": processors,
        },
    }
