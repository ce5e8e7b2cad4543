"""Rows that the database itself refuses to change or remove, whoever asks and by whatever program."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("auditrow", "certificaterow", "commentrow", "judgementrow", "protocolrow", "termsrow", "voterow")
# What is said when somebody tries.
SAYS = "what is written here is never changed or removed"

POSTGRESQL = f"""
CREATE FUNCTION store_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{SAYS}';
END $$;
"""
POSTGRESQL_TABLE = """
CREATE TRIGGER store_{table}_rows BEFORE UPDATE OR DELETE ON store_{table}
    FOR EACH ROW EXECUTE FUNCTION store_refuse_change();
CREATE TRIGGER store_{table}_whole BEFORE TRUNCATE ON store_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION store_refuse_change();
"""
SQLITE = (
    "CREATE TRIGGER store_{table}_{when} BEFORE {when} ON store_{table} BEGIN SELECT RAISE(ABORT, '{says}'); END"
)


def guard(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of whichever database it is."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL + "".join(POSTGRESQL_TABLE.format(table=table) for table in TABLES))
        return
    for table in TABLES:
        for when in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(table=table, when=when, says=SAYS))


class Migration(migrations.Migration):
    """Not undone: a log that could be opened for a moment is none."""

    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(guard)]
