"""What follows from values alone: cells as words, filters read, rows compared, safe text."""
