"""The room `files`, tried with real files made here."""
