"""Pages of whistles: for the desk that calls, and for the units that are called."""
