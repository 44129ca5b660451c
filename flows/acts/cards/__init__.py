"""Click, type and share what a card shows."""
