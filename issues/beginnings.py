"""Indexes of titles and places by their beginnings. Made behind each migration, for Django can declare none of them.

Byte order is the only one in which PostgreSQL finds a prefix as a range, and SQLite, whose own order it is, does not
know its name. SQLite also loses what no model declares whenever a migration rewrites the table.
"""

from django.db import connections

INDEXES = {"issue_title_begins": "title", "issue_place_begins": "place"}


def keep_indexes(using: str, **_signal) -> None:
    """Make those that are missing, for post_migrate. Nothing where the table is not there yet."""
    connection = connections[using]
    order = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        columns = _find_columns(connection, cursor)
        for name, column in INDEXES.items():
            if {"is_public", column} <= columns:
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {name} ON issues_issue (is_public, {column}{order}, id)"
                )


def _find_columns(connection, cursor) -> set[str]:
    if "issues_issue" not in connection.introspection.table_names(cursor):
        return set()
    return {column.name for column in connection.introspection.get_table_description(cursor, "issues_issue")}
