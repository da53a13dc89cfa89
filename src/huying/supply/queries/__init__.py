"""Reading this room: rows for lists, one thing with its links, counts, what the public may read."""
