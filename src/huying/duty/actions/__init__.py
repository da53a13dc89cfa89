"""Every verb of duty on the spot, each one transaction."""
