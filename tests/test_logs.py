"""The log: a traceback of a screen, never the value of a variable."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import sys
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings


def record_of_a_failure(name: str) -> logging.LogRecord:
    """What is logged when a view fails in the middle of something private."""
    password = "hunter" + "2"
    try:
        int(password[:6])
    except ValueError:
        failure = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, __file__, 1, "Internal Server Error: /", None, failure)


def write(log_format: str, record: logging.LogRecord) -> str:
    """What an installation with that format writes."""
    stream = io.StringIO()
    config: dict[str, Any] = deepcopy(settings.LOGGING)
    handler = config["handlers"]["stderr"] | {"formatter": log_format, "stream": stream}
    # The configuration of the project without its loggers, so that the run's own stay as they are.
    loggers = {"tests.logs": {"handlers": ["stderr"], "propagate": False}}
    logging.config.dictConfig(
        {
            "version": 1,
            "incremental": False,
            "disable_existing_loggers": False,
            "formatters": config["formatters"],
            "filters": config["filters"],
            "handlers": {"stderr": handler},
            "loggers": loggers,
        }
    )
    logging.getLogger("tests.logs").handle(record)
    return stream.getvalue()


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_failure_is_logged_with_its_traceback_and_without_any_value(log_format: str) -> None:
    text = write(log_format, record_of_a_failure("django.request"))
    assert "ValueError: invalid literal" in text
    assert "record_of_a_failure" in text
    assert "hunter2" not in text
    assert len(text.splitlines()) < 15


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_refused_request_is_a_warning_of_one_line(log_format: str) -> None:
    record = record_of_a_failure("django.security.DisallowedHost")
    text = write(log_format, record)
    assert (len(text.splitlines()), "warning" in text, "error" in text, "Traceback" in text) == (
        1,
        True,
        False,
        False,
    )
    # Other readers of the same record get all of it.
    assert (record.levelname, record.exc_info is None) == ("ERROR", False)


def test_json_is_one_object_a_line() -> None:
    lines = write("json", record_of_a_failure("django.request")).splitlines()
    assert [json.loads(line)["level"] for line in lines] == ["error"]
