"""One module per group of commands; each command is a thin door to a room's action."""
