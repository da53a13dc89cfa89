"""The parts of a pack, a file each: what its rows are, and how they are read from the file."""
