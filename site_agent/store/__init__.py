"""The site's memory: SQLite rows and encrypted blobs in the private folder; every write idempotent."""
