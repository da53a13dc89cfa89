"""The HTTP API: shapes in, actions, shapes out. No rule lives here."""
