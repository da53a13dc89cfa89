"""Pages of lists and ledgers: which there are, one of them, what was kept of it, and its files."""
