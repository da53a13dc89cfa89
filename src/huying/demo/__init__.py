"""The demo city: seeded, deterministic, fictional, every order reached through actions."""
