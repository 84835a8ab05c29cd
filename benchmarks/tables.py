"""Many rows into the tables of the models, past the models: COPY on PostgreSQL, executemany on SQLite.

Every constraint, index and trigger of the database holds; what a model's `save()` would do does not happen.
"""

# The names in the SQL are those of our own models.
# ruff: noqa: S608

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


def _converter(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value of that field is told to the database; None where the value itself will do."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value)
    if isinstance(field, models.UUIDField) and connection.vendor == "sqlite":
        return lambda value: value.hex
    if isinstance(field, models.DateField) and connection.vendor == "sqlite":
        return _moment
    return None


def _moment(value: date | None) -> str | None:
    """As Django stores it in SQLite: in UTC, without saying so. `value` is a date, or a moment in UTC."""
    if value is None:
        return None
    return str(value.replace(tzinfo=None) if isinstance(value, datetime) else value)


class Table:
    """The rows of a model that are on their way into its table; keys go on after those it has."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.converters = {
            field.attname: convert for field in self.fields if (convert := _converter(field)) is not None
        }
        self.rows: list[tuple[Any, ...]] = []
        newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        self.next = (newest or 0) + 1

    def add(self, **values: Any) -> int:
        """Note a row; the key it gets. Columns that are not named get their default."""
        for name, convert in self.converters.items():
            if name in values:
                values[name] = convert(values[name])
        row = [self.next]
        for field in self.fields:
            name = field.attname
            row.append(values.pop(name) if name in values else self._default(field))
        if values:
            message = f"{self.model.__name__} has no {', '.join(values)}"
            raise TypeError(message)
        self.rows.append(tuple(row))
        self.next += 1
        return self.next - 1

    def _default(self, field: models.Field) -> Any:
        value = field.get_default()
        convert = self.converters.get(field.attname)
        return convert(value) if convert else value

    def write(self) -> int:
        """Put the rows into the table; how many."""
        count = len(self.rows)
        if not count:
            return 0
        names = [connection.ops.quote_name(str(column.column)) for column in (self._key(), *self.fields)]
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = f"{table} ({', '.join(names)})"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(names))
                cursor.executemany(f"INSERT INTO {columns} VALUES ({places})", self.rows)
        self.rows = []
        return count

    def _key(self) -> models.Field:
        key = self.model._meta.pk
        if key is None:
            raise TypeError(self.model)
        return key


def reset_sequences(used: list[type[models.Model]]) -> None:
    """Let the database's own counters of keys go on after the rows that came with a key."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), used):
            cursor.execute(statement)
