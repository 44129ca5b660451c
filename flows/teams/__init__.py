"""People, their teams, and what a team sets out to do."""
