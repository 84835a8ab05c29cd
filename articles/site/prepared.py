"""Queries put into words once: Django takes longer to write one than the database to answer it."""

from __future__ import annotations

import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

type Value = datetime | date | str | int
type Given = Value | list[int]
type Row = Any
"""A named tuple of what the query names in `values_list`."""

LONG_AGO = datetime(1871, 1, 1, tzinfo=UTC)


class Prepared:
    """A query whose SQL is written the first time a thread asks it, and then asked with other values.

    `ask` makes a queryset that ends in `values_list` from named values. It may use them only as values of
    the query; what it asks must not depend on them. Lists are lists of keys, and each length is a query of
    its own.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]]) -> None:
        self._ask = ask
        self._of_thread = threading.local()

    def __call__(self, **values: Given) -> list[Row]:
        """The rows for these values."""
        written: dict[str, _Written] = self._of_thread.__dict__
        lengths = [len(given) for given in values.values() if isinstance(given, list)]
        shape = f"{connection.alias} {lengths}"
        if (query := written.get(shape)) is None:
            query = written[shape] = _Written(self._ask, values)
        return query.rows(dict(_flat(values)))


class _Written:
    """The SQL of a query, where in it which value stands, and how its rows are read."""

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]], values: dict[str, Given]) -> None:
        samples = {name: _sample(number, value) for number, (name, value) in enumerate(_flat(values))}
        queryset: Any = ask(**_folded(values, samples))
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        self._sql, params = self._compiler.as_sql()
        # Django would put SQLite's marks into it anew each time, which takes as long as the answer.
        is_sqlite = connection.vendor == "sqlite"
        self._native = self._sql.replace("%s", "?").replace("%%", "%") if is_sqlite else ""
        names = {self._adapted(sample): name for name, sample in samples.items()}
        self._params = [(names.get(param) if _is_plain(param) else None, param) for param in params]
        if missing := set(samples) - {name for name, _param in self._params}:
            message = f"A prepared query does not use {sorted(missing)} as values."
            raise TypeError(message)
        self._columns = len(self._compiler.select)
        self._converters = self._compiler.get_converters([column for column, *_rest in self._compiler.select])
        self._row = namedtuple("Row", queryset._fields)  # type: ignore[misc]  # noqa: PYI024, SLF001

    def rows(self, values: dict[str, Value]) -> list[Row]:
        handed = {name: self._adapted(value) for name, value in values.items()}
        asked = [handed[name] if name else param for name, param in self._params]
        read = self._compiler.apply_converters(self._fetched(asked), self._converters)
        return [self._row(*row[: self._columns]) for row in read]

    def _fetched(self, asked: list[Any]) -> list[Any]:
        database = self._compiler.connection
        if self._native and not database.execute_wrappers and not database.queries_logged:
            database.ensure_connection()
            with database.wrap_database_errors:
                found: list[Any] = database.connection.execute(self._native, asked).fetchall()
            return found
        with database.cursor() as cursor:
            cursor.execute(self._sql, asked)
            return list(cursor.fetchall())

    def _adapted(self, value: Value) -> Any:
        """The value as the database is handed it."""
        operations = self._compiler.connection.ops
        match value:
            case datetime():
                return operations.adapt_datetimefield_value(value)
            case date():
                return operations.adapt_datefield_value(value)
            case _:
                return value


def _flat(values: dict[str, Given]) -> Iterator[tuple[str, Value]]:
    for name, given in values.items():
        if isinstance(given, list):
            yield from ((f"{name}.{place}", key) for place, key in enumerate(given))
        else:
            yield name, given


def _folded(values: dict[str, Given], flat: dict[str, Value]) -> dict[str, Any]:
    return {
        name: [flat[f"{name}.{place}"] for place in range(len(given))]
        if isinstance(given, list)
        else flat[name]
        for name, given in values.items()
    }


def _sample(number: int, like: Value) -> Value:
    """A value of the same type that nobody asks for."""
    match like:
        case datetime():
            return LONG_AGO + timedelta(microseconds=number + 1)
        case date():
            return LONG_AGO.date() + timedelta(days=number + 1)
        case str():
            return f"sample-{number}-of-a-prepared-query"
        case _:
            return -(7_919_000_000 + number)


def _is_plain(param: Any) -> bool:
    return isinstance(param, datetime | date | str | int)
