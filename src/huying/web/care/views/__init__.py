"""The care ledger's views, by what they are about."""
