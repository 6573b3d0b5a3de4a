"""How dates are written where Django writes them oddly."""
