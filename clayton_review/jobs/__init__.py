"""Background jobs: rows with leases in PostgreSQL, wake-up messages in Redis, a reconciler."""
