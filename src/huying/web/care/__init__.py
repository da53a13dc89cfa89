"""The care ledger's pages: who is in it, who is to be seen, who may read, who looked."""
