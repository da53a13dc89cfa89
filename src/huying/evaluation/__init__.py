"""Response, resolution and satisfaction, each with its numerator and denominator."""
