"""The index of words, which no model can say: a full-text table on SQLite, a column of lexemes on PostgreSQL.

It fills nothing: whoever has documents puts them in again. The slices are those of rrn.core.search.shelves.
"""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE core_searchindex USING fts5"
    "(tokens, tokenize = \"ascii tokenchars '_'\", detail = none, columnsize = 0)",
]
POSTGRESQL = [
    "ALTER TABLE core_searchdocument ADD COLUMN tokens tsvector",
    # Rows stay short: the lexemes lie beside the table, and are read only when their document is written again.
    "ALTER TABLE core_searchdocument ALTER COLUMN tokens SET STORAGE EXTERNAL",
    "ALTER TABLE core_searchdocument SET (toast_tuple_target = 256)",
    # A word's count changes with every document that has it: room beside it, so that its indexes stay as they are.
    "ALTER TABLE core_searchterm SET (fillfactor = 50)",
    # No list of what is not sorted in yet: a search never pays for the last import.
    "CREATE INDEX search_tokens ON core_searchdocument USING gin (tokens) WITH (fastupdate = off)",
    "CREATE INDEX search_tokens_8 ON core_searchdocument USING gin (tokens) WITH (fastupdate = off) WHERE slice < 8",
    "CREATE INDEX search_tokens_1 ON core_searchdocument USING gin (tokens) WITH (fastupdate = off) WHERE slice < 1",
]
AWAY = {"sqlite": ["DROP TABLE core_searchindex"], "postgresql": ["ALTER TABLE core_searchdocument DROP COLUMN tokens"]}


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in AWAY[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_search_documents")]
    operations = [migrations.RunPython(make, unmake)]
