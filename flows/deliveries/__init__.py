"""Messages that leave without a click, and the rules for each kind."""
