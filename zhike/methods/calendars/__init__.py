"""Time as people work: periods of a week, public holidays, make-up workdays."""
