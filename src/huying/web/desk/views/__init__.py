"""The desk's pages: each loads through queries, makes one action at most, and draws."""
