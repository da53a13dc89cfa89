"""SQLite for Django with a fair queue of writers: nobody starves in the busy handler."""
