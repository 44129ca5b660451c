"""Teams next to each other on one scale."""
