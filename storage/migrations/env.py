from alembic import context

from storage.rows import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
# The caller has begun the transaction and holds the lock (storage/migrating.py).
context.run_migrations()
