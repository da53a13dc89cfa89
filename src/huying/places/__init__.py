"""The tree of places, their boundaries, and finding a grid from a point or an address."""
