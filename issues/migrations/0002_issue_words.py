"""The index of search.py: an FTS5 table on SQLite, an array under GIN on PostgreSQL. No model: the ORM never reads it."""

from django.db import migrations

SQLITE = ["CREATE VIRTUAL TABLE issue_words USING fts5(pairs, tokenize = 'unicode61', columnsize = 0)"]
POSTGRESQL = [
    """
    CREATE TABLE issue_words (
        issue_id bigint PRIMARY KEY,
        words text NOT NULL,
        pairs text[] NOT NULL
    )
    """,
    "CREATE INDEX issue_words_pairs ON issue_words USING gin (pairs)",
]


def make_table(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE issue_words")


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_initial")]
    operations = [migrations.RunPython(make_table, drop_table)]
