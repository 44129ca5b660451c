"""A person's own page, time off, preferences, and what is going to be sent."""
