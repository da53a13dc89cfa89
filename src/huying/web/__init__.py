"""Server-rendered pages, a room per audience. No rule lives here."""
