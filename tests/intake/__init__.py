"""Files of other systems, made up, and what became of them."""
