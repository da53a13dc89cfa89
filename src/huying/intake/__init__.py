"""Files of rows from other systems become orders: resumable, idempotent, nothing lost."""
