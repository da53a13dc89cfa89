"""What goes on in the demo city beside its orders, one module for each room; made by its actions."""
