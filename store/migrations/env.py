"""What Alembic runs for `store.migrations.migrate`: on the connection it is given, in its transaction."""

from alembic import context

from store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
