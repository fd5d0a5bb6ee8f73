"""Work that must get done: lease rows in PostgreSQL, a bell in Redis, and a reconciler."""
