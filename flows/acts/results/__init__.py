"""A team's result, how it differs from the last, and what follows from it."""
