"""Configuration for the system keeper: places, posts, limits, calendar, classes, units."""
