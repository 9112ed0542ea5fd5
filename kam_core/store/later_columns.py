"""Columns that tables gained after stores were made: they are added when such a store is opened.

A later column says what the rows before it mean, by its server default (or NULL), so adding it is the whole migration.
"""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.schema import CreateColumn


def add_later_columns(connection: Connection, metadata: MetaData) -> None:
    """Add to each table that is there the columns it lacks. A table that is not there yet is left to create_all."""
    there = inspect(connection)
    quoted = connection.dialect.identifier_preparer.format_table
    for table in metadata.sorted_tables:
        if not there.has_table(table.name):
            continue
        known = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                described = CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(text(f"ALTER TABLE {quoted(table)} ADD COLUMN {described}"))
