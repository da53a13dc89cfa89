"""Settings, urls, wiring of events, the command line."""
